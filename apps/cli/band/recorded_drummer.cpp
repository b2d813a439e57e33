#include "apps/cli/band/recorded_drummer.h"

#include <algorithm>
#include <cmath>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/cli/hear/hear_command.h"
#include "engine/judge/norms.h"
#include "io/files/audio_file.h"

namespace firstchair::cli {
namespace {

Result<std::vector<float>> sound_of(const std::string& path) {
  Result<io::AudioFile> file = io::AudioFile::open(path, own_cage());
  if (!file) return file.error();
  std::vector<float> sound, block(1 << 14);
  while (const std::size_t got = file->read(block))
    for (std::size_t k = 0; k < got; ++k) sound.push_back(std::isfinite(block[k]) ? block[k] : 0);
  return sound;
}

// The second of tick 0: of the first bar line that the playing has, the pulse before its first point steady.
double first_bar_s(const Take& take) {
  const std::vector<PulsePoint>& pulse = take.alignment.pulse;
  if (pulse.empty() || !(pulse.front().bpm > 0))
    return static_cast<double>(take.hits.front().frame) / take.source.rate;
  const PulsePoint& first = pulse.front();
  return static_cast<double>(first.frame) / take.source.rate -
         static_cast<double>(first.tick) / static_cast<double>(kTicksPerQuarter) * 60 / first.bpm;
}

}  // namespace

Result<RecordedDrummer> recorded_drummer(const RecordedOptions& options) {
  HearOptions hearing;
  hearing.take = options.take;
  SessionConfig config;
  config.norms = judge::default_norms();
  hearing::hear_with(hearing.ear, config);
  RecordedDrummer drummer;
  if (!options.chart.empty()) {
    Result<Chart> chart = find_chart(options.chart);
    if (!chart) return chart.error();
    config.chart = *chart;
    drummer.chart = std::move(*chart);
  }
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  drummer.bpm = take->reading.bpm;
  if (!(drummer.bpm > 0))
    return Error{ErrorCode::unsupported, options.take, "no tempo in it", "Play a take of a few bars"};
  drummer.bar_1_s = options.at_s >= 0 ? options.at_s : std::max(0., first_bar_s(*take));
  drummer.detail = take->source.detail;
  drummer.polyphonic = take->source.polyphonic;
  const bool midi = take->source.kind == SourceKind::midi;
  drummer.rate = midi ? options.midi_rate : take->source.rate;
  drummer.hits = std::move(take->hits);
  const double times = drummer.rate / take->source.rate;
  for (Hit& hit : drummer.hits) hit.frame = std::llround(static_cast<double>(hit.frame) * times);
  if (!midi) {
    Result<std::vector<float>> sound = sound_of(options.take);
    if (!sound) return sound.error();
    drummer.sound = std::move(*sound);
  }
  return drummer;
}

}  // namespace firstchair::cli
