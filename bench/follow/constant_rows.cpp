#include "bench/follow/constant_rows.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace firstchair::bench {
namespace {

constexpr const char* kHand = "by hand; not recorded on what";
constexpr const char* kTrain = "by hand, on the training split";

class Rows {
 public:
  // The rows that follow belong to one stage.
  void stage(std::string name, unsigned suites) { stage_ = std::move(name), suites_ = suites; }
  template <class Number>
  void add(const char* name, Number& at, const char* unit, const char* how = kHand) {
    rows.push_back({stage_ + "." + name, &at, unit, how, suites_});
  }

  std::vector<ConstantRow> rows;

 private:
  std::string stage_;
  unsigned suites_ = 0;
};

void score(Rows& rows, follow::ScoreTuning& tuning) {
  rows.stage("score", kWhole | kLive);
  auto& [doubt, missed, missed_soft, missed_sound, missed_sound_soft, least_sure, right_voice, any_voice,
         slip, wrong_drum, unsure_slip, heard_covered, heard_uncovered, soft_velocity] = tuning;
  rows.add("doubt", doubt, "factor");
  rows.add("missed", missed, "nats");
  rows.add("missed_soft", missed_soft, "nats");
  rows.add("missed_sound", missed_sound, "nats");
  rows.add("missed_sound_soft", missed_sound_soft, "nats");
  rows.add("least_sure", least_sure, "probability");
  rows.add("right_voice", right_voice, "probability");
  rows.add("any_voice", any_voice, "probability");
  rows.add("slip", slip, "probability");
  rows.add("wrong_drum", wrong_drum, "probability");
  rows.add("unsure_slip", unsure_slip, "probability");
  rows.add("heard_covered", heard_covered, "probability");
  rows.add("heard_uncovered", heard_uncovered, "probability");
  rows.add("soft_velocity", soft_velocity, "velocity");
}

void beam(Rows& rows, const char* name, unsigned suite, follow::BeamTuning& tuning) {
  const bool live = suite == kLive;
  const char* how = live ? kTrain : kHand;
  rows.stage(name, suite);
  auto& [margin, stroke, extra, before, restart, walk, range, width, lost, wide] = tuning;
  rows.add("margin", margin, "nats", how);
  rows.add("stroke", stroke, "s",
           live ? "training split; 14 ms found fewer departures, 24 ms fewer notes" : how);
  rows.add("extra", extra, "nats",
           live ? "training split; 3.6 was a little worse" : "0.16 strokes a second, one of six drums");
  rows.add("before", before, "nats", how);
  rows.add("restart", restart, "nats", live ? "training split; with 14 restarts were found later" : how);
  rows.add("walk", walk, "a root quarter", how);
  rows.add("range", range, "times", how);
  rows.add("width", width, "count", live ? "training split; 400 lost a point on loops" : how);
  rows.add("lost", lost, "count", how);
  rows.add("wide", wide, "count", how);
}

void jump(Rows& rows, follow::JumpTuning& tuning) {
  rows.stage("jump", kWhole | kLive);
  auto& [grace, reach, grace_reach, cost, loop, gap, unplaced, late, click_spread, off_click, farthest,
         strain, strain_strokes, relock, near_bars, start_bars, wide_strokes, most_candidates, most_origins] =
      tuning;
  rows.add("grace", grace, "nats", "even over 60 ms, most written ones are played");
  rows.add("reach", reach, "s");
  rows.add("grace_reach", grace_reach, "s");
  rows.add("jump", cost, "nats", "training split; 9 found more jumps and lost .13 points of every take");
  rows.add("loop", loop, "nats");
  rows.add("gap", gap, "s");
  rows.add("unplaced", unplaced, "nats");
  rows.add("late", late, "nats");
  rows.add("click_spread", click_spread, "s");
  rows.add("off_click", off_click, "nats");
  rows.add("farthest", farthest, "nats");
  rows.add("strain", strain, "nats a stroke", "followed strokes cost about -2, lost ones +1");
  rows.add("strain_strokes", strain_strokes, "strokes");
  rows.add("relock", relock, "count");
  rows.add("near_bars", near_bars, "count");
  rows.add("start_bars", start_bars, "count");
  rows.add("wide_strokes", wide_strokes, "count");
  rows.add("most_candidates", most_candidates, "count", "memory; no take of the bench reaches it");
  rows.add("most_origins", most_origins, "count", "memory; no take of the bench reaches it");
}

void after_the_path(Rows& rows, follow::ChartTuning& chart) {
  rows.stage("belief", kLive);
  {
    auto& [negligible, chord, still_to_come, same_place] = chart.belief;
    rows.add("negligible", negligible, "nats", kTrain);
    rows.add("chord", chord, "s", "training split; without it exact notes fell from 98.8 to 95.3 %");
    rows.add("still_to_come", still_to_come, "share", kTrain);
    rows.add("same_place", same_place, "quarters", kTrain);
  }
  rows.stage("reassign", kWhole);
  {
    auto& [near, stroke, extra, masked, grace_first, grace_last, most_strokes] = chart.reassign;
    rows.add("near", near, "s");
    rows.add("stroke", stroke, "s", "as whole.stroke");
    rows.add("extra", extra, "nats", "as whole.extra");
    rows.add("masked", masked, "nats");
    rows.add("grace_first", grace_first, "s");
    rows.add("grace_last", grace_last, "s");
    rows.add("most_strokes", most_strokes, "count");
  }
  rows.stage("claims", kWhole);
  {
    auto& [told, sure, enough] = chart.claims;
    rows.add("told", told, "share");
    rows.add("sure", sure, "probability");
    rows.add("enough", enough, "count");
  }
  rows.stage("pulse", kWhole | kFree);
  {
    auto& [period_walk, tempo_prior, first_spread, first_limit, limit, lean_prior, most_correlation, settled,
           default_bpm, rounds] = chart.pulse;
    rows.add("period_walk", period_walk, "a root beat", "by hand: the pulse averages over about nine beats");
    rows.add("tempo_prior", tempo_prior, "relative SD");
    rows.add("first_spread", first_spread, "s");
    rows.add("first_limit", first_limit, "s");
    rows.add("limit", limit, "spreads");
    rows.add("lean_prior", lean_prior, "s");
    rows.add("most_correlation", most_correlation, "share");
    rows.add("settled", settled, "s");
    rows.add("default_bpm", default_bpm, "quarters a minute");
    rows.add("rounds", rounds, "count");
  }
}

void free_playing(Rows& rows, follow::FreeTuning& free) {
  rows.stage("write", kFree);
  {
    auto& [attack_span, slowest, fastest, flam, flam_first, spread_low, spread_high, off_grid, pause,
           pause_beats, flam_soft, fewest_hits, sample, short_section] = free.write;
    rows.add("attack_span", attack_span, "s", "by hand: a flam is one attack");
    rows.add("slowest", slowest, "quarters a minute");
    rows.add("fastest", fastest, "quarters a minute");
    rows.add("flam", flam, "s");
    rows.add("flam_first", flam_first, "s");
    rows.add("spread_low", spread_low, "s");
    rows.add("spread_high", spread_high, "s");
    rows.add("off_grid", off_grid, "s");
    rows.add("pause", pause, "s");
    rows.add("pause_beats", pause_beats, "beats");
    rows.add("flam_soft", flam_soft, "share");
    rows.add("fewest_hits", fewest_hits, "count");
    rows.add("sample", sample, "count");
    rows.add("short_section", short_section, "count");
  }
  rows.stage("track", kFree);
  {
    auto& [spread, range, walk, stroke, off_grid, lost, lost_after_pause, pause, margin, shortest_beat, width,
           committee] = free.track;
    rows.add("spread", spread, "relative SD");
    rows.add("range", range, "times");
    rows.add("walk", walk, "a root beat");
    rows.add("stroke", stroke, "s");
    rows.add("off_grid", off_grid, "nats");
    rows.add("lost", lost, "nats");
    rows.add("lost_after_pause", lost_after_pause, "nats");
    rows.add("pause", pause, "s");
    rows.add("margin", margin, "nats");
    rows.add("shortest_beat", shortest_beat, "s");
    rows.add("width", width, "count");
    rows.add("committee", committee, "count");
  }
  rows.stage("quantise", kFree);
  {
    auto& [collision, swing_margin, rounds] = free.quantise;
    rows.add("collision", collision, "nats");
    rows.add("swing_margin", swing_margin, "nats");
    rows.add("rounds", rounds, "count");
  }
  rows.stage("levels", kFree);
  {
    auto& [explained, apart, ghost, fewest] = free.levels;
    rows.add("explained", explained, "share", "two even groups of noise reach .64");
    rows.add("apart", apart, "velocity");
    rows.add("ghost", ghost, "velocity");
    rows.add("fewest", fewest, "count");
  }
}

void beats(Rows& rows, follow::BeatTuning& beat, follow::ElectionTuning& election) {
  rows.stage("beat", kBeats);
  {
    auto& [slowest, fastest, tempo_step, told_range, told_spread, tempo_spread, walk, stroke, off_grid, again,
           trust, floor, slip, lost, pause, margin, leak, doubt, most_missed, early, relock, wide, width,
           wide_strokes, most_candidates, voters] = beat;
    rows.add("slowest", slowest, "beats a minute");
    rows.add("fastest", fastest, "beats a minute");
    rows.add("tempo_step", tempo_step, "times");
    rows.add("told_range", told_range, "times");
    rows.add("told_spread", told_spread, "relative SD");
    rows.add("tempo_spread", tempo_spread, "relative SD");
    rows.add("walk", walk, "a root beat", kTrain);
    rows.add("stroke", stroke, "s", kTrain);
    rows.add("off_grid", off_grid, "nats", kTrain);
    rows.add("again", again, "nats", kTrain);
    rows.add("trust", trust, "share", kTrain);
    rows.add("floor", floor, "probability", kTrain);
    rows.add("slip", slip, "nats", kTrain);
    rows.add("lost", lost, "nats", "a quarter of the training split; 22 had F .798, 35 has .804");
    rows.add("pause", pause, "s");
    rows.add("margin", margin, "nats", kTrain);
    rows.add("leak", leak, "share", kTrain);
    rows.add("doubt", doubt, "share", kTrain);
    rows.add("most_missed", most_missed, "nats", kTrain);
    rows.add("early", early, "count");
    rows.add("relock", relock, "count");
    rows.add("wide", wide, "count");
    rows.add("width", width, "count", "training split; 400 is no better");
    rows.add("wide_strokes", wide_strokes, "count");
    rows.add("most_candidates", most_candidates, "count", "memory");
    rows.add("voters", voters, "count");
  }
  rows.stage("election", kBeats);
  auto& [trust, unheld, hold, same_beats, same_ratio, held_beats] = election;
  rows.add("trust", trust, "share", kTrain);
  rows.add("unheld", unheld, "nats", kTrain);
  rows.add("hold", hold, "share", "a quarter of the training split; F .804 without, .811 with");
  rows.add("same_beats", same_beats, "beats");
  rows.add("same_ratio", same_ratio, "relative");
  rows.add("held_beats", held_beats, "beats");
}

}  // namespace

double ConstantRow::value() const {
  return std::visit([](auto* number) { return static_cast<double>(*number); }, at);
}

void ConstantRow::scale(double factor) const {
  const auto scaled = [&](double value) {
    if (unit == "times") return std::pow(value, factor);
    if (unit == "share" || unit == "probability") return std::min(1.0, value * factor);
    return value * factor;
  };
  std::visit(
      [&](auto* number) {
        if constexpr (std::is_same_v<decltype(number), int*>) {
          *number = std::max(1, static_cast<int>(scaled(*number)));
        } else {
          *number = static_cast<std::remove_pointer_t<decltype(number)>>(scaled(*number));
        }
      },
      at);
}

std::vector<ConstantRow> constants_of(Tunings& tunings) {
  Rows rows;
  auto& [score_part, whole, live, click_walk, click_range, jump_part, belief, again, claims, pulse] =
      tunings.chart;
  score(rows, score_part);
  beam(rows, "whole", kWhole, whole);
  beam(rows, "live", kLive, live);
  rows.stage("click", kLive);
  rows.add("walk", click_walk, "a root quarter", kTrain);
  rows.add("range", click_range, "times", kTrain);
  jump(rows, jump_part);
  after_the_path(rows, tunings.chart);
  free_playing(rows, tunings.free);
  beats(rows, tunings.beat, tunings.election);
  return std::move(rows.rows);
}

const std::vector<FixedRow>& fixed_constants() {
  static const std::vector<FixedRow> rows{
      {"chart/score.cpp, time_cost", "5", "degrees of freedom", "Student's t is written out for them"},
      {"chart/follower.h, kMemory", "32", "strokes", "the size of its lists"},
      {"free/track.h, kSlots", "48", "places in a beat", "what a slot number means"},
      {"free/track.cpp, kPlaces", "1.05 1.45 2.3 2.2 3.4 2.8 4.6 4.3", "nats",
       "a table; how it was found is not recorded"},
      {"free/track.cpp, kStep", "0.004", "s", "the size of a list"},
      {"free/track.cpp, kLongest", "4", "s", "the size of a list"},
      {"free/quantise.cpp, kSimple", ".2 .35 .3 .02 .1 .03", "share",
       "a table; how it was found is not recorded"},
      {"free/quantise.cpp, kCompound", ".2 .45 .25 .02 .06 .02", "share",
       "a table; how it was found is not recorded"},
      {"free/reading.cpp, kQuarters", "1/2 2/3 1 3/2 2", "tracked beats",
       "the weights of the reading were fitted with them"},
      {"free/reading_features.h, kMeters", "4/4 3/4 2/4 5/4 6/8 12/8 7/8 5/8", "meters",
       "the weights of the reading were fitted with them"},
      {"free/reading.cpp, kFine", "48", "places in a quarter",
       "the weights of the reading were fitted with it"},
      {"free/groove_model.h, kBeatPlaces", "12", "places in a beat",
       "the kinds of groove were fitted with it"},
      {"free/groove_model.h, kGrooveKinds", "8", "kinds", "so many were fitted"},
      {"free/groove_model.cpp, struck_of", "45", "velocity of a ghost",
       "the kinds of groove were fitted with it"},
      {"free/beat_election.cpp, kRelatives", "1 2 1/2 3/2 2/3 4/3 3/4 3", "periods",
       "the reader was taught against them"},
      {"free/beat_election.h, kHeld", "12", "hypotheses", "the size of a list"},
      {"free/beat_election.h, kMost", "40", "candidates", "the size of a list"},
      {"free/beat_reader.h, kReaderMemory", "4", "s", "the reader was fitted with it"},
      {"free/beat_reader.h, kReaderStrokes", "96", "strokes", "the size of a list"},
      {"free/beat_reader.h, kReaderTempi", "8", "inputs", "the reader was fitted with them"},
      {"free/beat_reader.h, kReaderHidden", "24", "units", "the reader was fitted with them"},
      {"free/beat_reader.cpp, kSlowestLog", "3.9", "ln(beats a minute)", "the reader was fitted with it"},
      {"free/beat_reader.cpp, kFastestLog", "5.4", "ln(beats a minute)", "the reader was fitted with it"},
      {"free/beat_reader.cpp, kLoudest", "127", "velocity", "the reader was fitted with it"},
  };
  return rows;
}

}  // namespace firstchair::bench
