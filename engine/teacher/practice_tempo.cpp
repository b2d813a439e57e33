#include "engine/teacher/practice_tempo.h"

#include <algorithm>
#include <cmath>

namespace firstchair::teacher {
namespace {

constexpr double kUp = 1.02, kDown = 0.95;
constexpr std::size_t kRolling = 10;

}  // namespace

PracticeTempo::PracticeTempo(double work_bpm, double limit_bpm)
    : bpm_(std::round(work_bpm)), limit_bpm_(limit_bpm) {}

void PracticeTempo::played(bool clean) {
  all_.push_back(clean);
  at_tempo_.push_back(clean);
  const auto last = [&](std::size_t n) {
    const std::size_t have = std::min(n, at_tempo_.size());
    return std::count(at_tempo_.end() - static_cast<std::ptrdiff_t>(have), at_tempo_.end(), true);
  };
  if (at_tempo_.size() >= 2 && last(2) == 0) {
    bpm_ = std::floor(bpm_ * kDown);
    at_tempo_.clear();
  } else if (last(4) >= 3) {
    bpm_ = std::min(std::max(std::round(bpm_ * kUp), bpm_ + 1), std::max(bpm_, std::floor(limit_bpm_)));
    at_tempo_.clear();
    rose_ = true;
  }
}

std::optional<double> PracticeTempo::excursion() {
  if (!rose_ || excursion_done_) return std::nullopt;
  excursion_done_ = true;
  return std::round(limit_bpm_);
}

std::optional<double> PracticeTempo::clean_share() const {
  if (all_.empty()) return std::nullopt;
  const std::size_t n = std::min(kRolling, all_.size());
  return static_cast<double>(std::count(all_.end() - static_cast<std::ptrdiff_t>(n), all_.end(), true)) /
         static_cast<double>(n);
}

}  // namespace firstchair::teacher
