#include "lab/sound.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

namespace firstchair::lab {

std::vector<float> load_sound(const std::string& path) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  if (file == nullptr) return {};
  std::vector<float> all(static_cast<std::size_t>(info.frames * info.channels));
  const sf_count_t read = sf_readf_float(file, all.data(), info.frames);
  sf_close(file);
  std::vector<float> mono(static_cast<std::size_t>(read));
  const std::size_t channels = static_cast<std::size_t>(info.channels);
  for (std::size_t i = 0; i < mono.size(); ++i) {
    for (std::size_t c = 0; c < channels; ++c)
      mono[i] += all[i * channels + c] / static_cast<float>(channels);
  }
  return info.samplerate == static_cast<int>(kBenchRate) ? mono : resample(mono, info.samplerate, kBenchRate);
}

// sinc(d c) times a raised cosine over -half .. half, at d = f - m: by the addition theorems from tables over
// the whole numbers m, so that a frame costs four sines and not two a tap.
std::vector<float> resample(const std::vector<float>& in, double from_rate, double to_rate) {
  const double step = from_rate / to_rate, cutoff = std::min(1.0, 1 / step) * 0.95;
  const int half = static_cast<int>(std::ceil(24 * std::max(1.0, step)));
  struct Turn {
    double sinc_sin, sinc_cos, window_sin, window_cos;
  };
  const auto turn = [&](double d) {
    const double a = std::numbers::pi * cutoff * d, b = std::numbers::pi * d / half;
    return Turn{std::sin(a), std::cos(a), std::sin(b), std::cos(b)};
  };
  std::vector<Turn> whole;
  for (int m = 1 - half; m <= half; ++m) whole.push_back(turn(m));
  std::vector<float> out(static_cast<std::size_t>(static_cast<double>(in.size()) / step));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at = static_cast<double>(n) * step;
    const std::int64_t centre = static_cast<std::int64_t>(at);
    const double f = at - static_cast<double>(centre);
    const Turn here = turn(f);
    double sum = 0;
    for (int m = 1 - half; m <= half; ++m) {
      const std::int64_t k = centre + m;
      if (k < 0 || k >= static_cast<std::int64_t>(in.size())) continue;
      const Turn& there = whole[static_cast<std::size_t>(m + half - 1)];
      const double x = std::numbers::pi * cutoff * (f - m);
      const double sine = here.sinc_sin * there.sinc_cos - here.sinc_cos * there.sinc_sin;
      const double sinc = std::abs(x) < 1e-9 ? 1 : sine / x;
      const double cosine = here.window_cos * there.window_cos + here.window_sin * there.window_sin;
      sum += static_cast<double>(in[static_cast<std::size_t>(k)]) * cutoff * sinc * (0.5 + 0.5 * cosine);
    }
    out[n] = static_cast<float>(sum);
  }
  return out;
}

std::vector<float> convolve(const std::vector<float>& x, const std::vector<float>& h) {
  std::size_t size = 1;
  while (size < 4 * h.size()) size *= 2;
  const std::size_t block = size - h.size() + 1;
  Eigen::FFT<float> fft;
  std::vector<float> padded(size), part(size), out(x.size());
  std::copy(h.begin(), h.end(), padded.begin());
  std::vector<std::complex<float>> filter, spectrum;
  fft.fwd(filter, padded);
  for (std::size_t at = 0; at < x.size(); at += block) {
    std::fill(padded.begin(), padded.end(), 0.0F);
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(at), std::min(block, x.size() - at), padded.begin());
    fft.fwd(spectrum, padded);
    for (std::size_t k = 0; k < size; ++k) spectrum[k] *= filter[k];
    fft.inv(part, spectrum);
    for (std::size_t i = 0; i < size && at + i < out.size(); ++i) out[at + i] += part[i];
  }
  return out;
}

bool save_wav(const std::string& path, const std::vector<float>& mono, double rate) {
  SF_INFO info{};
  info.samplerate = static_cast<int>(rate);
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  if (file == nullptr) return false;
  const sf_count_t wanted = static_cast<sf_count_t>(mono.size());
  const bool whole = sf_writef_float(file, mono.data(), wanted) == wanted;
  sf_close(file);
  return whole;
}

std::int64_t attack_of(const std::vector<float>& stroke) {
  const std::size_t step = 15, early = 441, far = 22050;
  const std::size_t size = std::min(stroke.size(), far);
  const auto energy = [&](std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t i = from; i < std::min(to, size); ++i)
      sum += static_cast<double>(stroke[i]) * static_cast<double>(stroke[i]);
    return sum;
  };
  double loudest = 0;
  for (std::size_t i = 0; i + step <= size; i += step) loudest = std::max(loudest, energy(i, i + step));
  if (loudest <= 0) return -1;
  // Before the file there was silence, so a file cut at its attack rises at its first step.
  double steepest = 0, before[3] = {1e-4 * loudest, 1e-4 * loudest, 1e-4 * loudest};
  std::size_t rough = 0;
  for (std::size_t i = 0; i + step <= size; i += step) {
    const double now = energy(i, i + step) + 1e-4 * loudest;
    const double rise = std::log(now / before[0]);
    if (rise > steepest) {
      steepest = rise;
      rough = i;
    }
    before[0] = before[1];
    before[1] = before[2];
    before[2] = now;
  }
  if (steepest < 1) return -1;
  float peak = 0;
  for (std::size_t i = rough; i < std::min(rough + early, size); ++i)
    peak = std::max(peak, std::abs(stroke[i]));
  const float threshold = peak * 0.01995F;
  for (std::size_t i = rough > 3 * early ? rough - 3 * early : 0; i < std::min(rough + early, size); ++i) {
    if (std::abs(stroke[i]) >= threshold) return static_cast<std::int64_t>(i);
  }
  return -1;
}

double Dice::uniform() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

double Dice::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace firstchair::lab
