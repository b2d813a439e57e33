#include "engine/dsp/bands.h"

#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

double mel(double hz) {
  return 1127 * std::log(1 + hz / 700);
}
double hz_of(double mels) {
  return 700 * (std::exp(mels / 1127) - 1);
}

}  // namespace

MelBands::MelBands(int count, double low_hz, double high_hz, int fft_size, double rate) {
  const double bin_hz = rate / fft_size;
  const double low = mel(low_hz), step = (mel(high_hz) - low) / (count + 1);
  for (int b = 0; b < count; ++b) {
    const double left = hz_of(low + b * step), centre = hz_of(low + (b + 1) * step),
                 right = hz_of(low + (b + 2) * step);
    const double half = std::max(bin_hz, std::max(centre - left, right - centre));
    Band band{.centre_hz = centre, .first_weight = weights_.size()};
    double sum = 0;
    for (int k = 1; k <= fft_size / 2; ++k) {  // bin 0 is DC, never a stroke
      const double hz = k * bin_hz;
      const double side =
          hz < centre ? std::max(centre - left, bin_hz / 2) : std::max(right - centre, bin_hz / 2);
      const double weight = 1 - std::abs(hz - centre) / side;
      if (std::abs(hz - centre) > half || weight <= 0) continue;
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
    if (!bands_.empty() && band.size == 1 && bands_.back().size == 1 &&
        bands_.back().first_bin == band.first_bin) {
      weights_.pop_back();
      continue;
    }
    for (std::size_t i = 0; i < band.size; ++i) weights_[band.first_weight + i] /= static_cast<float>(sum);
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

}  // namespace firstchair
