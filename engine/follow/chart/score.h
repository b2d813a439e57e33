// A Score is the chart as a follower reads it: the notes of one tick are one chord, with what it costs to
// leave them out.
//
// All costs here and in beam.h are negative log likelihoods in nats; times are densities per second.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/follow/pulse/grid.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct Chord {
  Ticks tick = 0;
  double position = 0;  // played quarters, see grid.h
  int first_note = 0, notes = 0;
  int bar = 0;              // index into Score::bars
  int grace_note = -1;      // the note with a flam or drag
  int graces = 0;           // how many grace strokes that allows
  double skipped_cost = 0;  // cost of leaving out every chord before this one
  double missed_cost = 0;   // cost of leaving out this one
};

struct ScoreBar {
  Ticks tick = 0;
  double position = 0;
  int first_chord = 0;  // the first chord at or after the bar line
};

// HitCosts holds what it costs to hear one hit where a kind of note is written, by Score::kinds.
struct HitCosts {
  std::array<double, 4 * kVoiceCount> heard{};
  std::array<double, 4 * kVoiceCount> answered{};  // less what the note would cost, left out of a chord
};

struct Score {
  Score(const Chart& chart, VoiceDetail detail, bool polyphonic, const ScoreTuning& tuning = {});

  std::vector<Note> notes;
  std::vector<Chord> chords;
  std::vector<ScoreBar> bars;  // and the end of the chart as one more
  Grid grid;
  VoiceDetail detail;
  bool polyphonic;
  ScoreTuning tuning;
  // Per note: its voice, whether it is a hat or ride with a drum or crash at its tick, whether it is soft.
  std::vector<std::uint8_t> kinds;
  std::array<bool, kVoiceCount> written{};  // the voices that the chart has

  // Hits that name less than the voice come from sound: soft strokes get lost there and voices are guessed,
  // so the evidence of many strokes together is worth less than it looks, and a departure from the form must
  // earn more of it.
  bool from_sound() const { return detail != VoiceDetail::voice || !polyphonic; }
  double doubt() const { return from_sound() ? tuning.doubt : 1.0; }

  int bar_count() const { return static_cast<int>(bars.size()) - 1; }
  // Returns the cost of leaving this note out. A source that gives one hit an attack can miss only a whole
  // chord.
  double missed_cost(const Note& note) const;
  // Returns the cost of leaving out every chord in [from, to).
  double missed_cost(int from, int to) const {
    if (from >= to) return 0;
    const Chord& last = chords[static_cast<std::size_t>(to) - 1];
    return last.skipped_cost + last.missed_cost - chords[static_cast<std::size_t>(from)].skipped_cost;
  }
  // Returns what it costs less to leave out a chord of which notes[note] was answered.
  double refund(int note) const {
    return polyphonic ? missed_cost(notes[static_cast<std::size_t>(note)]) : 0;
  }
  // Returns the cost of hearing `hit` where notes[note] is written. A source of one hit an attack hears the
  // drum, not the hat or ride struck with it.
  double voice_cost(const Hit& hit, int note) const;
  // Fills the costs of the voices that are written. A hit is laid beside many notes of few kinds.
  void hit_costs(const Hit& hit, HitCosts& costs) const;
  // Returns the cost of hearing the hit of `costs` where notes[note] is written.
  double voice_cost(const HitCosts& costs, int note) const {
    return costs.heard[kinds[static_cast<std::size_t>(note)]];
  }
  // Returns that cost less refund(note).
  double answer_cost(const HitCosts& costs, int note) const {
    return costs.answered[kinds[static_cast<std::size_t>(note)]];
  }

 private:
  bool soft(const Note& note) const;
  double missed_cost(bool soft) const;
  double missed_cost(const Chord& chord) const;
  double voice_cost(const Hit& hit, Voice voice, bool under) const;
};

// Returns the cost of a stroke `error` s from where a time with that variance (s^2) was expected. The law is
// Student's t with 5 degrees of freedom, so that one wild stroke does not break the path.
double time_cost(double error, double variance);

}  // namespace firstchair::follow
