#include "engine/dsp/bands.h"

#include <algorithm>
#include <cmath>

namespace firstchair::dsp {
namespace {

constexpr double kReach = 0.46;  // of the rate

double mel(double hz) {
  return 1127 * std::log(1 + hz / 700);
}
double hz_of(double mels) {
  return 700 * (std::exp(mels / 1127) - 1);
}

}  // namespace

MelBands::MelBands(std::size_t count, double low_hz, double high_hz, int fft_size, double rate) {
  const double bin_hz = rate / fft_size;
  const double low = mel(low_hz), step = (mel(high_hz) - low) / static_cast<double>(count + 1);
  for (std::size_t b = 0; b < count; ++b) {
    const double at = low + static_cast<double>(b) * step;
    const double left = hz_of(at), centre = hz_of(at + step), right = hz_of(at + 2 * step);
    Band band{.centre_hz = centre, .first_bin = 0, .first_weight = weights_.size(), .size = 0};
    if (centre < kReach * rate) {
      double sum = 0;
      for (int k = 1; k <= fft_size / 2; ++k) {  // bin 0 is DC, never a stroke
        const double hz = k * bin_hz;
        const double weight = hz < centre ? (hz - left) / (centre - left) : (right - hz) / (right - centre);
        if (weight <= 0) continue;
        if (band.size == 0) band.first_bin = static_cast<std::size_t>(k);
        ++band.size;
        weights_.push_back(static_cast<float>(weight));
        sum += weight;
      }
      if (band.size == 0) {
        band.first_bin = static_cast<std::size_t>(std::max(1.0, std::round(centre / bin_hz)));
        band.size = 1;
        weights_.push_back(1);
        sum = 1;
      }
      for (std::size_t i = 0; i < band.size; ++i) weights_[band.first_weight + i] /= static_cast<float>(sum);
    }
    bands_.push_back(band);
  }
}

void MelBands::apply(std::span<const float> power, std::span<float> bands) const {
  for (std::size_t b = 0; b < bands_.size(); ++b) {
    const Band& band = bands_[b];
    float sum = 0;
    for (std::size_t i = 0; i < band.size; ++i) {
      sum += weights_[band.first_weight + i] * power[band.first_bin + i];
    }
    bands[b] = sum;
  }
}

}  // namespace firstchair::dsp
