// The Refiner finds, in the waveform, the attack that belongs to a rough time, to a fraction of a
// millisecond.
//
// It takes two views of the sound: above 300 Hz, and above 4 kHz (for a hat over a ringing drum). In each it
// finds the steepest rise of log energy over 1 ms in steps of a third of a millisecond, then splits the
// stretch around it into two variances with the least Akaike criterion (Maeda 1985, the arrival picker of
// seismology). The view in which the attack stands clearest is believed.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/ear/sample_history.h"

namespace firstchair::ear {

enum class View : unsigned char { mid, high };
inline constexpr std::size_t kViews = 2;

struct FoundAttack {
  Frames frame = 0;  // its index in the history
  View view = View::mid;
  bool split = false;  // true: the frame is a trusted split; false: it is the foot of the steepest rise
  std::array<float, kViews> contrast_db{};  // 3 ms after against 5 ms before that view's attack
};

class Refiner {
 public:
  // [setup] `rate` is in Hz.
  explicit Refiner(double rate);

  // [audio] Finds the attack in first .. last, at most search() apart. The history must reach back to last -
  // reach(); up to 5 ms beyond `last` are used if they are there.
  FoundAttack refine(const SampleHistory& history, Frames first, Frames last);
  Frames search() const { return search_; }
  Frames reach() const { return search_ + before_ + warm_up_; }

 private:
  struct Found {
    Frames frame = 0, steepest = 0;  // relative to the stretch
    float rise_db = 0, contrast_db = 0;
    bool trusted = false;
  };
  Found look(std::span<const float> samples, Frames first, Frames last, Frames step);

  double rate_;
  Frames warm_up_, before_, search_, after_, step_;
  std::array<std::vector<float>, kViews> views_;
  std::vector<float> levels_;
  std::vector<double> energy_;  // running sums of squares
};

}  // namespace firstchair::ear
