// A KitLearner finds what the pads of one e-kit make by themselves, from notes that somebody played on it:
// each pad by itself, softly and hard, or whatever else. From strokes it learns
//
//   the retrigger time   how long after a stroke the same pad still sends softer ones
//   the floor            how loud a pad is told when another one is struck, where its own strokes are louder
//
//   velocity                                 100 |     hat foot
//                                                |
//                                             18 |  .  hat: told 12 ms later, every time -> floor 19
//                                                +--------- ms
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "midi/kit/kit_profile.h"
#include "midi/performance.h"

namespace firstchair::midi {

// PadLearnt is what was found of one number. Velocities are 1 to 127.
struct PadLearnt {
  std::uint8_t number = 0;
  int own = 0;                   // strokes that are the player's
  int softest = 0, loudest = 0;  // of those
  int second = 0;                // second triggers
  double second_low_ms = 0, second_high_ms = 0;
  int told = 0;  // notes that came with a louder stroke of another pad, always at the same distance
  int told_loudest = 0;
  std::uint8_t told_with = 0;       // the number of the pad that made most of them
  int floor = 0, retrigger_ms = 0;  // as KitPad has them; 0: none was found, or none parts them
  bool overlaps = false;            // some of `told` are as loud as the player's softest: no floor parts them
};

struct KitLearnt {
  KitProfile kit;                       // `over` with what was learnt
  std::vector<PadLearnt> pads;          // in order of number; those that were struck
  std::vector<std::uint8_t> strangers;  // numbers that `over` has no voice for
};

class KitLearner {
 public:
  // Takes the notes of one recording, in order of frame at kMidiRate. Recordings do not touch one another.
  void push(const std::vector<PlayedNote>& notes);
  int strokes() const { return static_cast<int>(notes_.size()); }

  // Returns what was learnt, laid over the profile `over`, under the name `id`. Of a number with fewer than
  // kLeastStrokes strokes of the player's no floor is learnt, of one with fewer than kLeastMade seconds no
  // time.
  static constexpr int kLeastStrokes = 6, kLeastMade = 3;
  KitLearnt learn(const KitProfile& over, const std::string& id) const;

 private:
  std::vector<PlayedNote> notes_;
};

}  // namespace firstchair::midi
