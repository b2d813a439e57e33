// The live follower says, while the music goes on, which note every stroke answers and where in the chart the
// player is.
//
// It keeps a beam of hypotheses (beam.h): place, phase and tempo of each, jumps at bar lines, restarts after
// gaps. The answer is given when the stroke arrives, without waiting for what comes next; what comes next may
// show it to be wrong, and then a revision says so. The line of thought is that of score following by beam
// over place and tempo (Raphael, IJCAI 1999; Cont, PAMI 2010); the model of the strokes is the one of the
// whole-take alignment.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct FollowerConfig {
  double rate = 48000;  // frames a second of the hits
  VoiceDetail detail = VoiceDetail::voice;
  bool polyphonic = true;
  double bpm = 0;  // quarter notes a minute; 0: take the chart's tempo as a hint, or find it
  // With a click the player hears one at that tempo: only a few percent away from it are thinkable.
  bool click = false;
  // With a click this is the frame at which it puts the chart's first bar line. Who begins, or begins again,
  // is then taken to be where the click is, or whole bars away from it, before anything else.
  std::optional<double> first_bar = {};
  ChartTuning tuning = {};
};

// Reached says how a stroke was reached from the one before.
enum class Reached : unsigned char {
  in_order,
  start,    // the first note answered
  jump,     // over a bar line, keeping time: bars skipped, repeated or looped
  restart,  // after a stop, or because the place had been lost
};

struct Followed {
  std::int64_t stroke = 0;            // counts the pushes from 0
  MatchKind kind = MatchKind::extra;  // matched, wrong_voice, grace or extra
  std::int32_t note = -1;             // index into the chart's notes; extra: -1
  Reached reached = Reached::in_order;
  float probability = 0;  // 0..1 that this is the right answer, docs/guide/following.md has the calibration
};

// Whereabouts say where the music is at one moment. They are sane only while `known`.
struct Whereabouts {
  bool known = false;      // false: no note was answered yet
  Ticks tick = 0;          // of the chart; runs past its end until the player begins again
  double tick_sd = 0;      // in ticks, given that the place is right
  double bpm = 0;          // quarter notes a minute, as played here (a tempo the chart writes is in it)
  double bpm_sd = 0;       // given that the place is right
  double probability = 0;  // that this is the place (and not another bar like it)
  double silent = 0;       // quarters since the last stroke that answered a note
};

class Follower {
 public:
  // A revision can reach back this many strokes.
  static constexpr int kMemory = 32;

  // [setup] Errors: malformed when the chart breaks its laws, unsupported when it has no note or the rate is
  // not above 0.
  static Result<Follower> make(const Chart& chart, const FollowerConfig& config);
  Follower(Follower&&) noexcept;
  Follower& operator=(Follower&&) noexcept;
  ~Follower();

  // [audio] Takes the next stroke; its frame is not before the last one's (if it is, it counts as at the last
  // one's). The work is O(hypotheses): tens of microseconds, a few milliseconds for the first strokes after a
  // start or a stop.
  void push(const Hit& hit) FIRSTCHAIR_AUDIO;

  // [audio] Returns the answer to the last push; before the first one it is an extra stroke numbered -1.
  const Followed& answer() const FIRSTCHAIR_AUDIO;
  // [audio] Returns what the last push changed in earlier answers, oldest first. The last stroke itself is
  // never among them.
  std::span<const Followed> revisions() const FIRSTCHAIR_AUDIO;
  // [audio] Extrapolates from the last stroke to any frame, before it or after.
  Whereabouts at(Frames frame) const FIRSTCHAIR_AUDIO;

  // Returns the frames from a stroke to its answer.
  static constexpr Frames latency() { return 0; }

  // [audio] Restores the state after make().
  void reset() FIRSTCHAIR_AUDIO;

 private:
  struct State;
  explicit Follower(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::follow
