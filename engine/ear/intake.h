// The Intake makes of whatever comes in what both ears hear: finite samples at 50 kHz at most, without the
// clicks of a metronome that was announced and without a constant offset.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/dsp/decimator.h"
#include "engine/ear/click_canceller.h"
#include "engine/ear/sample_history.h"

namespace firstchair::ear {

class Intake {
 public:
  // [setup] `rate` is that of the input, in Hz.
  explicit Intake(double rate);

  // Returns the rate of what comes out, in Hz.
  double rate() const { return rate_; }
  int factor() const { return decimator_.factor(); }
  // Returns the frames of the input by which the output lags.
  Frames delay() const { return decimator_.delay(); }
  // [audio] Returns where in the input a frame of the output lies.
  Frames input_frame(Frames frame) const { return std::max<Frames>(0, frame * factor() - delay()); }
  ClickCanceller& clicks() { return clicks_; }

  // [audio] Returns true when this sample completes one of the output, which is then in `clean`. NaN and
  // infinities count as 0.
  bool push(float sample, float& clean) {
    float input = std::isfinite(sample) ? std::clamp(sample, -kLoudestSample, kLoudestSample) : 0;
    input = clicks_.push(input);
    if (factor() > 1 && !decimator_.push(input, input)) return false;
    if (!started_) {
      dc_in_ = input;  // a constant offset is not a stroke at frame 0
      started_ = true;
    }
    dc_out_ = input - dc_in_ + dc_pole_ * dc_out_;
    dc_in_ = input;
    if (std::abs(dc_out_) < 1e-15F) dc_out_ = 0;  // no denormals behind this point
    clean = dc_out_;
    return true;
  }
  // [audio] Returns what would follow if the input stayed at its last value: it fades, since a sudden stop
  // would be heard as a stroke.
  float fade() { return dc_out_ *= dc_pole_; }

  // [audio] Says whether a stroke at that frame of the output is loud enough, and none of the metronome's.
  // `level_db` is its peak.
  bool tells(Frames attack, float level_db) const;
  void reset();

 private:
  static constexpr float kLoudestSample = 1e4F;  // beyond is broken data; its square must not overflow

  double rate_;
  dsp::Decimator decimator_;
  ClickCanceller clicks_;
  float dc_pole_, dc_in_ = 0, dc_out_ = 0;
  bool started_ = false;
};

// [audio] Returns the peak of the sound within 30 ms of an attack, in dB re full scale.
float level_after(const SampleHistory& history, Frames attack, double rate);

}  // namespace firstchair::ear
