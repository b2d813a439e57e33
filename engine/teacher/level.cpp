#include "engine/teacher/level.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/stats/stats.h"

namespace firstchair::teacher {
namespace {

constexpr double kDriftOct = 0.01;  // SD of a day
constexpr double kFirstSd = 0.5;    // oct, about the first tempo played
constexpr double kUsualSigma = 0.08;
constexpr double kZ85 = 1.16;

// `told` of every observation of the item up to now_s, as the level stands after it.
template <class Told>
Level walk(const History& history, std::string_view item, std::int64_t now_s, Told&& told) {
  Level level;
  const double sigma = sigma_of(history, item);
  auto limit = history.limits.begin();
  const auto limits_until = [&](std::int64_t until) {
    for (; limit != history.limits.end() && limit->began_s <= until; ++limit) {
      if (limit->item != item) continue;
      observe_limit(level, limit->t50, limit->sd_oct, limit->began_s);
      level.broke += limit->broke;
      level.held_bpm = std::max(level.held_bpm, limit->held_bpm);
      told(std::as_const(level));
    }
  };
  for (const KeptTake& take : history.takes) {
    if (take.began_s > now_s) break;
    // The takes of a limit are inside its result.
    if (take.item != item || !counts(take) || !take.click || take.mode == Mode::limit) continue;
    limits_until(take.began_s);
    observe_take(level, take.bpm, take.clean, sigma, take.began_s);
    if (take.bpm > 0) level.broke += !take.clean;
    if (take.clean) level.held_bpm = std::max(level.held_bpm, take.bpm);
    if (level.observations > 0) told(std::as_const(level));
  }
  limits_until(now_s);
  predict(level, now_s);
  return level;
}

}  // namespace

double Level::bpm() const {
  return std::exp2(log2_bpm);
}
double Level::low_bpm() const {
  return std::exp2(log2_bpm - 1.96 * sd_oct);
}
double Level::high_bpm() const {
  return std::exp2(log2_bpm + 1.96 * sd_oct);
}
double Level::work_bpm(double sigma_oct) const {
  return std::exp2(log2_bpm - kZ85 * sigma_oct);
}

void predict(Level& level, std::int64_t now_s) {
  if (level.observations == 0 || now_s <= level.at_s) return;  // a clock that went back changes nothing
  const double days = static_cast<double>(now_s - level.at_s) / kDayS;
  level.sd_oct = std::sqrt(level.sd_oct * level.sd_oct + kDriftOct * kDriftOct * days);
  level.at_s = now_s;
}

void observe_limit(Level& level, double log2_bpm, double sd_oct, std::int64_t at_s) {
  if (level.observations == 0) {
    level = {.log2_bpm = log2_bpm, .sd_oct = sd_oct, .at_s = at_s, .observations = 1};
    return;
  }
  predict(level, at_s);
  const double v = level.sd_oct * level.sd_oct, noise = sd_oct * sd_oct;
  level.log2_bpm += v / (v + noise) * (log2_bpm - level.log2_bpm);
  level.sd_oct = std::sqrt(v * noise / (v + noise));
  ++level.observations;
}

void observe_take(Level& level, double bpm, bool clean, double sigma_oct, std::int64_t at_s) {
  if (!(bpm > 0)) return;
  const double x = std::log2(bpm);
  if (level.observations == 0) level = {.log2_bpm = x, .sd_oct = kFirstSd, .at_s = at_s, .observations = 0};
  predict(level, at_s);
  const double v = level.sd_oct * level.sd_oct, scale = std::sqrt(v + sigma_oct * sigma_oct);
  const double side = clean ? 1 : -1, t = side * (level.log2_bpm - x) / scale;
  const double density = std::exp(-t * t / 2) / std::sqrt(2 * 3.14159265358979323846);
  const double ratio = density / std::max(stats::normal_cdf(t), 1e-12);
  level.log2_bpm += side * v / scale * ratio;
  level.sd_oct = std::sqrt(v - v * v / (scale * scale) * ratio * (t + ratio));
  ++level.observations;
}

Level level_of(const History& history, std::string_view item, std::int64_t now_s) {
  return walk(history, item, now_s, [](const Level&) {});
}

std::vector<Level> level_track(const History& history, std::string_view item, std::int64_t now_s) {
  std::vector<Level> track;
  const Level now = walk(history, item, now_s, [&](const Level& level) { track.push_back(level); });
  if (!track.empty()) track.push_back(now);
  return track;
}

double sigma_of(const History& history, std::string_view item) {
  for (auto limit = history.limits.rbegin(); limit != history.limits.rend(); ++limit) {
    if (limit->item == item && limit->sigma_oct > 0) return limit->sigma_oct;
  }
  return kUsualSigma;
}

double probability_below(const Level& level, double bpm) {
  if (level.observations == 0) return 1;
  return stats::normal_cdf((std::log2(bpm) - level.log2_bpm) / std::max(level.sd_oct, 1e-6));
}

}  // namespace firstchair::teacher
