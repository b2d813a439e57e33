// A Decimator lowers the rate by a whole number: it keeps every factor-th output of a windowed-sinc low-pass
// (Blackman). Before the first sample the input is taken to have been what it starts with, so a constant
// offset makes no step.
#pragma once

#include <span>
#include <vector>

namespace firstchair::dsp {

class Decimator {
 public:
  // [setup] `factor` is at least 1; 1 passes samples through. The filter reaches `reach` outputs to either
  // side: with 12 the last tenth below the new Nyquist frequency may alias, with 4 its upper three fifths.
  explicit Decimator(int factor, int reach = 12);

  int factor() const { return factor_; }
  // Returns the input frames by which the output lags: output n stands for input n * factor - delay().
  int delay() const { return static_cast<int>(taps_.size()) / 2; }

  // [audio] Returns what push() would give with these as its latest inputs; latest.size() == taps().
  float filtered(std::span<const float> latest) const;
  std::size_t taps() const { return taps_.size(); }

  // [audio] Returns true when this input completes an output sample, which is then in `out`.
  bool push(float in, float& out);
  void reset();

 private:
  int factor_;
  std::vector<float> taps_;     // odd length, symmetric
  std::vector<float> history_;  // twice the taps: every stretch of taps_.size() is contiguous
  std::size_t at_ = 0;
  int phase_ = 0;
  bool started_ = false;
};

}  // namespace firstchair::dsp
