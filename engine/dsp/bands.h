// Spectrum bins -> triangular bands, evenly spaced on the mel scale (Stevens, Volkmann & Newman 1937, as
// 1127 ln(1 + f/700)). A band narrower than a bin takes its nearest bin.
#pragma once

#include <span>
#include <vector>

namespace firstchair {

class MelBands {
 public:
  // [setup] `count` bands from low_hz to high_hz for the power spectra of `fft_size` frames at `rate`.
  // 0 <= low_hz < high_hz <= rate / 2. Bands that would fall on the bin of the band below are left out,
  // so count() may be smaller than asked.
  MelBands(int count, double low_hz, double high_hz, int fft_size, double rate);

  int count() const { return static_cast<int>(bands_.size()); }
  double centre_hz(int band) const { return bands_[static_cast<std::size_t>(band)].centre_hz; }

  // [audio] bands[b] = weighted mean power of the band's bins (weights sum to 1).
  void apply(std::span<const float> power, std::span<float> bands) const;

 private:
  struct Band {
    double centre_hz = 0;
    std::size_t first_bin = 0, first_weight = 0, size = 0;
  };
  std::vector<Band> bands_;
  std::vector<float> weights_;
};

}  // namespace firstchair
