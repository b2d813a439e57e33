// The BeatTracker finds the beat of free playing, live: it needs no chart and answers at every stroke.
//
// It keeps a beam of hypotheses: a place in a bar of four beats and a pulse (kalman.h). Every stroke stands
// on one of twelve places of a beat or off the grid; what is struck there, and what is not struck on the
// places passed over, is weighed by how grooves are played (groove_model.h), as in a bar pointer model
// (Whiteley, Cemgil & Godsill, ISMIR 2006), at the strokes only. Other meters are followed by slips of whole
// beats. A net (beat_election.h) then decides which beat is told: one of those so followed, or half, double
// or a third of one.
#pragma once

#include <memory>

#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct BeatConfig {
  double rate = 48000;  // frames a second of the hits
  double bpm = 0;       // quarter notes a minute, believed within about 15 %; 0: unknown, 50 to 220
  BeatTuning tuning = {};
  ElectionTuning election = {};
};

// A Beat is the beat at one moment.
struct Beat {
  bool known = false;      // false: not two strokes yet
  double phase = 0;        // 0 to 1: part of the beat gone by
  double phase_sd_ms = 0;  // given that beat and tempo are right
  int in_bar = 0;          // 0 to 3: which beat of a bar of four
  double bpm = 0, bpm_sd = 0;
  double next = 0;            // frame of the next beat after the moment; not a whole number
  float probability = 0;      // that beat and tempo are right
  float bar_probability = 0;  // that in_bar is right, given that they are
};

class BeatTracker {
 public:
  // [setup] Errors: unsupported when the rate is not above 0, and those of read_fitted().
  static Result<BeatTracker> make(const BeatConfig& config);
  BeatTracker(BeatTracker&&) noexcept;
  BeatTracker& operator=(BeatTracker&&) noexcept;
  ~BeatTracker();

  // [audio] Takes the next stroke; its frame is not before the last one's (if it is, it counts as at the last
  // one's).
  void push(const Hit& hit) FIRSTCHAIR_AUDIO;
  // [audio] Returns the beat as the strokes pushed so far have it, at any frame from the last stroke on.
  Beat at(Frames frame) const FIRSTCHAIR_AUDIO;
  // Returns the frames from a stroke to what it says of the beat.
  static constexpr Frames latency() { return 0; }
  // [audio] Restores the state after make().
  void reset() FIRSTCHAIR_AUDIO;

 private:
  struct State;
  explicit BeatTracker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::follow
