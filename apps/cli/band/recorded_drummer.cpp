#include "apps/cli/band/recorded_drummer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/decode/decode_command.h"
#include "apps/cli/hear/hear_command.h"
#include "engine/judge/norms.h"
#include "io/files/audio_file.h"
#include "midi/note_hit.h"
#include "midi/smf.h"

namespace firstchair::cli {

// The program's own copy of data/demo/groove.mid, and its name.
extern const std::string_view kDemoGrooveName;
extern const std::span<const std::uint8_t> kDemoGroove;

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

// Errors: unsupported (no tempo in it).
Result<RecordedDrummer> drummer_of(Take take, const RecordedOptions& options) {
  RecordedDrummer drummer;
  drummer.bpm = take.reading.bpm;
  if (!(drummer.bpm > 0))
    return Error{ErrorCode::unsupported, options.take, "no tempo in it", "Play a take of a few bars"};
  drummer.bar_1_s = options.at_s >= 0 ? options.at_s : std::max(0., first_bar_s(take));
  drummer.detail = take.source.detail;
  drummer.polyphonic = take.source.polyphonic;
  drummer.rate = take.source.kind == SourceKind::midi ? options.midi_rate : take.source.rate;
  drummer.hits = std::move(take.hits);
  const double times = drummer.rate / take.source.rate;
  for (Hit& hit : drummer.hits) hit.frame = std::llround(static_cast<double>(hit.frame) * times);
  return drummer;
}

}  // namespace

Result<RecordedDrummer> recorded_drummer(const RecordedOptions& options) {
  HearOptions hearing;
  hearing.take = options.take;
  SessionConfig config;
  config.norms = judge::default_norms();
  hearing::hear_with(hearing.ear, config);
  std::optional<Chart> chart;
  if (!options.chart.empty()) {
    Result<Chart> found = find_chart(options.chart);
    if (!found) return found.error();
    config.chart = *found;
    chart = std::move(*found);
  }
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  const bool midi = take->source.kind == SourceKind::midi;
  Result<RecordedDrummer> drummer = drummer_of(std::move(*take), options);
  if (!drummer) return drummer.error();
  drummer->chart = std::move(chart);
  if (!midi) {
    Result<std::vector<float>> sound = sound_of(options.take);
    if (!sound) return sound.error();
    drummer->sound = std::move(*sound);
  }
  return drummer;
}

Result<RecordedDrummer> demo_drummer(double midi_rate) {
  const Result<midi::Smf> smf = midi::parse_smf(kDemoGroove);
  if (!smf) return smf.error();
  const std::vector<double> seconds = midi::event_seconds(*smf);
  std::vector<Hit> hits;
  for (std::size_t k = 0; k < smf->events.size(); ++k) {
    const midi::SmfEvent& event = smf->events[k];
    if (!event.is_note_on()) continue;
    if (const std::optional<Hit> hit =
            midi::hit_of_note(event.data1, event.data2, {.frame = std::llround(seconds[k] * kMidiRate)}))
      hits.push_back(*hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  SessionConfig config;
  config.norms = judge::default_norms();
  config.source.name = std::string(kDemoGrooveName);
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  Result<Session> session = Session::make(std::move(config));
  if (!session) return session.error();
  session->push(std::span<const Hit>(hits));
  return drummer_of(session->finish(),
                    {.take = std::string(kDemoGrooveName), .chart = {}, .midi_rate = midi_rate});
}

}  // namespace firstchair::cli
