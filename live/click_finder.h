// A ClickFinder finds where a click that was played is heard again: it looks for the click's known sound in
// this room near the place where it is due. The difference of heard and due places, click after click, tells
// how two devices' clocks part (io/live/clock_drift.h).
//
// Clicks that are alone, as those of a count-in are, make the picture of their kind; the first one's place is
// taken as it is expected. Of a click under a louder stroke nothing is told.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/core/units.h"

namespace firstchair::live {

struct FoundClick {
  double due = 0;     // frame at which it was announced
  double behind = 0;  // frames that it was heard later
  double alike = 0;   // 0..1: correlation with its picture
};

class ClickFinder {
 public:
  static constexpr int kKinds = 3;
  static constexpr double kLeastAlike = 0.7;

  // [setup] `rate` is that of the sound, in Hz.
  explicit ClickFinder(double rate);

  struct Click {
    double due = 0;     // frame of the sound at which it would be heard if the clocks were one
    double behind = 0;  // frames that it is expected to be later than that
    double within = 0;  // frames about that place that are looked at, at most kWidest of a second
    int kind = 0;       // 0..kKinds-1
    // It is true when nobody plays yet, so that no stroke is on it.
    bool alone = false;
  };
  static constexpr double kWidest = 0.004;

  // Takes the sound, in order. A block is at most 8192 frames.
  void push(std::span<const float> sound);
  // Says whether all of the sound that the click may be in was heard.
  bool heard(const Click& click) const;
  // Finds the click in the sound of the last second. `alike` is 0 when it was not found. Call it once for
  // each click, in order.
  FoundClick find(const Click& click);

 private:
  struct Picture {
    std::vector<double> sound;  // differences of neighbours, which let a drum's low tones pass by
    double energy = 0;          // 0: none yet
    double click_at = 0;        // frames from its first sample to the click
  };
  double sample(Frames frame) const;
  void learn(Picture& picture, double place);

  Frames before_, length_, widest_;
  Frames now_ = 0;
  std::vector<float> ring_;
  std::array<Picture, kKinds> pictures_;
  std::vector<double> alike_;
};

}  // namespace firstchair::live
