// Prints which strokes of the validation kits are, or resemble, strokes of the training kits.
//
//   training_shared [LEAST [HZ]]
//
// The 93 ms from every attack, above HZ (80) and at half the rate, are correlated with those of every
// training sample of the same family, at any delay; a line is printed for every pair whose correlation is
// LEAST (0.93) or more: validation kit, training kit, voice, correlation. Copies of one recording are at 0.98
// and more; low drums resemble each other without being copies.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <unsupported/Eigen/FFT>

#include "training/dynamics.h"
#include "training/kit_list.h"

namespace firstchair::training {
namespace {

constexpr std::size_t kFrames = 2048, kTransform = 2 * kFrames;  // at half the rate

struct Print {
  const lab::Kit* kit = nullptr;
  Voice voice = Voice::kick;
  std::string drum;
  std::vector<std::complex<float>> spectrum;
};

std::vector<Print> prints_of(const KitSet& set, double low_hz) {
  Eigen::FFT<float> fft;
  std::vector<Print> out;
  for (const lab::Kit& kit : set.kits) {
    for (int v = 0; v < kVoiceCount; ++v) {
      for (const lab::Layer& layer : kit.layers[static_cast<std::size_t>(v)]) {
        for (const lab::Sample& sample : layer.takes) {
          std::vector<float> sound(sample.sound.begin() + static_cast<std::ptrdiff_t>(sample.attack),
                                   sample.sound.end());
          sound.resize(2 * kFrames);
          high_pass(sound, low_hz);
          std::vector<float> half(kTransform);
          double energy = 1e-12;
          for (std::size_t i = 0; i < kFrames; ++i) {
            half[i] = 0.5F * (sound[2 * i] + sound[2 * i + 1]);
            energy += static_cast<double>(half[i]) * static_cast<double>(half[i]);
          }
          for (float& value : half) value /= static_cast<float>(std::sqrt(energy));
          Print print{.kit = &kit, .voice = static_cast<Voice>(v), .drum = sample.drum, .spectrum = {}};
          fft.fwd(print.spectrum, half);
          out.push_back(std::move(print));
        }
      }
    }
  }
  return out;
}

void compare(float least, double low_hz) {
  const KitSet training = training_kits(), validation = validation_kits();
  const std::vector<Print> ours = prints_of(training, low_hz), held = prints_of(validation, low_hz);
  fmt::print("{} validation and {} training strokes\n", held.size(), ours.size());
  Eigen::FFT<float> fft;
  std::vector<std::complex<float>> product(kTransform);
  std::vector<float> correlation;
  for (const Print& h : held) {
    float best = 0;
    const Print* nearest = nullptr;
    for (const Print& o : ours) {
      if (family_of(o.voice) != family_of(h.voice)) continue;
      product.resize(o.spectrum.size());
      for (std::size_t k = 0; k < product.size(); ++k) product[k] = o.spectrum[k] * std::conj(h.spectrum[k]);
      fft.inv(correlation, product);
      for (const float value : correlation) {
        if (std::abs(value) <= best) continue;
        best = std::abs(value);
        nearest = &o;
      }
    }
    if (nearest != nullptr && best >= least)
      fmt::print("{} {} {} resembles {} {} {}: {:.3f}\n", h.kit->name, id_of(h.voice), h.drum,
                 nearest->kit->name, id_of(nearest->voice), nearest->drum, best);
  }
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  firstchair::training::compare(argc > 1 ? std::strtof(argv[1], nullptr) : 0.93F,
                                argc > 2 ? std::strtod(argv[2], nullptr) : 80);
}
