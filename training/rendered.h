// One example after another: a piece is drawn, played and heard somewhere, and every stroke of it is known.
#pragma once

#include <string>
#include <vector>

#include "lab/render.h"
#include "training/effects.h"
#include "training/kit_list.h"
#include "training/mixes.h"

namespace firstchair::training {

struct Example {
  std::vector<float> sound;
  std::vector<lab::Stroke> strokes;
  std::vector<float> shares;  // of every stroke (audible.h)
  std::string kit, kind;      // "alone" is the kind of single strokes
};

struct ExampleConfig {
  std::string condition;  // clean, room or record: the validation side's; empty: the training side, all mixed
  double seconds = 25;
  bool nothing = false;  // nothing is struck
};

class Examples {
 public:
  // Reads the kits, rooms and performances of its side; takes seconds.
  explicit Examples(ExampleConfig config);
  Example operator()(int number, lab::Dice& dice) const;

 private:
  Example for_training(lab::Dice& dice) const;
  Example for_validation(int number, lab::Dice& dice) const;

  ExampleConfig config_;
  bool held_;
  KitSet kits_;
  Surroundings around_;
  std::vector<lab::Piece> played_;
};

// Lays the strokes that `least` of a band's energy is of (0: all) into attacks, as the benches have them.
lab::Rendering rendering_of(Example example, double least = 0);

}  // namespace firstchair::training
