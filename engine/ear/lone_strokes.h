// The LoneStrokes are those of a recording in which drums are struck one after the other, each with time to
// sound: how loud each was, and its spectrum. A kit's sound is learnt from them (kit_sound_learn.h).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/ear/drum_shares.h"
#include "engine/ear/ear.h"

namespace firstchair::ear {

inline constexpr double kBounce = 0.1;  // seconds after a stroke in which what comes is its own bounce

struct LoneStroke {
  Frames frame = 0;    // of the input
  float level_db = 0;  // peak re full scale
  AttackSpectrum spectrum{};
  OfVoices said{};  // the net's probability of every drum
};

class LoneStrokes {
 public:
  // [setup] As FileEar::make() does, with the same errors.
  static Result<LoneStrokes> make(const EarConfig& config);
  // Returns those of a whole sound. Errors: make()'s.
  static Result<std::vector<LoneStroke>> of(std::span<const float> mono, const EarConfig& config);
  LoneStrokes(LoneStrokes&&) noexcept;
  LoneStrokes& operator=(LoneStrokes&&) noexcept;
  ~LoneStrokes();

  // Takes mono samples, full scale 1. The strokes are the same whatever the size of the blocks.
  void push(std::span<const float> mono);
  // The sound has ended.
  void finish();
  // Returns the strokes so far, in order; after finish(), all of them. Its own bounce (kBounce) is
  // not among them.
  std::span<const LoneStroke> strokes() const;

 private:
  struct State;
  explicit LoneStrokes(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::ear
