// A Reaction says how soon our ear tells: its prompts (onsets) and its hits are laid against the attacks.
#pragma once

#include <vector>

#include "lab/attacks.h"
#include "lab/render.h"

namespace firstchair::bench {

struct Reaction {
  void add(const lab::Rendering& file, const lab::Heard& heard);
  void print() const;

  // These are for attacks told as a hit: the time from the attack to the block in which the first prompt
  // within 10 ms of it was told, and to the block in which its first hit was.
  std::vector<double> prompt_ms, hit_ms;
  double hits = 0;    // attacks told as a hit
  double onsets = 0;  // prompts
  double idle = 0;    // prompts without an attack within 25 ms
  double minutes = 0;
};

}  // namespace firstchair::bench
