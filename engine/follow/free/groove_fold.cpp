#include "engine/follow/free/groove_fold.h"

#include <algorithm>
#include <cmath>

namespace firstchair::follow {
namespace {

constexpr float kGhost = 45.0F / 127;  // a snare softer than that is a ghost
constexpr double kMinority = 0.3;      // of the bars

}  // namespace

Fold fold(std::span<const Attack> attacks, const Track& track, double quarter, int bar) {
  Fold f;
  const auto places = static_cast<std::size_t>(bar);
  f.strength.resize(places);
  for (std::vector<double>* v : {&f.attacks, &f.crashes, &f.foot, &f.broken}) v->resize(places);
  std::int64_t begin = -1, end = 0;
  auto each = [&](auto&& visit) {
    for (std::size_t i = 0; i < attacks.size(); ++i) {
      if (track.slot[i] < 0) continue;
      const std::int64_t place = std::llround(static_cast<double>(track.slot[i]) / quarter);
      visit(attacks[i], place, static_cast<std::size_t>(place % bar));
    }
  };
  each([&](const Attack& attack, std::int64_t place, std::size_t in_bar) {
    if (begin < 0) begin = place, f.first = static_cast<std::int64_t>(in_bar);
    end = place;
    for (std::size_t p = 0; p < kPartCount; ++p) f.strength[in_bar][p] += attack.strength[p];
    ++f.attacks[in_bar];
    f.crashes[in_bar] += attack.crash;
    f.foot[in_bar] += attack.foot;
    f.kicks += attack.strength[static_cast<std::size_t>(Part::low)] > 0;
    f.snares += attack.strength[static_cast<std::size_t>(Part::back)] >= kGhost;
    f.times += attack.strength[static_cast<std::size_t>(Part::time)] > 0;
  });
  f.quarters = std::max(1.0, static_cast<double>(end - begin) / kFine);
  f.bars = std::max(1.0, static_cast<double>(end - begin) / bar);
  each([&](const Attack& attack, std::int64_t, std::size_t in_bar) {
    for (std::size_t p = 0; p < kPartCount; ++p) {
      if (f.strength[in_bar][p] < kMinority * f.bars) f.broken[in_bar] += attack.strength[p];
    }
  });
  return f;
}

Recurrence::Recurrence(std::span<const Attack> attacks, const Track& track) : attacks_(attacks) {
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    if (track.slot[i] >= 0) at_.push_back({track.slot[i], i});
  }
}

double Recurrence::operator()(double beats) {
  const std::int64_t lag = std::llround(beats * kSlots);
  auto [known, fresh] = cache_.try_emplace(lag, 0.0);
  if (fresh) known->second = measure(lag);
  return known->second;
}

double Recurrence::measure(std::int64_t lag) const {
  if (at_.empty()) return 0;
  const std::int64_t end = at_.back().first;
  double same = 0, all = 0;
  std::size_t j = 0;
  for (const auto& [slot, i] : at_) {
    if (slot + lag > end) break;
    while (at_[j].first < slot + lag) ++j;
    const bool there = at_[j].first == slot + lag;
    for (int p = 0; p < kPartCount; ++p) {
      const double a = attacks_[i].strength[p], b = there ? attacks_[at_[j].second].strength[p] : 0;
      same += std::min(a, b);
      all += a;
    }
  }
  return all > 0 ? same / all : 0;
}

}  // namespace firstchair::follow
