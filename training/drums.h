// A DrumSet is put together for one piece: for every voice it takes some kit's drum, bent a little, so that
// the net hears far more drums than were recorded.
#pragma once

#include <array>
#include <span>

#include "lab/performances.h"
#include "training/kit_list.h"

namespace firstchair::training {

class DrumSet {
 public:
  // Takes mostly one kit; each voice comes with some chance from another, and always from one that has that
  // very voice. There is one drum a voice where a kit has several; some are two kits' drums struck as one, so
  // that the net hears drums that nobody recorded. With `machine` the last kit's drums are
  // taken wherever it has one.
  static DrumSet drawn(const KitSet& set, bool machine, lab::Dice& dice);
  // Takes the kit as it is: all drums of a voice, at equal levels. A voice that it lacks has no drum.
  static DrumSet plain(const lab::Kit& kit, lab::Dice& dice);

  // Makes a voice's strokes louder by so much.
  void raise(Voice voice, double db);
  // Leaves one drum a voice of the kit that it is.
  void one_of_each(const lab::Kit& kit, lab::Dice& dice);
  // Strokes from that second on are of other recordings than those before, wherever there are two.
  void other_takes_from(double seconds) { other_from_ = seconds; }
  bool has(Voice voice) const { return !drums_[static_cast<std::size_t>(voice)].layers.empty(); }

  // Adds the stroke to the sound, its attack at frame `at`; a closing hat ends the sound at `stop`. What it
  // adds from kOwnBefore frames before `at` on is also written to `own`, whose rest is set to zero.
  void strike(std::vector<float>& sound, const lab::Stroke& stroke, std::int64_t at, std::int64_t stop,
              std::span<float> own, lab::Dice& dice) const;
  static constexpr std::int64_t kOwnBefore = 44;

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
    std::vector<Dynamic> under;   // another kit's drum that sounds with it; none: empty
    double under_speed = 1, under_gain = 0;
  };
  static std::vector<Dynamic> one_drum_of(const std::vector<lab::Layer>& layers, lab::Dice& dice);

  std::array<Drum, kVoiceCount> drums_;
  double law_ = 1.2;       // amplitude over velocity
  double other_from_ = 0;  // seconds; 0: all recordings serve all strokes
};

}  // namespace firstchair::training
