#include "lab/sound.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/dsp/complex_fft.h"

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

std::vector<float> resample(const std::vector<float>& in, double from_rate, double to_rate) {
  constexpr std::size_t kPlaces = 1024;
  const double step = from_rate / to_rate, cutoff = std::min(1.0, 1 / step) * 0.95;
  const auto half = static_cast<std::size_t>(std::ceil(24 * std::max(1.0, step)));
  // table[p]: the weights of the samples 1 - half .. half about a time p / kPlaces after one.
  std::vector<std::vector<float>> table(kPlaces + 1, std::vector<float>(2 * half));
  for (std::size_t p = 0; p <= kPlaces; ++p)
    for (std::size_t k = 0; k < 2 * half; ++k) {
      const double d =
          static_cast<double>(p) / kPlaces - (static_cast<double>(k) + 1 - static_cast<double>(half));
      const double x = std::numbers::pi * cutoff * d;
      const double sinc = std::abs(x) < 1e-9 ? 1 : std::sin(x) / x;
      table[p][k] = static_cast<float>(
          cutoff * sinc * (0.5 + 0.5 * std::cos(std::numbers::pi * d / static_cast<double>(half))));
    }
  std::vector<float> padded(in.size() + 2 * half + 1);
  std::copy(in.begin(), in.end(), padded.begin() + static_cast<std::ptrdiff_t>(half));
  std::vector<float> out(static_cast<std::size_t>(static_cast<double>(in.size()) / step));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double at = static_cast<double>(n) * step, whole = std::floor(at), place = (at - whole) * kPlaces;
    const auto p = static_cast<std::size_t>(place);
    const float between = static_cast<float>(place - static_cast<double>(p));
    const float* sample = padded.data() + static_cast<std::size_t>(whole) + 1;
    const float *low = table[p].data(), *high = table[p + 1].data();
    float first[8] = {}, second[8] = {};  // sums that need not wait for each other
    std::size_t k = 0;
    for (; k + 8 <= 2 * half; k += 8)
      for (std::size_t lane = 0; lane < 8; ++lane) {
        first[lane] += sample[k + lane] * low[k + lane];
        second[lane] += sample[k + lane] * high[k + lane];
      }
    float at_low = 0, at_high = 0;
    for (; k < 2 * half; ++k) at_low += sample[k] * low[k], at_high += sample[k] * high[k];
    for (std::size_t lane = 0; lane < 8; ++lane) at_low += first[lane], at_high += second[lane];
    out[n] = at_low + between * (at_high - at_low);
  }
  return out;
}

std::vector<float> convolve(const std::vector<float>& x, const std::vector<float>& h) {
  std::size_t size = 64;
  while (size < 4 * h.size()) size *= 2;
  const std::size_t block = size - h.size() + 1;
  dsp::ComplexFft fft(static_cast<int>(size));
  std::vector<float> filter_re(size), filter_im(size), re(size), im(size), out(x.size());
  std::copy(h.begin(), h.end(), filter_re.begin());
  fft.forward(filter_re, filter_im);
  const float scale = 1 / static_cast<float>(size);
  // The response is real, so that two blocks go through it at once: one as the real part, one as the other.
  for (std::size_t at = 0; at < x.size(); at += 2 * block) {
    const auto put = [&](std::size_t from, std::vector<float>& into) {
      std::fill(into.begin(), into.end(), 0.0F);
      if (from < x.size())
        std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(from), std::min(block, x.size() - from),
                    into.begin());
    };
    put(at, re);
    put(at + block, im);
    fft.forward(re, im);
    for (std::size_t k = 0; k < size; ++k) {
      const float r = re[k] * filter_re[k] - im[k] * filter_im[k],
                  i = re[k] * filter_im[k] + im[k] * filter_re[k];
      re[k] = scale * r;
      im[k] = scale * i;
    }
    fft.inverse(re, im);
    for (std::size_t n = 0; n < size && at + n < out.size(); ++n) out[at + n] += re[n];
    for (std::size_t n = 0; n < size && at + block + n < out.size(); ++n) out[at + block + n] += im[n];
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
