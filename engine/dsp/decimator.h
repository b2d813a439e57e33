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

  // [audio] Gives outputs that follow one another: the first is what push() would give with the first taps()
  // inputs as its latest. inputs.size() == taps() + (outputs.size() - 1) * factor().
  void filter(std::span<const float> inputs, std::span<float> outputs) const;
  std::size_t taps() const { return taps_.size(); }

  // [audio] Returns true when this input completes an output sample, which is then in `out`.
  bool push(float in, float& out);
  // [audio] Takes several inputs and returns the outputs that they complete, which are valid until the next
  // push. There are at most kMost of the inputs.
  static constexpr std::size_t kMost = 512;
  std::span<const float> push(std::span<const float> in);
  void reset();

 private:
  void begin(float first);
  void make_room(std::size_t inputs);

  int factor_;
  std::vector<float> taps_;     // odd length, symmetric
  std::vector<float> history_;  // the latest of them end at used_
  std::vector<float> outputs_;
  std::size_t used_ = 0;
  int phase_ = 0;
  bool started_ = false;
};

}  // namespace firstchair::dsp
