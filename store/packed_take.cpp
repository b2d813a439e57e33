#include "store/packed_take.h"

#include <fmt/format.h>

#include <cstdio>

#include "store/chart_text.h"
#include "store/judgement_text.h"
#include "store/outcome.h"
#include "store/packed_strokes.h"
#include "store/packing.h"

namespace firstchair::store {

std::string hex(std::uint64_t fingerprint) {
  return fmt::format("{:016x}", fingerprint);
}

std::string meter_text(const std::optional<MeterChange>& meter) {
  return meter ? fmt::format("{}/{}", meter->beats, meter->unit) : std::string();
}

std::optional<MeterChange> meter_of(const std::string& text) {
  MeterChange meter;
  int used = 0;
  const bool read = std::sscanf(text.c_str(), "%d/%d%n", &meter.beats, &meter.unit, &used) == 2 &&
                    used == static_cast<int>(text.size());
  return read ? std::optional(meter) : std::nullopt;
}

double dial_of(const Source& source) {
  return source.band ? source.band->follow : -1;
}

PackedJudgement pack_judgement(const Take& take, const std::string& engine, std::int64_t judged_s) {
  PackedJudgement judgement{.engine = engine,
                            .judged_s = judged_s,
                            .outcome = {},
                            .chart = chart_text(take.chart),
                            .verdict = {},
                            .matched = {}};
  set_outcome(take, judgement.outcome);
  judgement.verdict = judgement_text(take);
  judgement.matched =
      pack_matched({take.alignment.matches, take.verdict.local_error_ms, take.alignment.pulse}, take.hits,
                   take.source.rate);
  return judgement;
}

PackedTake pack_take(const Take& take, const Circumstances& circumstances) {
  PackedTake packed;
  packed.circumstances = circumstances;
  KeptTake& kept = packed.kept;
  kept.began_s = circumstances.began_s;
  kept.minutes = take.source.rate > 0 ? static_cast<double>(take.source.length) / take.source.rate / 60 : 0;
  kept.item = circumstances.item;
  kept.title = circumstances.title.empty() ? take.chart.title : circumstances.title;
  kept.bpm = circumstances.bpm > 0 ? circumstances.bpm : take.reading.bpm;
  kept.bars = circumstances.bars > 0 ? circumstances.bars : static_cast<int>(bars_of(take.chart).size());
  kept.click = circumstances.click;
  kept.mode = circumstances.mode;
  kept.other_mode = circumstances.other_mode;
  kept.kit = take.source.kind;
  kept.pain = circumstances.pain;
  kept.counted = circumstances.counted;
  kept.follow = dial_of(take.source);
  packed.source = source_text(take.source);
  packed.strokes = pack_hits(take.hits);
  packed.judgements.push_back(pack_judgement(take, circumstances.engine, circumstances.began_s));
  return packed;
}

std::string take_key(const PackedTake& take, const std::string& player) {
  const std::uint64_t strokes = packing::fingerprint(take.strokes);
  return hex(packing::fingerprint(fmt::format("{} {}", take.kept.began_s, player), strokes));
}

Result<Take> unpack_take(const TakeRows& rows) {
  const auto damaged = [](std::string what) { return Error{ErrorCode::malformed, {}, std::move(what), {}}; };
  Take take;
  Result<Source> source = read_source_text(rows.source);
  if (!source) return damaged(source.error().what);
  take.source = *source;
  Result<Chart> chart = read_chart_text(rows.chart);
  if (!chart) return damaged("its chart cannot be read");
  take.chart = std::move(*chart);
  std::optional<std::vector<Hit>> hits = unpack_hits(rows.strokes);
  if (!hits) return damaged("its strokes are damaged");
  take.hits = std::move(*hits);
  if (!plausible(take.source, take.hits)) return damaged("its strokes are damaged");
  if (Result<Done> read = read_judgement_text(rows.verdict, take); !read) return damaged(read.error().what);
  std::optional<Matched> matched = unpack_matched(rows.matched, take.hits, take.source.rate);
  if (!matched) return damaged("what its strokes were matched with is damaged");
  for (const Match& match : matched->matches) {
    if (match.note >= static_cast<std::int32_t>(take.chart.notes.size()))
      return damaged("it speaks of notes that its chart does not have");
  }
  take.alignment.matches = std::move(matched->matches);
  take.alignment.pulse = std::move(matched->pulse);
  take.verdict.local_error_ms = std::move(matched->local_error_ms);
  return take;
}

}  // namespace firstchair::store
