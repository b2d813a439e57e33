#include "bench/hearing/tally.h"

#include <algorithm>
#include <cmath>

#include "lab/attacks.h"

namespace firstchair::bench {
namespace {

std::vector<double> moved_by(std::vector<double> times, double shift) {
  for (double& time : times) time -= shift;
  return times;
}

}  // namespace

void Tally::add(const lab::Rendering& file, const std::vector<double>& heard) {
  File row{.truth = {},
           .heard = lab::merged(heard),
           .velocity = {},
           .seconds = static_cast<double>(file.sound.size()) / lab::kBenchRate};
  for (const lab::Truth& truth : file.truth) {
    row.truth.push_back(truth.seconds);
    row.velocity.push_back(truth.velocity);
  }
  sound_seconds += row.seconds;
  files.push_back(std::move(row));
}

std::vector<lab::Counts> Tally::at_each(double window, double shift) const {
  std::vector<lab::Counts> each;
  for (const File& file : files) each.emplace_back().add(file.truth, moved_by(file.heard, shift), window);
  return each;
}

std::vector<double> Tally::errors_ms(double shift, double window) const {
  std::vector<double> errors;
  for (const File& file : files) {
    const std::vector<double> moved = moved_by(file.heard, shift);
    for (const auto& [t, h] : lab::match_nearest(file.truth, moved, window)) {
      errors.push_back(1000 * (moved[h] - file.truth[t]));
    }
  }
  return errors;
}

double Tally::within_ms(double ms, double shift) const {
  const std::vector<double> errors = errors_ms(shift);
  const auto close = std::count_if(errors.begin(), errors.end(), [&](double e) { return std::abs(e) < ms; });
  return errors.empty() ? 0 : static_cast<double>(close) / static_cast<double>(errors.size());
}

double Tally::recall(double from_velocity, double below_velocity, double clear) const {
  double found = 0, all = 0;
  for (const File& file : files) {
    const auto counts = [&](std::size_t t) {
      return file.velocity[t] >= from_velocity && file.velocity[t] < below_velocity &&
             (t == 0 || file.truth[t] - file.truth[t - 1] >= clear);
    };
    for (std::size_t t = 0; t < file.truth.size(); ++t) all += counts(t);
    for (const auto& [t, h] : lab::match_nearest(file.truth, file.heard, kHeadline)) found += counts(t);
  }
  return all > 0 ? found / all : 1;
}

}  // namespace firstchair::bench
