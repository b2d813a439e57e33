#include "engine/cut/response.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/cut/peak.h"
#include "engine/stats/stats.h"

namespace firstchair::cut {
namespace {

constexpr double kFaded = 0.25;      // of a window's length, at either end
constexpr std::size_t kFiner = 2;    // times the windows' rate
constexpr std::size_t kSmooth = 30;  // bins to either side: what is narrower is the room's, or the drums' own
constexpr double kOwnLeast = 0.15;   // of the smooth: the first recording's fine spectrum counts no lower
constexpr std::size_t kLeastStrokes = 24, kPartStrokes = 12, kLeastParts = 4, kMostParts = 10;
constexpr std::ptrdiff_t kPartReach = 14;  // lags that a part may lie off the others
constexpr double kSlopeLags = 2;           // by which neighbours among the slopes differ at the ends
constexpr int kRounds = 4;
constexpr double kPartFinest = 0.0002;      // ms: no part's place is taken for surer
constexpr double kPartsApart = 0.08;        // ms: parts whose places scatter by more lie on no line
constexpr std::size_t kMostSearched = 400;  // strokes that say which slope has the most energy

int size_above(std::size_t least) {
  int size = 64;
  while (static_cast<std::size_t>(size) < least) size *= 2;
  return size;
}

std::vector<double> smoothed(const std::vector<double>& x) {
  std::vector<double> sums(x.size() + 1), out(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) sums[k + 1] = sums[k] + x[k];
  for (std::size_t k = 0; k < x.size(); ++k) {
    const std::size_t from = k < kSmooth ? 0 : k - kSmooth, to = std::min(x.size(), k + kSmooth + 1);
    out[k] = (sums[to] - sums[from]) / static_cast<double>(to - from);
  }
  return out;
}

// Faded at both ends of the band, so that a peak has no ripples beside it.
double in_band(double at, double low, double high) {
  const auto rising = [](double x) {
    const double s = std::sin(std::numbers::pi / 2 * std::clamp(x, 0., 1.));
    return s * s;
  };
  return rising((at - low) / (2 * low)) * rising((high - at) / (high / 2));
}

// The strokes from..to, or each `every`-th of them, laid over each other; adds their sum to `sum`, and
// returns by how much their places were rounded in the mean, in lags.
double lay_over(const Curves& curves, double slope, double mean_x, std::size_t from, std::size_t to,
                std::vector<double>& sum, std::size_t every = 1) {
  const std::size_t width = sum.size();
  double rounded = 0;
  for (std::size_t k = from; k < to; k += every) {
    const double exact = slope * (curves.at_s[k] - mean_x) * curves.rate / 1000;
    const auto shift = static_cast<std::ptrdiff_t>(std::lround(exact));
    rounded += exact - static_cast<double>(shift);
    if (std::abs(shift) >= static_cast<std::ptrdiff_t>(width)) continue;
    const auto skipped = static_cast<std::size_t>(std::abs(shift));
    const float* value = curves.values.data() + k * width + (shift > 0 ? skipped : 0);
    double* into = sum.data() + (shift > 0 ? 0 : skipped);
    for (std::size_t l = 0; l < width - skipped; ++l) into[l] += static_cast<double>(value[l]);
  }
  return to > from ? rounded / static_cast<double>(to - from) : 0;
}

// By how many lags a part's sum is later than that of the others; nothing where they are alike nowhere near.
std::optional<double> later(const std::vector<double>& others, const std::vector<double>& part,
                            std::ptrdiff_t within) {
  std::vector<double> value(static_cast<std::size_t>(2 * within + 1));
  const auto width = static_cast<std::ptrdiff_t>(part.size());
  for (std::ptrdiff_t d = -within; d <= within; ++d) {
    double dot = 0;
    for (std::ptrdiff_t l = std::max<std::ptrdiff_t>(0, -d); l < width - std::max<std::ptrdiff_t>(0, d); ++l)
      dot += others[static_cast<std::size_t>(l)] * part[static_cast<std::size_t>(l + d)];
    value[static_cast<std::size_t>(d + within)] = dot;
  }
  const std::ptrdiff_t top = std::max_element(value.begin(), value.end()) - value.begin();
  const auto at = [&](std::ptrdiff_t k) { return value[static_cast<std::size_t>(k)]; };
  if (top == 0 || top == 2 * within || at(top) <= 0) return {};
  return static_cast<double>(top - within) + top_of(at(top - 1), at(top), at(top + 1));
}

struct Fitted {
  double slope = 0, slope_95 = 0, at_95 = 0, spread = 0;
};
// A line through the places of parts; `weight` is a part's strokes. Nothing through fewer than kLeastParts.
std::optional<Fitted> line_of(const std::vector<double>& x, const std::vector<double>& y,
                              const std::vector<double>& weight) {
  if (x.size() < kLeastParts) return {};
  double sum_w = 0, mean_x = 0, mean_y = 0, xx = 0, xy = 0, rr = 0;
  for (const double w : weight) sum_w += w;
  for (std::size_t k = 0; k < x.size(); ++k) {
    mean_x += weight[k] * x[k] / sum_w;
    mean_y += weight[k] * y[k] / sum_w;
  }
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += weight[k] * (x[k] - mean_x) * (x[k] - mean_x);
    xy += weight[k] * (x[k] - mean_x) * (y[k] - mean_y);
  }
  if (xx <= 0) return {};
  Fitted line;
  line.slope = xy / xx;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double r = y[k] - mean_y - line.slope * (x[k] - mean_x);
    rr += weight[k] * r * r;
  }
  const auto parts = static_cast<double>(x.size());
  const double variance =  // of a part of the mean weight
      std::max(rr / sum_w * parts / (parts - 2), kPartFinest * kPartFinest);
  const double t = stats::t_quantile(parts - 2);
  line.slope_95 = t * std::sqrt(variance * sum_w / parts / xx);
  line.at_95 = t * std::sqrt(variance / parts);
  line.spread = std::sqrt(variance);
  return line;
}

}  // namespace

CurveMaker::CurveMaker(const GccConfig& config)
    : config_(config),
      margin_(static_cast<std::size_t>(config.reach_s * config.rate)),
      fft_(size_above(wide())),
      taper_(config.length, 1),
      re_(static_cast<std::size_t>(fft_.size())),
      im_(re_.size()) {
  const auto faded = static_cast<std::size_t>(kFaded * static_cast<double>(config.length));
  for (std::size_t n = 0; n < faded; ++n)
    taper_[n] = taper_[config.length - 1 - n] = static_cast<float>(
        0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(n) + 0.5) / static_cast<double>(faded)));
  const double hz = config.rate / static_cast<double>(re_.size());
  low_ = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(config.low_hz / hz)));
  high_ = std::min(re_.size() / 2 - 1, static_cast<std::size_t>(config.high_hz / hz));
  first_power_.resize(high_ - low_ + 1);
  second_power_.resize(high_ - low_ + 1);
  own_power_.resize(high_ - low_ + 1);
  curves_.rate = config.rate * kFiner;
  curves_.reach = static_cast<std::ptrdiff_t>(margin_ * kFiner);
}

void CurveMaker::add(double at_s, std::span<const float> first, std::span<const float> second) {
  std::fill(re_.begin(), re_.end(), 0.0F);
  std::fill(im_.begin(), im_.end(), 0.0F);
  for (std::size_t n = 0; n < config_.length; ++n) re_[n] = first[n] * taper_[n];
  const std::size_t faded = std::min(margin_, config_.length / 8), last = wide() - 1;
  for (std::size_t n = 0; n <= last; ++n) {
    const std::size_t edge = std::min(n, last - n);
    im_[n] = second[n] * (edge < faded ? taper_[2 * edge] : 1.F);
  }
  fft_.forward(re_, im_);  // one transform for both, as in Gcc
  const std::size_t n = re_.size(), bins = high_ - low_ + 1, begin = cross_.size();
  std::vector<double> of_first(bins), of_second(bins);
  double first_energy = 0, second_energy = 0;
  cross_.resize(begin + 2 * bins);
  for (std::size_t k = low_; k <= high_; ++k) {
    const float ar = 0.5F * (re_[k] + re_[n - k]), ai = 0.5F * (im_[k] - im_[n - k]);
    const float br = 0.5F * (im_[k] + im_[n - k]), bi = 0.5F * (re_[n - k] - re_[k]);
    cross_[begin + 2 * (k - low_)] = ar * br + ai * bi;
    cross_[begin + 2 * (k - low_) + 1] = ai * br - ar * bi;
    first_energy += of_first[k - low_] = static_cast<double>(ar * ar + ai * ai);
    second_energy += of_second[k - low_] = static_cast<double>(br * br + bi * bi);
  }
  if (first_energy <= 0 || second_energy <= 0) return cross_.resize(begin);
  // A loud stroke says more than a soft one, but not as much more as it is louder.
  const double first_share = 1 / std::sqrt(first_energy), second_share = 1 / std::sqrt(second_energy);
  const double share = std::sqrt(first_share * second_share);
  for (std::size_t k = begin; k < cross_.size(); ++k) cross_[k] *= static_cast<float>(share);
  for (std::size_t k = 0; k < bins; ++k) {
    first_power_[k] += of_first[k] * first_share;
    second_power_[k] += of_second[k] * second_share;
    own_power_[k] += of_first[k] * share;
  }
  curves_.at_s.push_back(at_s);
}

Curves CurveMaker::finish() {
  const std::size_t strokes = curves_.at_s.size(), bins = high_ - low_ + 1;
  if (strokes == 0) return std::move(curves_);
  std::vector<float> weight(bins);
  const std::vector<double> first = smoothed(first_power_), second = smoothed(second_power_),
                            own = smoothed(own_power_);
  const double hz = config_.rate / static_cast<double>(re_.size());
  for (std::size_t k = 0; k < bins; ++k) {
    const double power = std::sqrt(first[k] * second[k]);
    const double at = static_cast<double>(k + low_) * hz;
    if (power <= 0) continue;
    // Two microphones at the drums, or a stroke that is two, are a fine comb in the first recording:
    // undivided it is a peak before every peak.
    const double comb = std::max(own_power_[k] / own[k], kOwnLeast);
    weight[k] = static_cast<float>(in_band(at, config_.low_hz, config_.high_hz) / power / comb);
  }
  dsp::ComplexFft fft(fft_.size() * static_cast<int>(kFiner));
  const auto size = static_cast<std::size_t>(fft.size());
  const auto width = static_cast<std::size_t>(2 * curves_.reach + 1);
  std::vector<float> re(size), im(size);
  curves_.values.resize(strokes * width);
  for (std::size_t s = 0; s < strokes; ++s) {
    std::fill(re.begin(), re.end(), 0.0F);
    std::fill(im.begin(), im.end(), 0.0F);
    for (std::size_t k = 0; k < bins; ++k) {
      re[low_ + k] = weight[k] * cross_[2 * (s * bins + k)];
      im[low_ + k] = weight[k] * cross_[2 * (s * bins + k) + 1];
    }
    fft.inverse(re, im);
    for (std::size_t l = 0; l < width; ++l)
      curves_.values[s * width + l] = re[(l + size - 2 * static_cast<std::size_t>(curves_.reach)) % size];
  }
  cross_ = {};
  return std::move(curves_);
}

std::optional<Response> align(const Curves& curves, double start, double span) {
  const std::size_t strokes = curves.at_s.size(),
                    parts = std::clamp(strokes / kPartStrokes, kLeastParts, kMostParts);
  if (strokes < kLeastStrokes) return {};
  const auto width = static_cast<std::size_t>(2 * curves.reach + 1);
  Response response{.slope = start, .rate = curves.rate, .sum = std::vector<double>(width)};
  for (const double t : curves.at_s) response.mean_x += t / static_cast<double>(strokes);
  const double reach = std::max(response.mean_x - curves.at_s.front(), curves.at_s.back() - response.mean_x);
  if (reach <= 0) return {};

  const auto steps = static_cast<int>(std::ceil(span * reach * curves.rate / 1000 / kSlopeLags));
  double most = -1;
  for (int step = -steps; step <= steps; ++step) {
    const double slope = steps == 0 ? start : start + span * step / steps;
    std::fill(response.sum.begin(), response.sum.end(), 0.);
    lay_over(curves, slope, response.mean_x, 0, strokes, response.sum, 1 + strokes / kMostSearched);
    double energy = 0;
    for (const double x : response.sum) energy += x * x;
    if (energy > most) most = energy, response.slope = slope;
  }

  // Parts of the strokes are held against the others; what slope is left, and how sure it is, they tell.
  std::vector<std::vector<double>> sums(parts);
  std::vector<double> x, y, weight, rounded(parts), others(width);
  std::optional<Fitted> line;
  for (int round = 0; round < kRounds; ++round) {
    std::fill(response.sum.begin(), response.sum.end(), 0.);
    for (std::size_t p = 0; p < parts; ++p) {
      sums[p].assign(width, 0);
      rounded[p] = lay_over(curves, response.slope, response.mean_x, p * strokes / parts,
                            (p + 1) * strokes / parts, sums[p]);
      for (std::size_t l = 0; l < width; ++l) response.sum[l] += sums[p][l];
    }
    x.clear(), y.clear(), weight.clear();
    for (std::size_t p = 0; p < parts; ++p) {
      for (std::size_t l = 0; l < width; ++l) others[l] = response.sum[l] - sums[p][l];
      const std::optional<double> lags = later(others, sums[p], kPartReach);
      if (!lags) continue;
      const std::size_t from = p * strokes / parts, to = (p + 1) * strokes / parts;
      double middle = 0;
      for (std::size_t k = from; k < to; ++k) middle += curves.at_s[k] / static_cast<double>(to - from);
      x.push_back(middle);
      // The others lie on the other side of the mean, by as much as they are more.
      y.push_back((*lags - rounded[p]) * 1000 / curves.rate * static_cast<double>(parts - 1) /
                  static_cast<double>(parts));
      weight.push_back(static_cast<double>(to - from));
    }
    line = line_of(x, y, weight);
    if (!line || 4 * x.size() < 3 * parts || line->spread > kPartsApart) return {};
    response.throughout = x.size() + 1 >= parts;
    if (round + 1 < kRounds) response.slope += line->slope;
  }
  if (std::abs(response.slope - start) > span + 4 * kSlopeLags * 1000 / curves.rate / reach) return {};
  response.slope_95 = line->slope_95;
  response.at_95 = line->at_95;
  return response;
}

std::vector<double> stack(const Curves& curves, double slope, double mean_x) {
  std::vector<double> sum(static_cast<std::size_t>(2 * curves.reach + 1));
  lay_over(curves, slope, mean_x, 0, curves.at_s.size(), sum);
  return sum;
}

std::optional<double> later_by(const std::vector<double>& all, const std::vector<double>& part, double rate,
                               double within_ms) {
  if (all.size() != part.size() || all.empty()) return {};
  const std::optional<double> lags = later(all, part, static_cast<std::ptrdiff_t>(within_ms * rate / 1000));
  if (!lags) return {};
  return *lags * 1000 / rate;
}

}  // namespace firstchair::cut
