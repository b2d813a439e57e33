// FreePlay is a session without a chart that says the beat while it goes on.
//
//   auto free = FreePlay::make(config);
//   while (playing) { free->push(mono); ... free->beat() ... }
//   Take take = free->finish();
//
// What is said meanwhile comes from strokes alone, as they are heard (engine/follow/free/beats.h); finish()
// writes the whole take down and judges it against the player's own pulse, as a recording without a chart is.
#pragma once

#include <span>

#include "engine/follow/free/beats.h"
#include "engine/session.h"

namespace firstchair {

class FreePlay {
 public:
  // [setup] `config` has no chart; its bpm is also told to the beat tracker. Errors: those of Session::make;
  // usage when there is a chart.
  static Result<FreePlay> make(const SessionConfig& config);

  // Takes sound or strokes, in order. Both may allocate: they are for a thread behind the queue.
  void push(std::span<const float> mono);
  void push(std::span<const Hit> hits);
  // Says that time has come to `frame`. Only strokes need it, because sound brings its own time.
  void advance(Frames frame) { now_ = frame > now_ ? frame : now_; }
  bool expect_click(const ear::ClickCanceller::Click& click) { return session_.expect_click(click); }

  // These return what the last push told. The spans are valid until the next.
  std::span<const ear::Onset> onsets() const { return session_.onsets(); }
  std::span<const Hit> heard() const { return session_.heard(); }
  // Returns the beat now, as the strokes heard so far have it. It is not known after kSilence without a
  // stroke.
  follow::Beat beat() const;
  static constexpr double kSilence = 4;  // s

  // Returns the take, as Session::finish() does. It may be called once.
  Take finish() { return session_.finish(); }

 private:
  FreePlay(Session session, follow::BeatTracker beats);
  void follow();

  Session session_;
  follow::BeatTracker beats_;
  Frames now_ = 0, last_stroke_ = 0;
};

}  // namespace firstchair
