// A KitGate turns an e-kit's notes into hits as they come: it knows the kit's profile and leaves out what the
// pads make by themselves. It serves a file and a live kit alike.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/core/hit.h"
#include "midi/kit/kit_profile.h"
#include "midi/note_hit.h"

namespace firstchair::midi {

class KitGate {
 public:
  // [setup] rate: frames a second of the notes to come, above 0.
  KitGate(const KitProfile& kit, double rate);

  // [audio] Takes a note-on; those of one number come in order of frame. velocity: 0..127. Returns none for
  // what is no stroke of the player's: a note-off (velocity 0), a number that the profile has no voice for, a
  // stroke below its pad's floor, a second trigger.
  std::optional<Hit> push(std::uint8_t number, std::uint8_t velocity, const NoteAt& at);
  // [audio] Forgets the strokes, not the kit.
  void reset();

  // What was left out since the beginning or the last reset.
  int below_floor() const { return below_floor_; }
  int retriggered() const { return retriggered_; }
  int outside() const { return outside_; }  // chokes and unknown numbers

 private:
  struct Last {
    Frames frame = 0;
    std::uint8_t velocity = 0;  // 0: there was none
  };

  std::array<KitPad, 128> pads_;
  double frames_per_ms_;
  std::array<Last, 128> last_{};
  int below_floor_ = 0, retriggered_ = 0, outside_ = 0;
};

}  // namespace firstchair::midi
