#include "apps/server/api/chairs_hearing.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/chairs/audition_record.h"
#include "door/page_replay.h"

namespace firstchair::server {

std::string wav_header(double rate, std::size_t bytes) {
  std::string header = "RIFF";
  const auto number = [&](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) header += static_cast<char>(value >> (8 * i) & 255);
  };
  const auto frames = static_cast<std::uint64_t>(rate);
  number(36 + bytes, 4);
  header += "WAVEfmt ";
  number(16, 4), number(1, 2), number(1, 2), number(frames, 4), number(3 * frames, 4), number(3, 2);
  number(24, 2);
  header += "data";
  number(bytes, 4);
  return header;
}

Result<HeardInput> hear_input(const audition::Declaration& declaration, const audition::Attempt& attempt,
                              const std::vector<audition::CommittedBar>& bars, const std::string& settings,
                              std::string_view recorded, const judge::Norms& norms) {
  if (const int bar = audition::first_unlike(bars, recorded); bar > 0)
    return Error{ErrorCode::malformed,
                 {},
                 fmt::format("the recording is not what was committed while playing: bar {} differs", bar),
                 {}};
  const Chart& chart = declaration.excerpts[attempt.excerpt].chart;
  const Result<door::PageDrillSettings> told = door::parse_drill_settings(settings, chart);
  if (!told) return told.error();
  Result<Take> take = door::replay(chart, *told, norms, recorded);
  if (!take) return take.error();
  const double rate = told->click.rate, count_in_ms = audition::bar_ends_ms(declaration, attempt, 0);
  HeardInput heard{.take = std::move(*take)};
  heard.bar_frames = (audition::bar_ends_ms(declaration, attempt, 1) - count_in_ms) / 1000 * rate;
  heard.first_bar = static_cast<double>(told->click.start) + count_in_ms / 1000 * rate + told->round_trip;
  const double half_beat = 30 / attempt.nonce.bpm * rate;
  std::erase_if(heard.take.hits,
                [&](const Hit& hit) { return static_cast<double>(hit.frame) < heard.first_bar - half_beat; });
  return heard;
}

Result<std::string> strokes_heard_again(const audition::Audition& audition,
                                        const std::vector<store::RecordLine>& lines,
                                        const audition::Attempt& attempt, std::string_view file,
                                        const judge::Norms& norms) {
  std::vector<audition::CommittedBar> bars;
  std::string settings;
  if (attempt.bars == 0 || !audition::read_bars(lines[attempt.bars].fields, bars, settings))
    return Error{ErrorCode::not_found, {}, "no page played this attempt", {}};
  if (audition.declaration.attempts->source == SourceKind::audio)
    file.remove_prefix(std::min(kWavHeader, file.size()));
  Result<HeardInput> heard = hear_input(audition.declaration, attempt, bars, settings, file, norms);
  if (!heard) return heard.error();
  const audition::PlayedTake played =
      audition::heard_take(audition, attempt, heard->take.source, std::move(heard->take.hits), {});
  return audition::take_line(attempt, played, 0).fields.value("strokes", std::string());
}

}  // namespace firstchair::server
