// Free playing: a session without a chart that says the beat while it goes on.
//
//   auto free = FreePlay::make(config);
//   while (playing) { free->push(mono); ... free->beat() ... }
//   Take take = free->finish();
//
// What is said meanwhile comes from strokes alone, as they are heard (engine/follow/beats.h); finish() writes
// the whole take down and judges it against the player's own pulse, as a recording without a chart is.
#pragma once

#include <span>

#include "engine/follow/free/beats.h"
#include "engine/session.h"

namespace firstchair {

class FreePlay {
 public:
  // [setup] config: without a chart; its bpm also tells the beat tracker. Errors: those of Session::make;
  // usage when there is a chart.
  static Result<FreePlay> make(const SessionConfig& config);

  // Sound or strokes, in order; for a thread behind the queue.
  void push(std::span<const float> mono);
  void push(std::span<const Hit> hits);
  // Strokes only: time has come to `frame` (sound brings its own).
  void advance(Frames frame) { now_ = frame > now_ ? frame : now_; }
  bool expect_click(const ear::ClickCanceller::Click& click) { return session_.expect_click(click); }

  // What the last push told. Valid until the next.
  std::span<const ear::Onset> onsets() const { return session_.onsets(); }
  std::span<const Hit> heard() const { return session_.heard(); }
  // Now, as the strokes heard so far have it; not known after kSilence without a stroke.
  follow::Beat beat() const;
  static constexpr double kSilence = 4;  // s

  // As Session::finish(). Call once.
  Take finish() { return session_.finish(); }

 private:
  FreePlay(Session session, follow::BeatTracker beats);
  void follow();

  Session session_;
  follow::BeatTracker beats_;
  Frames now_ = 0, last_stroke_ = 0;
};

}  // namespace firstchair
