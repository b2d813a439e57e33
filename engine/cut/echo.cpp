#include "engine/cut/echo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/cut/peak.h"
#include "engine/dsp/complex_fft.h"

namespace firstchair::cut {
namespace {

constexpr std::size_t kAnswerHops = 4096;  // hops of a window: ten seconds
constexpr std::size_t kMostAnswers = 24;
constexpr double kPowerFloor = 0.05;      // of the mean power, added to the master's
constexpr std::ptrdiff_t kAbout = 2;      // hops about a place that are the same way
constexpr std::ptrdiff_t kWaysApart = 8;  // hops between two ways
constexpr double kWayStandsOut = 6;       // spreads of the noise
// A way of such a share of the largest may be the first, and one of the other is. Along 24 cameras in rooms,
// halls and churches nothing before the first sound reached .08 (`bench cut`).
constexpr double kMaybe = 0.12, kSure = 0.25;
constexpr double kSameWay = 0.03;     // s about the line
constexpr double kHeardAlways = 0.5;  // of its share in all, that a way has in every part
constexpr std::size_t kAnswerParts = 3;

// Two bands are the real and the imaginary part of one series, as in Correlator.
void take_windowed(const Envelope& envelope, std::size_t pair, std::ptrdiff_t first,
                   const std::vector<float>& taper, std::vector<float>& re, std::vector<float>& im) {
  const auto hops = static_cast<std::ptrdiff_t>(envelope.hops());
  double sum_re = 0, sum_im = 0, weights = 0;
  for (std::size_t n = 0; n < kAnswerHops; ++n) {
    const std::ptrdiff_t h = first + static_cast<std::ptrdiff_t>(n);
    re[n] = im[n] = 0;
    if (h < 0 || h >= hops) continue;
    const auto at = static_cast<std::size_t>(h) * kBands + 2 * pair;
    re[n] = static_cast<float>(envelope.rises[at]);
    im[n] = static_cast<float>(envelope.rises[at + 1]);
    sum_re += static_cast<double>(re[n] * taper[n]);
    sum_im += static_cast<double>(im[n] * taper[n]);
    weights += static_cast<double>(taper[n]);
  }
  const auto mean_re = static_cast<float>(sum_re / std::max(weights, 1.)),
             mean_im = static_cast<float>(sum_im / std::max(weights, 1.));
  for (std::size_t n = 0; n < kAnswerHops; ++n) {
    const std::ptrdiff_t h = first + static_cast<std::ptrdiff_t>(n);
    if (h < 0 || h >= hops) continue;
    re[n] = (re[n] - mean_re) * taper[n];
    im[n] = (im[n] - mean_im) * taper[n];
  }
}

}  // namespace

Answer answer_of(const Envelope& master, const Envelope& camera, const Piece& line) {
  Answer answer;
  const double from_s = std::max({line.from_s, camera_of(line, 0), 0.});
  const double to_s = std::min({line.to_s, camera_of(line, master.seconds()), camera.seconds()});
  const double window_s = static_cast<double>(kAnswerHops) * kHop;
  if (to_s - from_s < window_s) return answer;
  std::vector<float> taper(kAnswerHops);
  for (std::size_t n = 0; n < kAnswerHops; ++n)
    taper[n] = static_cast<float>(
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(n) + 0.5) / kAnswerHops));
  const auto count = std::min(kMostAnswers, 1 + static_cast<std::size_t>((to_s - from_s) / window_s * 2 - 2));
  dsp::ComplexFft fft(static_cast<int>(kAnswerHops));
  std::vector<float> mr(kAnswerHops), mi(kAnswerHops), cr(kAnswerHops), ci(kAnswerHops);
  std::vector<double> cross_re(kAnswerHops), cross_im(kAnswerHops), power(kAnswerHops);
  for (std::size_t w = 0; w < count; ++w) {
    const double begin_s =
        from_s + (to_s - from_s - window_s) *
                     (count == 1 ? 0.5 : static_cast<double>(w) / static_cast<double>(count - 1));
    const double middle_s = begin_s + window_s / 2;
    const auto of_camera = static_cast<std::ptrdiff_t>(std::llround(begin_s / kHop));
    const auto of_master =
        static_cast<std::ptrdiff_t>(std::llround((master_of(line, middle_s) - window_s / 2) / kHop));
    for (std::size_t pair = 0; pair < kBands / 2; ++pair) {
      take_windowed(master, pair, of_master, taper, mr, mi);
      take_windowed(camera, pair, of_camera, taper, cr, ci);
      fft.forward(mr, mi);
      fft.forward(cr, ci);
      for (std::size_t k = 0; k < kAnswerHops; ++k) {
        cross_re[k] += static_cast<double>(mr[k] * cr[k] + mi[k] * ci[k]);
        cross_im[k] += static_cast<double>(mr[k] * ci[k] - mi[k] * cr[k]);
        power[k] += static_cast<double>(mr[k] * mr[k] + mi[k] * mi[k]);
      }
    }
  }
  double mean = 0;
  for (const double p : power) mean += p / static_cast<double>(kAnswerHops);
  if (mean <= 0) return answer;
  // What the two bands of a series have of each other cancels between a bin and its mirror's.
  std::vector<float> re(kAnswerHops), im(kAnswerHops);
  for (std::size_t k = 0; k < kAnswerHops; ++k) {
    const std::size_t mirror = (kAnswerHops - k) % kAnswerHops;
    const double under = (power[k] + power[mirror]) / 2 + kPowerFloor * mean;
    re[k] = static_cast<float>((cross_re[k] + cross_re[mirror]) / 2 / under);
    im[k] = static_cast<float>((cross_im[k] - cross_im[mirror]) / 2 / under);
  }
  fft.inverse(re, im);
  answer.reach = static_cast<std::ptrdiff_t>(kAnswerReach / kHop);
  const auto at = [&](std::ptrdiff_t lag) {
    return static_cast<double>(
               re[static_cast<std::size_t>(lag + static_cast<std::ptrdiff_t>(kAnswerHops)) % kAnswerHops]) /
           static_cast<double>(kAnswerHops);
  };
  for (std::ptrdiff_t lag = -answer.reach; lag <= answer.reach; ++lag) {
    double sum = 0;
    for (std::ptrdiff_t k = lag - kAbout; k <= lag + kAbout; ++k) sum += at(k);
    answer.size.push_back(sum);
  }
  answer.spread = spread_of(answer.size);
  return answer;
}

std::vector<Way> ways_of(const Answer& answer, double least) {
  std::vector<Way> ways;
  if (answer.size.empty()) return ways;
  const auto count = static_cast<std::ptrdiff_t>(answer.size.size());
  const double most = *std::max_element(answer.size.begin(), answer.size.end());
  const double needed = std::max(least * most, kWayStandsOut * answer.spread);
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const double size = answer.size[static_cast<std::size_t>(k)];
    if (size < needed || size <= 0) continue;
    const auto from = answer.size.begin() + std::max<std::ptrdiff_t>(0, k - kWaysApart),
               to = answer.size.begin() + std::min(count, k + kWaysApart + 1);
    if (size < *std::max_element(from, to)) continue;
    ways.push_back({static_cast<double>(k - answer.reach) * kHop, size / most});
  }
  return ways;
}

namespace {

// The share that the way at such a time has of an answer's largest.
double share_at(const Answer& answer, double late_s) {
  if (answer.size.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(std::llround(late_s / kHop)) + answer.reach;
  double size = 0;
  for (std::ptrdiff_t k = at - kAbout; k <= at + kAbout; ++k)
    if (k >= 0 && k < static_cast<std::ptrdiff_t>(answer.size.size()))
      size = std::max(size, answer.size[static_cast<std::size_t>(k)]);
  return size / *std::max_element(answer.size.begin(), answer.size.end());
}

// How much a recording's rises are like themselves so much later, -1..1.
double like_itself(const Envelope& envelope, double late_s) {
  const auto hops = static_cast<std::ptrdiff_t>(envelope.hops());
  const auto about = static_cast<std::ptrdiff_t>(std::llround(std::abs(late_s) / kHop));
  double mean[kBands] = {}, own = 0, most = 0;
  for (std::ptrdiff_t h = 0; h < hops; ++h)
    for (std::size_t b = 0; b < kBands; ++b)
      mean[b] += static_cast<double>(envelope.rises[static_cast<std::size_t>(h) * kBands + b]) /
                 static_cast<double>(hops);
  const auto at = [&](std::ptrdiff_t h, std::size_t b) {
    return static_cast<double>(envelope.rises[static_cast<std::size_t>(h) * kBands + b]) - mean[b];
  };
  for (std::ptrdiff_t h = 0; h < hops; ++h)
    for (std::size_t b = 0; b < kBands; ++b) own += at(h, b) * at(h, b);
  for (std::ptrdiff_t lag = about - kAbout; lag <= about + kAbout; ++lag) {
    double sum = 0;
    for (std::ptrdiff_t h = 0; h + lag < hops; ++h)
      for (std::size_t b = 0; b < kBands; ++b) sum += at(h, b) * at(h + lag, b);
    most = std::max(most, sum);
  }
  return own > 0 ? most / own : 0;
}

}  // namespace

Echoes echoes_of(const Envelope& master, const Envelope& camera, const Piece& line) {
  Echoes echoes;
  std::vector<Way> ways = ways_of(answer_of(master, camera, line), kMaybe);
  if (ways.empty()) return echoes;
  const double from_s = std::max({line.from_s, camera_of(line, 0), 0.});
  const double to_s = std::min({line.to_s, camera_of(line, master.seconds()), camera.seconds()});
  const double window_s = static_cast<double>(kAnswerHops) * kHop;
  const auto parts = std::min(kAnswerParts, static_cast<std::size_t>((to_s - from_s) / window_s));
  for (std::size_t p = 0; p < parts && parts > 1; ++p) {
    Piece part = line;
    const double part_s = std::max((to_s - from_s) / static_cast<double>(parts), window_s * 1.01);
    part.from_s = from_s + (to_s - from_s - part_s) * static_cast<double>(p) / static_cast<double>(parts - 1);
    part.to_s = part.from_s + part_s;
    const Answer answer = answer_of(master, camera, part);
    std::erase_if(ways,
                  [&](const Way& way) { return share_at(answer, way.late_s) < kHeardAlways * way.size; });
  }
  if (ways.empty()) return echoes;
  const auto first = std::find_if(ways.begin(), ways.end(), [](const Way& w) { return w.size >= kSure; });
  if (first == ways.end()) return echoes;
  // An echo that the master has itself is not quite divided out: it stands before its line, too.
  if (first->late_s < -kSameWay && like_itself(camera, first->late_s) <= like_itself(master, first->late_s)) {
    echoes.maybe_s = -first->late_s;
    return echoes;
  }
  // Where the line lies on no way it is on an echo of the master's own.
  if (std::abs(first->late_s) > kSameWay) {
    const bool on_a_way =
        std::ranges::any_of(ways, [](const Way& way) { return std::abs(way.late_s) <= kSameWay; });
    if (first->late_s < 0 || !on_a_way) echoes.first_s = first->late_s;
  }
  if (ways.front().late_s < echoes.first_s - kSameWay) echoes.maybe_s = echoes.first_s - ways.front().late_s;
  for (auto way = first + 1; way != ways.end(); ++way)
    if (way->size >= kSure && way->late_s > echoes.first_s + kSameWay)
      echoes.late_s.push_back(way->late_s - echoes.first_s);
  return echoes;
}

}  // namespace firstchair::cut
