#include "bench/hearing/tally.h"

#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

constexpr double kMatch = 0.025;

// Times of a family's strokes, one an attack.
std::vector<double> times_of(const Rendering& file, Family family) {
  std::vector<double> times;
  for (const Truth& truth : file.truth) {
    const auto is = [&](const Stroke& stroke) { return family_of(stroke.voice) == family; };
    if (std::any_of(truth.strokes.begin(), truth.strokes.end(), is)) times.push_back(truth.seconds);
  }
  return times;
}

}  // namespace

void Tally::add(const Rendering& file, const std::vector<double>& heard) {
  File row{.truth = {}, .heard = heard, .velocity = {}};
  for (const Truth& truth : file.truth) {
    row.truth.push_back(truth.seconds);
    row.velocity.push_back(truth.velocity);
  }
  // Moving an attack's time to a louder stroke can cross the next attack only by a hair; matching wants
  // order.
  std::sort(row.truth.begin(), row.truth.end());
  std::sort(row.heard.begin(), row.heard.end());
  files.push_back(std::move(row));
  sound_seconds += static_cast<double>(file.sound.size()) / kBenchRate;
}

void Tally::add_details(const Rendering& file, const std::vector<Hit>& hits,
                        const std::vector<double>& told_after) {
  std::vector<double> truth, heard;
  for (const Truth& attack : file.truth) truth.push_back(attack.seconds);
  for (const Hit& hit : hits) heard.push_back(static_cast<double>(hit.frame) / kBenchRate);
  for (const auto& [t, h] : match_nearest(truth, heard, kMatch)) {
    const Hit& hit = hits[h];
    const Truth& attack = file.truth[t];
    reaction_ms.push_back(1000 * (told_after[h] - truth[t]));
    const Family family = family_of(attack.strokes.front().voice);
    timing.push_back({1000 * (heard[h] - truth[t]), static_cast<double>(hit.sigma_ms), hit.timed, family});
    const auto is_heard = [&](const Stroke& stroke) {
      return family_of(stroke.voice) == family_of(hit.voice);
    };
    const bool right = std::any_of(attack.strokes.begin(), attack.strokes.end(), is_heard);
    const std::size_t tenth = std::min<std::size_t>(9, static_cast<std::size_t>(hit.voice_probability * 10));
    sure[tenth] += 1;
    sure_right[tenth] += right;
    sure_sum[tenth] += static_cast<double>(hit.voice_probability);
    if (attack.strokes.size() > 1) continue;
    ++confusion[static_cast<std::size_t>(family)][static_cast<std::size_t>(family_of(hit.voice))];
    velocity[static_cast<std::size_t>(family)].push_back(attack.velocity);
    strength[static_cast<std::size_t>(family)].push_back(static_cast<double>(hit.strength));
  }
  for (int f = 0; f < kFamilyCount; ++f) {
    const Family family = static_cast<Family>(f);
    std::vector<double> mine;
    for (const Hit& hit : hits) {
      if (family_of(hit.voice) == family) mine.push_back(static_cast<double>(hit.frame) / kBenchRate);
    }
    voices[static_cast<std::size_t>(f)].add(times_of(file, family), mine, kMatch);
  }
}

Counts Tally::at(double window, double shift) const {
  Counts counts;
  for (const File& file : files) {
    std::vector<double> moved = file.heard;
    for (double& time : moved) time -= shift;
    counts.add(file.truth, moved, window);
  }
  return counts;
}

double Tally::bias_ms() const {
  std::vector<double> errors;
  for (const File& file : files) {
    for (const auto& [t, h] : match_nearest(file.truth, file.heard, kMatch)) {
      errors.push_back(1000 * (file.heard[h] - file.truth[t]));
    }
  }
  return percentile(errors, 0.5);
}

double Tally::within_ms(double ms, double shift) const {
  double close = 0, all = 0;
  for (const File& file : files) {
    std::vector<double> moved = file.heard;
    for (double& time : moved) time -= shift;
    for (const auto& [t, h] : match_nearest(file.truth, moved, kMatch)) {
      ++all;
      close += std::abs(moved[h] - file.truth[t]) < ms / 1000;
    }
  }
  return all > 0 ? close / all : 0;
}

double Tally::recall(double from_velocity, double below_velocity, double clear) const {
  double found = 0, all = 0;
  for (const File& file : files) {
    const auto counts = [&](std::size_t t) {
      return file.velocity[t] >= from_velocity && file.velocity[t] < below_velocity &&
             (t == 0 || file.truth[t] - file.truth[t - 1] >= clear);
    };
    for (std::size_t t = 0; t < file.truth.size(); ++t) all += counts(t);
    for (const auto& [t, h] : match_nearest(file.truth, file.heard, kMatch)) found += counts(t);
  }
  return all > 0 ? found / all : 1;
}

}  // namespace firstchair
