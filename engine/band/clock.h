// The band's clock says when the band plays. It has two gains and no tracker of its own: what the drummer
// does is told to it by a follower (follow/chart/follower.h) or a beat tracker (follow/free/beats.h).
//
//     tempo     T = T0 + clip(f (TD - T0), +-most)         f: tempo share, 0..0.9
//     phase     B(n+1) = B(n) + T + a (e(n) - c) + u(n+1) - u(n)   a = 0.7 f: share of the gap closed a beat
//     gap       e = drummer - band (positive: the drummer is behind)
//
// T0 is the song's own tempo at this place, TD the drummer's; c is the drummer's lean, learnt while the band
// holds; u is the band's looseness (looseness.h). Two partners who both correct have no home: at f = 1 the
// pair's tempo is a random walk, hence at most .9. Between beats the share of a correction is 1 - (1 -
// a)^quarters, so that strokes on any subdivision may correct and a beat's sum is the same. A correction is
// spread over the quarter after it: nothing that was played moves, and the band never jumps.
//
// Models: Vorberg & Wing 1996 and Repp 2005 (two partners that correct phase and period), Wing, Endo,
// Bradbury & Vorberg 2014 (gains as influence). docs/measured/band.md has the figures.
#pragma once

#include <cmath>
#include <cstdint>

#include "engine/band/home_tempo.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::band {

// Heard is what follower and beat tracker both give at a stroke.
struct Heard {
  Frames frame = 0;
  double tick = 0;         // of the song, where the drummer is
  double tick_sd = 0;      // in ticks
  double bpm = 0;          // the drummer's, quarter notes a minute
  double probability = 0;  // 0..1 that this is the place
};

struct ClockConfig {
  double follow = 0;        // 0..1, the dial: f = 0.9 follow
  double looseness_ms = 5;  // SD of u; 0: none
  std::uint64_t seed = 1;
  double most = 0.10;        // of the home tempo: the band goes no further from it
  double most_ms = 15;       // a quarter's correction, at most
  double least_ms = 0.1;     // smaller corrections are left
  double sure = 0.6;         // a stroke whose place is less probable is not looked at
  double gate_ms = 15;       // beyond 3 standard deviations of the place
  double open_gate_ms = 60;  // times the refusals on end, from three on, the gate is; and what a quarter then
                             // corrects at most. After a break it is as after three
  int hold_quarters = 20;    // the lean is learnt while the band holds
  int rise_quarters = 8;     // then follow rises to its value
  // Who plays another tempo from the start strays from a band that holds. The hold ends, with no lean learnt
  // and at the full share, when for a quarter the gap was beyond this (ms) and the tempo heard was so much
  // further (a share of the band's) on the gap's side.
  double stray_ms = 60;
  double stray_tempo = 0.01;
  double lean_rate = 0.01;  // a quarter, after the hold
  double most_lean_ms = 30;
  bool home_free = false;  // the home tempo follows the drummer, with a time constant of 64 quarters
};

// Moved is what one stroke did to the clock.
struct Moved {
  bool used = false;    // false: refused by the gate
  double gap_ms = 0;    // e, against where the band plays
  double phase_ms = 0;  // the correction that was taken on
  double bpm = 0;       // the band's tempo after it
};

class BandClock {
 public:
  // [setup] `start` is the frame of the song's tick 0. Errors: usage, with the number that is out of range.
  static Result<BandClock> make(const HomeTempo& home, Frames start, const ClockConfig& config);

  // [audio] Takes a stroke that was heard and corrects by it. Frames may come in any order and with any
  // value: the time of the beats stays strictly increasing, and what lies before `frame` does not move.
  Moved push(const Heard& heard) FIRSTCHAIR_AUDIO;

  // [audio] Returns the frame at which the band plays a tick, looseness included.
  double frame_of(double tick) const FIRSTCHAIR_AUDIO;
  // [audio] Returns the tick at a frame: the inverse of frame_of().
  double tick_at(double frame) const FIRSTCHAIR_AUDIO;

  // [audio] The drummer plays alone, or a written hit is played: nothing corrects until it is let go. The
  // first stroke whose place is known after that passes an open gate.
  void hold(bool held) FIRSTCHAIR_AUDIO {
    after_break_ = !held && (held_ || after_break_);
    held_ = held;
  }
  // [audio] Jumps so that `tick` is played at `frame` (after a stop, or a wait).
  void restart(double tick, double frame) FIRSTCHAIR_AUDIO;
  // [audio] Goes on at `to` in the moment in which `from` would have been played: tempo and phase stay.
  void jump(double from, double to) FIRSTCHAIR_AUDIO;

  double tempo_share() const FIRSTCHAIR_AUDIO;  // f, now
  double phase_gain() const FIRSTCHAIR_AUDIO { return kPhaseOfTempo * tempo_share(); }
  double lean_ms() const FIRSTCHAIR_AUDIO { return lean_ms_; }
  double bpm(double tick) const FIRSTCHAIR_AUDIO { return home_.bpm(tick) * home_scale_ / ratio_; }
  bool at_limit() const FIRSTCHAIR_AUDIO { return at_limit_; }  // the drummer is further away than `most`
  double looseness_ms(std::int64_t quarter) const FIRSTCHAIR_AUDIO;

  static constexpr double kMostFollow = 0.9, kPhaseOfTempo = 0.7;

 private:
  BandClock(HomeTempo home, Frames start, const ClockConfig& config);
  double clock_frame(double tick) const FIRSTCHAIR_AUDIO;   // what is to be, the pending correction done
  double pending_at(double tick) const FIRSTCHAIR_AUDIO;    // of it, still to come at a tick
  double loose_frames(double tick) const FIRSTCHAIR_AUDIO;  // u, between quarters on a line
  void anchor(double tick) FIRSTCHAIR_AUDIO;
  bool strays(const Heard& heard, double gap_ms) FIRSTCHAIR_AUDIO;

  HomeTempo home_;
  ClockConfig config_;
  double anchor_tick_ = 0, anchor_frame_ = 0;
  double ratio_ = 1;       // frames a quarter over the home's
  double home_scale_ = 1;  // home_free: the home's tempo over the song's
  double pending_ = 0;     // frames, at the anchor; goes to 0 over a quarter
  double last_tick_ = 0;   // of the last correction
  double learnt_ = 0;      // quarters of hold that are over
  double lean_ms_ = 0;
  double strays_from_ = HUGE_VAL;  // the tick from which on the drummer strays
  int refused_ = 0;
  bool begun_ = false, held_ = false, after_break_ = false, at_limit_ = false;
};

}  // namespace firstchair::band
