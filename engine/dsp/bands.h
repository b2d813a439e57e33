// MelBands sums spectrum bins into triangular bands, evenly spaced on the mel scale (Stevens, Volkmann &
// Newman 1937, as 1127 ln(1 + f/700)).
#pragma once

#include <span>
#include <vector>

namespace firstchair::dsp {

class MelBands {
 public:
  // [setup] Makes `count` bands from low_hz to high_hz for the power spectra of `fft_size` frames at `rate`,
  // whatever the rate: a band narrower than a bin takes its nearest one, a band beyond .46 of the rate is
  // empty.
  MelBands(std::size_t count, double low_hz, double high_hz, int fft_size, double rate);

  std::size_t count() const { return bands_.size(); }
  double centre_hz(std::size_t band) const { return bands_[band].centre_hz; }

  // [audio] Sets bands[b] to the weighted mean power of the band's bins (weights sum to 1), or 0 when it is
  // empty. power.size() == fft_size / 2 + 1, bands.size() == count().
  void apply(std::span<const float> power, std::span<float> bands) const;

 private:
  struct Band {
    double centre_hz = 0;
    std::size_t first_bin = 0, first_weight = 0, size = 0;
  };
  std::vector<Band> bands_;
  std::vector<float> weights_;
};

}  // namespace firstchair::dsp
