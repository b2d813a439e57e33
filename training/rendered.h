// One example after another: a piece is drawn, played and heard somewhere, and every stroke of it is known.
#pragma once

#include <functional>
#include <span>
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

// What somebody plays before a take, so that the kit is known: every drum alone, one after the other.
struct StruckOnce {
  Example take;
  std::vector<float> sound;          // of the strokes alone
  std::vector<Voice> drums;          // in the order in which they are struck
  std::vector<lab::Stroke> strokes;  // seconds are the sound's
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
  // Returns a validation piece, and the same kit, heard alike, with every drum struck at each of these
  // velocities before. There is one drum a voice. Of a drum that was recorded more than once at a velocity,
  // the take has other recordings than the strokes alone.
  StruckOnce struck_once(int number, std::span<const double> velocities, lab::Dice& dice) const;

 private:
  Example for_training(lab::Dice& dice) const;
  Example for_validation(int number, lab::Dice& dice) const;
  // Plays the piece of that number, and behind it those strokes that `more` makes of the drums.
  Example on_held_kit(int number, const std::function<void(const lab::Kit&, lab::Piece&, DrumSet&)>& more,
                      lab::Dice& dice) const;

  ExampleConfig config_;
  bool held_;
  KitSet kits_;
  Surroundings around_;
  std::vector<lab::Piece> played_;
};

// Lays the strokes that `least` of a band's energy is of (0: all) into attacks, as the benches have them.
lab::Rendering rendering_of(Example example, double least = 0);

}  // namespace firstchair::training
