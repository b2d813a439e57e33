#include "engine/cut/direct.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/cut/peak.h"

namespace firstchair::cut {
namespace {

// A peak is the direct sound's from such a share of the highest on, and so many spreads of the noise. In 18
// rooms, halls and tunnels nothing of .05 is over .9 ms before what has .2 (`bench cut`).
constexpr double kDirectShare = 0.15, kFaintShare = 0.1, kDirectSpreads = 6;
// An earlier way: how much earlier, its share of what is highest, its spreads above all, and how many times
// as high it is as what is as much later.
constexpr double kEarlierMs = 40, kEarlierShare = 0.25, kEarlierSpreads = 8, kEarlierTimes = 2;
constexpr double kQuietMs = 10;  // at the early end of a response: the noise is read there
// What is below and above 2 kHz says by itself where the direct sound is.
constexpr double kLowMs = 0.25, kLowShare = 0.25, kHighShare = 0.2;
// A peak so near to one that is so many times as high is that one's ripple: a sound without treble has some.
constexpr double kRippleMs = 0.15, kRippleTimes = 3;

double noise_of(const std::vector<double>& sum, double rate) {
  const auto quiet = std::min(sum.size() / 4, static_cast<std::size_t>(kQuietMs * rate / 1000));
  return spread_of({sum.end() - static_cast<std::ptrdiff_t>(quiet), sum.end()});
}

double most_of(const std::vector<double>& sum) {
  double most = 0;
  for (const double x : sum) most = std::max(most, std::abs(x));
  return most;
}

// The latest lag at which a peak of such a share of the highest stands out, in ms.
double first_peak(const std::vector<double>& sum, double rate, double share) {
  const auto width = static_cast<std::ptrdiff_t>(sum.size());
  const auto size = [&](std::ptrdiff_t l) { return std::abs(sum[static_cast<std::size_t>(l)]); };
  const double most = most_of(sum), least = std::max(share * most, kDirectSpreads * noise_of(sum, rate));
  const auto ripples = static_cast<std::ptrdiff_t>(kRippleMs * rate / 1000);
  const auto of_a_higher = [&](std::ptrdiff_t l) {
    for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, l - ripples); k < l; ++k)
      if (size(k) >= kRippleTimes * size(l)) return true;
    return false;
  };
  std::ptrdiff_t at = width / 2;
  for (std::ptrdiff_t l = width - 2; l >= 1; --l) {
    if (size(l) < size(l - 1) || size(l) <= size(l + 1)) continue;
    const bool high = size(l) >= most;
    if (!high && (size(l) < least || of_a_higher(l))) continue;
    at = l;
    break;
  }
  return (static_cast<double>(at - width / 2) + top_of(size(at - 1), size(at), size(at + 1))) * 1000 / rate;
}

}  // namespace

double highest_of(const Response& response) {
  return first_peak(response.sum, response.rate, 1);
}

double stands_out(const Response& response) {
  const double noise = noise_of(response.sum, response.rate);
  return noise > 0 ? most_of(response.sum) / noise : 0;
}

double crest_of(const Response& response) {
  const double spread = spread_of(response.sum);
  return spread > 0 ? most_of(response.sum) / spread : 0;
}

bool has_earlier(const Curves& far, const Response& response, double direct_ms) {
  if (far.at_s.empty()) return false;
  const std::vector<double> sum = stack(far, response.slope, response.mean_x);
  const auto width = static_cast<std::ptrdiff_t>(sum.size());
  const auto lags = [&](double ms) { return static_cast<std::ptrdiff_t>(std::lround(ms * far.rate / 1000)); };
  const std::ptrdiff_t direct = width / 2 + lags(direct_ms);
  const auto most_within = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    double most = 0;
    for (std::ptrdiff_t l = std::max<std::ptrdiff_t>(from, 0); l <= std::min(to, width - 1); ++l)
      most = std::max(most, std::abs(sum[static_cast<std::size_t>(l)]));
    return most;
  };
  const double here = most_within(direct - lags(kEarlierMs), direct + lags(1));
  const double least = std::max(kEarlierShare * here, kEarlierSpreads * spread_of(sum));
  for (std::ptrdiff_t l = direct + lags(kEarlierMs); l < width; ++l) {
    const double size = std::abs(sum[static_cast<std::size_t>(l)]);
    if (size < least) continue;
    const std::ptrdiff_t mirror = 2 * direct - l;
    if (size >= kEarlierTimes * most_within(mirror - lags(1), mirror + lags(1))) return true;
  }
  return false;
}

Direct direct_of(const Response& response) {
  Direct direct;
  direct.at = first_peak(response.sum, response.rate, kDirectShare);
  const auto width = static_cast<std::ptrdiff_t>(response.sum.size());
  const auto half = static_cast<std::ptrdiff_t>(kLowMs * response.rate / 1000);
  std::vector<double> weights, low(response.sum.size()), high(response.sum.size());
  double all = 0;
  for (std::ptrdiff_t k = -half; k <= half; ++k) {
    weights.push_back(
        0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(k) / (static_cast<double>(half) + 0.5)));
    all += weights.back();
  }
  for (std::ptrdiff_t l = 0; l < width; ++l) {
    double sum = 0;
    for (std::ptrdiff_t k = -half; k <= half; ++k)
      if (l + k >= 0 && l + k < width)
        sum += weights[static_cast<std::size_t>(k + half)] * response.sum[static_cast<std::size_t>(l + k)];
    low[static_cast<std::size_t>(l)] = sum / all;
    high[static_cast<std::size_t>(l)] = response.sum[static_cast<std::size_t>(l)] - sum / all;
  }
  for (const double other :
       {first_peak(low, response.rate, kLowShare), first_peak(high, response.rate, kHighShare),
        first_peak(response.sum, response.rate, kFaintShare)})
    direct.apart = std::max(direct.apart, std::abs(other - direct.at));
  return direct;
}

}  // namespace firstchair::cut
