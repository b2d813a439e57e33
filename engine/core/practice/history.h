// A History is what is known of a player from before this take. store/ keeps it, teacher/ reads it; report/
// shows it. Every number of a take is as it was judged then, by the engine version kept beside it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/hit_count.h"
#include "engine/core/practice/mode.h"
#include "engine/core/source.h"
#include "engine/core/voice.h"

namespace firstchair {

struct Player {
  std::int64_t id = 0;  // the book's number; 0: not kept
  std::string name;

  bool operator==(const Player&) const = default;
};

// A KeptLine is one line of one take. Intervals are 95 %. Where n or spread_ms is 0 there were too few
// strokes for a number.
struct KeptLine {
  Line line = Line::pad;
  int n = 0;                                              // strokes judged for time
  double mean_ms = 0, mean_low = 0, mean_high = 0;        // signed, negative = early
  double spread_ms = 0, spread_low = 0, spread_high = 0;  // SD about the line's own local mean
  double rho = 0;                                         // lag-1 correlation of those residuals
  double kurtosis = 3;                                    // of the residuals; 3: normal
  double z = 0, z_low = 0, z_high = 0;                    // spread over the norm; 0: no norm
  double level_db = 0, level_sd_db = 0;                   // of its strokes, re full scale
  double bias_sd_ms = 0;                                  // how well the line's constant offset is known

  bool operator==(const KeptLine&) const = default;
};

struct KeptTake {
  std::int64_t id = 0;
  std::int64_t player = 0;
  std::int64_t began_s = 0;  // Unix seconds, UTC
  double minutes = 0;        // played
  std::string item;          // what was practised: the chart's content hash
  std::string title;
  double bpm = 0;  // quarter notes a minute: of the click, else the player's mean
  int bars = 0;
  bool click = false;  // played to a click
  Mode mode = Mode::hear;
  std::string other_mode;  // the text of Mode::other; else empty
  bool discarded = false;  // by the player; kept, and left out of every sum
  // It is false for a take that was broken off (practice/broken_off.h), unless the player says otherwise. It
  // is listed, and left out of every sum.
  bool counted = true;
  SourceKind kit = SourceKind::audio;
  double pain = -1;    // 0..10 as the player said; -1: not asked
  double follow = -1;  // 0..100, the dial of the band that played along; -1: no band did

  std::vector<KeptLine> lines;  // in order of Line
  HitCount hits = {};
  double z = 0, z_low = 0, z_high = 0;  // z of the line with most strokes that has one; 0: none has
  bool clean = false;                   // true: no metric of the verdict is out of its band

  bool operator==(const KeptTake&) const = default;
};

// Says whether a take is part of progress, plan, level and goals. The guard's minutes and its pain are of all
// that was played.
inline bool counts(const KeptTake& take) {
  return take.counted && !take.discarded;
}

// What is written for a take's mode, and read again. Law: mode_text gives the text that set_mode was given.
inline std::string_view mode_text(const KeptTake& take) {
  return take.mode == Mode::other ? std::string_view(take.other_mode) : id_of(take.mode);
}
inline void set_mode(KeptTake& take, std::string text) {
  take.mode = mode_of(text);
  take.other_mode = take.mode == Mode::other ? std::move(text) : std::string();
}

// A LimitKept is a finished measurement of the breaking tempo. Tempi are log2 of quarter notes a minute.
struct LimitKept {
  std::string item;
  std::int64_t began_s = 0;
  double t50 = 0;        // tempo at which half of the takes hold
  double sd_oct = 0;     // posterior SD of t50
  double sigma_oct = 0;  // slope of the psychometric function
  int takes = 0;
  // These say how many of the takes broke, and which was the fastest that held. Older books did not keep it:
  // 1 and 0.
  int broke = 1;
  double held_bpm = 0;  // 0: none held, or not kept
  // The takes it rests on, as the book names them ("KEY KEY ..."); empty: not kept. Once one of them is
  // discarded the limit is in no history, until it is put back.
  std::string takes_of = {};

  bool operator==(const LimitKept&) const = default;
};

// A Goal is what the player works towards.
struct Goal {
  std::string item;
  double bpm = 0;
  double weight = 1;
  char letter = 0;         // A..E of the verdict scale; 0: none asked for
  std::string title = {};  // of a chart that was not played yet; empty: its takes know it

  bool operator==(const Goal&) const = default;
};

// A Retest says where the retests of a consolidated item stand (FSRS-6).
struct Retest {
  std::string item;
  double stability = 0;   // days
  double difficulty = 0;  // 1..10
  std::int64_t last_s = 0, due_s = 0;

  bool operator==(const Retest&) const = default;
};

// A Review is one retest as it came out, with what was predicted before it.
struct Review {
  std::string item;
  std::int64_t at_s = 0;
  int grade = 0;         // 1 again .. 4 easy
  double predicted = 0;  // probability of recall then
  double quotient = 0;   // cold t50 over the best

  bool operator==(const Review&) const = default;
};

// A PainTold is what the player said of pain, beside a take or without one. It holds for the day.
struct PainTold {
  std::int64_t at_s = 0;
  double pain = -1;   // 0..10; -1: only numbness was told
  bool numb = false;  // numbness or tingling

  bool operator==(const PainTold&) const = default;
};

// A History belongs to one player. Every list is in order of time.
struct History {
  Player player;
  std::vector<KeptTake> takes;
  std::vector<LimitKept> limits;
  std::vector<Goal> goals;
  std::vector<Retest> retests;
  std::vector<Review> reviews;
  std::vector<PainTold> pains = {};

  bool operator==(const History&) const = default;
};

}  // namespace firstchair
