// Novelty curve -> candidate strokes: its local maxima, with how far they stand clear of the recent past.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "engine/ear/novelty.h"

namespace firstchair {

struct Peak {
  Frames frame = 0;
  News news;         // of the frame, but `lasting` as of kLookAhead frames later
  float usual = 0;   // median of the curve over the 90 ms before, dB
  float recent = 0;  // highest of the curve in the 30 ms before that valley which separates this peak, dB
};

class Picker {
 public:
  static constexpr int kLookAhead = Novelty::kLookAhead;  // frames

  // [audio] Call once a frame; the peak told is kLookAhead frames old.
  std::optional<Peak> push(const News& news);
  void reset() { *this = Picker(); }

 private:
  static constexpr std::size_t kDepth = 32;  // frames, about 90 ms
  std::array<News, kDepth> recent_{};        // a ring
  Frames frame_ = 0;
};

}  // namespace firstchair
