#include "engine/cut/correlate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/cut/peak.h"
#include "engine/dsp/complex_fft.h"

namespace firstchair::cut {
namespace {

constexpr std::ptrdiff_t kBlock = 64;  // hops that are summed in a float each
constexpr double kLeastPlayed = 0.5;   // of the master's mean energy under a window: less counts as that

using Means = std::array<float, kBands>;

Means means_of(const Envelope& envelope, std::size_t first, std::size_t count) {
  std::array<double, kBands> sum{};
  for (std::size_t h = first; h < first + count; ++h)
    for (std::size_t b = 0; b < kBands; ++b) sum[b] += envelope.rises[h * kBands + b];
  Means means{};
  for (std::size_t b = 0; b < kBands; ++b)
    means[b] = static_cast<float>(sum[b] / static_cast<double>(std::max<std::size_t>(count, 1)));
  return means;
}

// Two bands are one complex series: the real part of its correlation is the sum of theirs.
void take_pair(const Envelope& envelope, const Means& means, std::size_t pair, std::ptrdiff_t first,
               std::size_t count, std::vector<float>& re, std::vector<float>& im) {
  std::fill(re.begin(), re.end(), 0.0F);
  std::fill(im.begin(), im.end(), 0.0F);
  const auto hops = static_cast<std::ptrdiff_t>(envelope.hops());
  const auto from = std::max<std::ptrdiff_t>(first, 0);
  const auto to = std::min(first + static_cast<std::ptrdiff_t>(count), hops);
  for (std::ptrdiff_t h = from; h < to; ++h) {
    const auto at = static_cast<std::size_t>(h) * kBands + 2 * pair;
    const auto into = static_cast<std::size_t>(h - first);
    re[into] = static_cast<float>(envelope.rises[at]) - means[2 * pair];
    im[into] = static_cast<float>(envelope.rises[at + 1]) - means[2 * pair + 1];
  }
}

double energy_at(const Envelope& envelope, const Means& means, std::size_t hop) {
  double sum = 0;
  for (std::size_t b = 0; b < kBands; ++b) {
    const double x = static_cast<double>(envelope.rises[hop * kBands + b]) - static_cast<double>(means[b]);
    sum += x * x;
  }
  return sum;
}

int size_above(std::size_t least) {
  int size = 1 << 12;
  while (static_cast<std::size_t>(size) < least) size *= 2;
  return size;
}

}  // namespace

struct Correlator::State {
  const Envelope* master;
  Means means;
  std::vector<double> energy;  // of all before each quarter of a second: exact enough for windows of seconds
  double mean_energy = 0;      // of a hop
  static constexpr std::size_t kSum = 100;

  double energy_before(std::ptrdiff_t hop) const {
    const std::ptrdiff_t last = static_cast<std::ptrdiff_t>((energy.size() - 1) * kSum);
    const auto at = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(hop, 0, last));
    const std::size_t k = std::min(at / kSum, energy.size() - 2);
    return energy[k] + (energy[k + 1] - energy[k]) * static_cast<double>(at - k * kSum) / kSum;
  }
  double energy_between(std::ptrdiff_t from, std::ptrdiff_t to) const {
    return energy_before(to) - energy_before(from);
  }
};

Correlator::Correlator(const Envelope& master) : state_(std::make_unique<State>()) {
  state_->master = &master;
  state_->means = means_of(master, 0, master.hops());
  state_->energy.assign(master.hops() / State::kSum + 2, 0);
  double sum = 0;
  for (std::size_t h = 0; h < master.hops(); ++h) {
    sum += energy_at(master, state_->means, h);
    state_->energy[h / State::kSum + 1] = sum;
  }
  state_->energy.back() = sum;
  state_->mean_energy = sum / static_cast<double>(std::max<std::size_t>(master.hops(), 1));
}
Correlator::~Correlator() = default;
Correlator::Correlator(Correlator&&) noexcept = default;
const Envelope& Correlator::master() const {
  return *state_->master;
}

std::vector<Fit> Correlator::best(const Envelope& camera, std::size_t first, std::size_t count,
                                  std::size_t least, std::size_t most, double apart_s) const {
  const Envelope& master = *state_->master;
  count = std::min(count, camera.hops() - std::min(first, camera.hops()));
  least = std::max<std::size_t>(1, std::min(least, count));
  if (count == 0 || master.hops() < least || state_->mean_energy <= 0) return {};
  const Means means = means_of(camera, first, count);
  double own = 0;
  for (std::size_t h = first; h < first + count; ++h) own += energy_at(camera, means, h);
  if (own <= 0) return {};

  // Short windows are laid over pieces of the master that are a few times as long.
  const int size =
      size_above(std::clamp<std::size_t>(4 * count, 1, std::max<std::size_t>(1 << 15, 2 * count)));
  const auto n = static_cast<std::size_t>(size);
  dsp::ComplexFft fft(size);
  std::vector<std::vector<float>> window_re(kBands / 2), window_im(kBands / 2);
  for (std::size_t pair = 0; pair < kBands / 2; ++pair) {
    window_re[pair].resize(n);
    window_im[pair].resize(n);
    take_pair(camera, means, pair, static_cast<std::ptrdiff_t>(first), count, window_re[pair],
              window_im[pair]);
    fft.forward(window_re[pair], window_im[pair]);
  }
  const auto begin = static_cast<std::ptrdiff_t>(least) - static_cast<std::ptrdiff_t>(count);
  const auto end = static_cast<std::ptrdiff_t>(master.hops() - least) + 1;  // one past the last place
  const auto step = static_cast<std::ptrdiff_t>(n - count + 1);
  std::vector<float> re(n), im(n), sum_re(n), sum_im(n), value(static_cast<std::size_t>(end - begin));
  const double low = kLeastPlayed * state_->mean_energy * static_cast<double>(count);
  for (std::ptrdiff_t from = begin; from < end; from += step) {
    std::fill(sum_re.begin(), sum_re.end(), 0.0F);
    std::fill(sum_im.begin(), sum_im.end(), 0.0F);
    for (std::size_t pair = 0; pair < kBands / 2; ++pair) {
      take_pair(master, state_->means, pair, from, n, re, im);
      fft.forward(re, im);
      const float *wr = window_re[pair].data(), *wi = window_im[pair].data();
      for (std::size_t k = 0; k < n; ++k) {
        sum_re[k] += re[k] * wr[k] + im[k] * wi[k];
        sum_im[k] += im[k] * wr[k] - re[k] * wi[k];
      }
    }
    fft.inverse(sum_re, sum_im);
    const std::ptrdiff_t here = std::min(step, end - from);
    for (std::ptrdiff_t k = 0; k < here; ++k) {
      const double played =
          std::max(state_->energy_between(from + k, from + k + static_cast<std::ptrdiff_t>(count)), low);
      value[static_cast<std::size_t>(from - begin + k)] =
          static_cast<float>(static_cast<double>(sum_re[static_cast<std::size_t>(k)]) /
                             static_cast<double>(n) / std::sqrt(own * played));
    }
  }

  std::vector<Fit> fits;
  const auto apart = static_cast<std::ptrdiff_t>(apart_s / kHop);
  const auto places = static_cast<std::ptrdiff_t>(value.size());
  std::vector<float> left = value;
  while (fits.size() < most) {
    const auto top = std::max_element(left.begin(), left.end()) - left.begin();
    if (!(left[static_cast<std::size_t>(top)] > 0)) break;
    const auto at = [&](std::ptrdiff_t k) {
      return static_cast<double>(
          value[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, places - 1))]);
    };
    const double shift = top_of(at(top - 1), at(top), at(top + 1));
    fits.push_back(
        {static_cast<double>(begin + top) + shift, at(top) - 0.25 * (at(top - 1) - at(top + 1)) * shift});
    for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, top - apart); k < std::min(places, top + apart + 1);
         ++k)
      left[static_cast<std::size_t>(k)] = -2;
  }
  return fits;
}

Fit Correlator::best_between(const Envelope& camera, std::size_t first, std::size_t count,
                             std::ptrdiff_t from, std::ptrdiff_t to) const {
  const Envelope& master = *state_->master;
  count = std::min(count, camera.hops() - std::min(first, camera.hops()));
  const Means means = means_of(camera, first, count);
  double own = 0;
  for (std::size_t h = first; h < first + count; ++h) own += energy_at(camera, means, h);
  Fit best{static_cast<double>(from), -1};
  if (count == 0 || own <= 0) return best;
  const auto hops = static_cast<std::ptrdiff_t>(master.hops());
  const double low = kLeastPlayed * state_->mean_energy * static_cast<double>(count);
  std::vector<double> values;
  std::vector<float> of_camera(count * kBands);
  for (std::size_t k = 0; k < of_camera.size(); ++k)
    of_camera[k] = static_cast<float>(camera.rises[first * kBands + k]) - means[k % kBands];
  for (std::ptrdiff_t place = from; place <= to; ++place) {
    double sum = 0;
    const std::ptrdiff_t start = std::max<std::ptrdiff_t>(0, -place);
    const std::ptrdiff_t stop = std::min(static_cast<std::ptrdiff_t>(count), hops - place);
    for (std::ptrdiff_t block = start; block < stop; block += kBlock) {
      std::array<float, kBands> of_band{};
      for (std::ptrdiff_t h = block; h < std::min(stop, block + kBlock); ++h) {
        const float* c = of_camera.data() + static_cast<std::size_t>(h) * kBands;
        const std::uint8_t* m = master.rises.data() + static_cast<std::size_t>(place + h) * kBands;
        for (std::size_t b = 0; b < kBands; ++b)
          of_band[b] += c[b] * (static_cast<float>(m[b]) - state_->means[b]);
      }
      for (const float x : of_band) sum += static_cast<double>(x);
    }
    const double played =
        std::max(state_->energy_between(place, place + static_cast<std::ptrdiff_t>(count)), low);
    values.push_back(sum / std::sqrt(own * played));
  }
  const auto top = std::max_element(values.begin(), values.end()) - values.begin();
  const auto at = [&](std::ptrdiff_t k) {
    return values[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(k, 0, static_cast<std::ptrdiff_t>(values.size()) - 1))];
  };
  const double shift = top_of(at(top - 1), at(top), at(top + 1));
  return {static_cast<double>(from + top) + shift, at(top)};
}

}  // namespace firstchair::cut
