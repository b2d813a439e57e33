// The kits that training and its validation use, and how often each is played.
#pragma once

#include <vector>

#include "lab/kits.h"

namespace firstchair::training {

// A KitSet holds kits with the share in which each is drawn; shares need not sum to 1.
struct KitSet {
  std::vector<lab::Kit> kits;
  std::vector<double> shares;

  // Returns one of the kits for which `fits` holds, drawn by its share. One at least must fit.
  template <typename Fits>
  const lab::Kit& draw(const Fits& fits, lab::Dice& dice) const {
    double sum = 0;
    for (std::size_t k = 0; k < kits.size(); ++k) sum += fits(kits[k]) ? shares[k] : 0;
    double left = sum * dice.uniform();
    std::size_t last = 0;
    for (std::size_t k = 0; k < kits.size(); ++k) {
      if (!fits(kits[k])) continue;
      last = k;
      left -= shares[k];
      if (left < 0) break;
    }
    return kits[last];
  }
};

// Returns all kits that may be trained on (docs/guide/hearing.md states the split), by make: kits that
// drummers play and record lead, kits of one stroke a drum count less, drum machines, marching and
// orchestral drums are under a tenth together. The last is a drum machine's, made by arithmetic.
KitSet training_kits();
// Returns the kits that nothing may be trained on, all alike.
KitSet validation_kits();

}  // namespace firstchair::training
