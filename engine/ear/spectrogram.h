// The Spectrogram turns sound into frames of band levels, which are all that the net sees.
//
// A frame ends every 256/44100 s (5.8 ms), whatever the rate. It holds two views of the sound before its end:
// 32 bands up to 16 kHz from a short window (at most 12 ms), and 24 bands up to 700 Hz from a long one (about
// 45 ms) of the decimated sound, which tells a kick from a tom. Both windows rise slowly and fall within
// their last quarter, so that a stroke shows soon.
//
// Levels are decibels over a running reference that follows the loudest band quickly up and slowly down: the
// picture does not depend on the recording's gain, and nothing later in the take is looked at.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/units.h"
#include "engine/dsp/bands.h"
#include "engine/dsp/decimator.h"
#include "engine/dsp/fft.h"
#include "engine/ear/sample_history.h"

namespace firstchair::ear {

inline constexpr std::size_t kShortBands = 32, kLongBands = 24, kBands = kShortBands + kLongBands;
inline constexpr float kLeastLevel = -70, kMostLevel = 25;  // dB over the reference
using BandLevels = std::array<float, kBands>;               // short bands first, each from low to high

class Spectrogram {
 public:
  // [setup] `rate` is in Hz, 8000..64000.
  explicit Spectrogram(double rate);

  Frames hop() const { return hop_; }  // samples
  // Returns how many samples of history push() looks back.
  Frames reach() const { return std::max(short_.size, hop_ + static_cast<Frames>(decimator_.taps())); }

  // [audio] Call this once a sample, after the sample went into the history (zeros came before the first).
  // Returns true when a frame is complete.
  bool push(const SampleHistory& history) {
    if (--to_hop_ > 0) return false;
    frame(history);
    return true;
  }
  // [audio] Returns the latest frame.
  const BandLevels& levels() const { return levels_; }
  // [audio] Returns what its levels are over, in dB re full scale.
  float reference_db() const { return reference_db_; }
  void reset();

 private:
  // A View makes the bands of one window.
  struct View {
    View(Frames window, std::size_t count, double low_hz, double high_hz, double rate);
    void apply(std::span<const float> samples, std::span<float> powers);

    Frames size;
    dsp::RealFft fft;
    dsp::MelBands bands;
    std::vector<float> shape, windowed, power;
  };

  void frame(const SampleHistory& history);

  Frames hop_, to_hop_;
  Frames to_low_ = 1;  // samples from the latest frame to the next decimated one
  View short_;
  dsp::Decimator decimator_;      // only its filter; the samples are in the history
  std::vector<float> decimated_;  // since the latest frame
  View long_;
  SampleHistory low_;
  float fall_;  // of the reference, dB a frame
  float reference_db_ = 0;
  BandLevels levels_{};
};

}  // namespace firstchair::ear
