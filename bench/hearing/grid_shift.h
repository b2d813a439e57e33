// GridShift asks what an ear's decisions owe to where its grid of frames happens to lie: the same sound, an
// eighth of a frame later, should give the same strokes.
#pragma once

#include <vector>

#include "lab/attacks.h"
#include "lab/sound.h"

namespace firstchair::bench {

struct GridShift {
  // Returns `sound` an eighth of a frame of the ear later, with silence before it.
  static std::vector<float> later(const std::vector<float>& sound);
  static double seconds();  // by how much later

  // A sound and its later twin were heard: their strokes are laid side by side. A stroke is told both times
  // where the other has one of the same drum within kNear.
  void add(const lab::Heard& heard, const lab::Heard& heard_later);

  static constexpr double kNear = 0.02;   // seconds
  double strokes = 0, alone = 0;          // of both; those of them that are told one time alone
  double attacks = 0, attacks_alone = 0;  // the same of attacks, whatever drums they are
  std::vector<double> moved_ms;           // how far times of attacks told both times lie apart
};

}  // namespace firstchair::bench
