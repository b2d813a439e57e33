// Audible follows, from a single stroke to the finished recording, how much of what is heard at a stroke is
// the stroke's own: its share of the energy in a band, over the 40 ms from its attack, in the band where that
// share is largest. A stroke of a small share cannot be heard, and a label that asks for it teaches guessing.
//
// Adding sounds leaves a stroke's own energy; an equaliser, a compressor and the like change it as they
// change the mix, band by band, at that place; a room adds to it what of its echoes falls into the 40 ms.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/dsp/bands.h"
#include "engine/dsp/fft.h"

namespace firstchair::training {

class Audible {
 public:
  static constexpr std::size_t kBands = 16;
  static constexpr int kFrames = 2048;  // of the transform; the window is 40 ms long, the rest is zero

  Audible();

  // `own` is the stroke alone, from kBefore frames before its attack on; `at` is its attack in the mix,
  // `part` the stem in which it lies.
  void add(std::span<const float> own, std::int64_t at, int part);
  static constexpr std::int64_t kBefore = 44;

  // The sound of one part was changed, and its strokes with it.
  void changed(const std::vector<float>& before, const std::vector<float>& after, int part);
  // The whole mix was changed, and all strokes with it.
  void changed(const std::vector<float>& before, const std::vector<float>& after) {
    changed(before, after, -1);
  }

  // The whole mix was made louder or softer.
  void scaled(double gain);
  // The mix was put in a room: `dry` of itself stayed, `wet` of its convolution with the response was added,
  // moved ahead by `direct` frames.
  void in_room(const std::vector<float>& response, std::int64_t direct, double dry, double wet);

  // Returns every stroke's share of the mix, 0..1, in the order in which they were added.
  std::vector<float> shares(const std::vector<float>& mix);

 private:
  using Powers = std::array<float, kBands>;
  struct Own {
    std::vector<float> sound;  // alone, dry or with its echoes
    Powers gains{};            // what has changed its powers since
    std::int64_t at = 0;
    int part = 0;
  };
  Powers powers_of(std::span<const float> frames);
  Powers powers_at(const std::vector<float>& mix, std::int64_t at);

  dsp::RealFft fft_;
  dsp::MelBands bands_;
  std::vector<float> window_, frame_, power_;
  std::vector<Own> strokes_;
};

}  // namespace firstchair::training
