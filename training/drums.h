// A DrumSet is put together for one piece: for every voice it takes some kit's drum, bent a little, so that
// the net hears far more drums than were recorded.
#pragma once

#include <array>

#include "lab/kits.h"
#include "lab/performances.h"

namespace firstchair::training {

// Returns all kits that may be trained on, whole or in part (docs/guide/hearing.md states the split). The
// last is a drum machine's, made by arithmetic.
std::vector<lab::Kit> training_kits();

class DrumSet {
 public:
  // Takes mostly one kit; each voice comes with some chance from another, and always from one that has that
  // very voice. There is one drum a voice where a kit has several. With `machine` the last kit's drums are
  // taken wherever it has one.
  DrumSet(const std::vector<lab::Kit>& kits, bool machine, lab::Dice& dice);

  // Adds the stroke to the sound, its attack at frame `at`; a closing hat ends the sound at `stop`.
  void strike(std::vector<float>& sound, const lab::Stroke& stroke, std::int64_t at, std::int64_t stop,
              lab::Dice& dice) const;

 private:
  struct Dynamic {
    double up_to = 1;  // highest velocity / 127 it answers
    std::vector<const lab::Sample*> takes;
  };
  struct Drum {
    std::vector<Dynamic> layers;  // one drum's; soft to loud
    double speed = 1;             // playback speed: pitch and length
    double gain = 1;              // gain of a stroke of velocity 127
    double damping = 0;           // 1/s on top of the drum's own decay
    double tilt = 0;              // -1..1: weight of a one-pole high-pass (brighter) or low-pass (duller)
  };
  static std::vector<Dynamic> one_drum_of(const std::vector<lab::Layer>& layers, lab::Dice& dice);

  std::array<Drum, kVoiceCount> drums_;
  double law_ = 1.2;  // amplitude over velocity
};

}  // namespace firstchair::training
