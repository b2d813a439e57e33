// A BeatElection decides which of the possible beats is told. The candidates are what the tracker's
// hypotheses hold, and the relatives of the likeliest one (half and double, thirds, off the beat), each as
// the net of beat_reader.h reads the strokes of late. Rules of one likelihood over whole performances
// overcount evidence that hangs together; the net was taught on right and wrong beats.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "engine/follow/free/beat_reader.h"
#include "engine/follow/pulse/kalman.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

class BeatElection {
 public:
  // No beat is told whose period lies outside [shortest, longest] (s). `weights` must outlive the election.
  BeatElection(double shortest, double longest, const ReaderWeights& weights,
               const ElectionTuning& tuning = {})
      : shortest_(shortest), longest_(longest), weights_(&weights), tuning_(tuning) {}

  // [audio] Call these once a stroke, in this order: begin; consider for each hypothesis, the likeliest
  // first; decide.
  void begin(double now_s);
  // `cost` is in nats above the likeliest hypothesis'. The pulse stands at a beat at or before now.
  void consider(const PulseState& pulse, double cost);
  // The beat that was told goes on until another is clearly likelier. Something must have been considered.
  void decide(std::span<const RecentStroke> strokes);

  const PulseState& told() const { return told_; }  // period 0: nothing yet
  double probability() const { return probability_; }
  // [audio] Says whether this is the same beat, whatever the bar.
  bool agrees(const PulseState& pulse) const;
  void reset() { told_ = {}, probability_ = 0, count_ = 0; }

 private:
  struct Candidate {
    PulseState pulse;
    double weight = 0;  // logarithm; then the share of the likeliest one's
  };
  bool same(const PulseState& a, const PulseState& b, double beats) const;
  void add(const PulseState& pulse, double weight);

  static constexpr std::size_t kHeld = 12, kMost = 40;  // of hypotheses; of hypotheses and relatives
  double shortest_, longest_, now_s_ = 0;
  const ReaderWeights* weights_;
  ElectionTuning tuning_;
  std::array<Candidate, kMost> candidates_{};
  std::size_t count_ = 0;
  PulseState first_;  // the likeliest hypothesis
  PulseState told_;
  double probability_ = 0;
};

}  // namespace firstchair::follow
