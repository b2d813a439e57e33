#include "engine/follow/free/track.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/follow/pulse/kalman.h"

namespace firstchair::follow {
namespace {

struct Place {
  int slot;
  double cost;  // -log of how often an attack of a groove stands there
};
constexpr std::array<Place, 8> kPlaces{
    {{0, 1.05}, {24, 1.45}, {12, 2.3}, {36, 2.2}, {16, 3.4}, {32, 2.8}, {8, 4.6}, {40, 4.3}}};

double log_of(double x) {
  return std::log(static_cast<float>(x));
}

struct Hypothesis {
  PulseState pulse;
  std::int64_t slot = 0;
  bool lost = false;
  double cost = 0;
  std::int32_t node = -1;
  int tempo_class = 0;
};

struct Node {
  std::int32_t parent;
  std::int64_t slot;
  bool lost;
};

// Attacks that repeat: autocorrelation of the attacks, each a bump, over lags up to a few beats.
class Repetition {
 public:
  static constexpr double kStep = 0.004, kLongest = 4.0;

  explicit Repetition(std::span<const Attack> attacks)
      : at_(static_cast<std::size_t>(kLongest / kStep) + 8, 0) {
    for (std::size_t i = 0; i < attacks.size(); ++i) {
      for (std::size_t j = i + 1; j < attacks.size(); ++j) {
        const double lag = attacks[j].seconds - attacks[i].seconds;
        if (lag > kLongest) break;
        double like = 0;
        for (int p = 0; p < kPartCount; ++p) like += std::min(attacks[i].strength[p], attacks[j].strength[p]);
        const double weight = 0.2 + like;
        const double x = lag / kStep;
        const int centre = static_cast<int>(x);
        for (int k = std::max(0, centre - 5); k <= centre + 6; ++k) {
          const double d = (k - x) * kStep / (0.008 + 0.004 * lag);
          if (d * d < 4) at_[static_cast<std::size_t>(k)] += weight * (1 - d * d / 4);
        }
      }
    }
  }
  double at(double lag) const {
    const std::size_t k = static_cast<std::size_t>(lag / kStep + 0.5);
    return k < at_.size() ? at_[k] : 0;
  }

 private:
  std::vector<double> at_;
};

}  // namespace

double Track::beat(std::span<const Attack> attacks) const {
  if (slot.size() != attacks.size()) return 0;
  double seconds = 0, slots = 0;
  std::size_t before = attacks.size();
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    if (lost[i]) before = attacks.size();
    if (slot[i] < 0) continue;
    if (before < attacks.size()) {
      seconds += attacks[i].seconds - attacks[before].seconds;
      slots += static_cast<double>(slot[i] - slot[before]);
    }
    before = i;
  }
  return slots > 0 ? seconds / slots * kSlots : 0;
}

std::vector<double> committee(std::span<const Attack> attacks, const TrackTuning& tuning) {
  const Repetition repetition(attacks);
  struct Peak {
    double beat, score;
  };
  std::vector<Peak> peaks;
  std::vector<Peak> all;
  for (double beat = tuning.shortest_beat / 1.02; beat < 2.04 * tuning.shortest_beat; beat *= 1.008) {
    const double score = 0.6 * repetition.at(beat / 2) + repetition.at(beat) + repetition.at(2 * beat) +
                         0.5 * repetition.at(3 * beat) + repetition.at(4 * beat);
    all.push_back({beat, score});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool top = true;
    for (std::size_t j = i >= 3 ? i - 3 : 0; j < std::min(all.size(), i + 4); ++j)
      top &= all[j].score <= all[i].score;
    if (top) peaks.push_back(all[i]);
  }
  std::stable_sort(peaks.begin(), peaks.end(),
                   [](const Peak& a, const Peak& b) { return a.score > b.score; });
  peaks.resize(std::min(peaks.size(), static_cast<std::size_t>(tuning.committee)));
  std::vector<double> beats;
  for (const Peak& peak : peaks) beats.push_back(peak.beat);
  return beats;
}

Track track(std::span<const Attack> attacks, double length, const TrackTuning& its_tuning) {
  Track result;
  const TrackTuning tuning = its_tuning;  // a copy that no write below can change: it stays in registers
  const double stroke_variance = tuning.stroke * tuning.stroke;
  if (attacks.size() < 4) return result;
  std::vector<Hypothesis> beam, next;
  std::vector<Node> nodes;
  auto begin = [&](std::vector<Hypothesis>& out, std::vector<std::int32_t>& parents, double seconds,
                   std::int64_t beat, double cost, std::int32_t parent) {
    for (const Place& place : kPlaces) {
      Hypothesis h;
      h.pulse.time = seconds;
      h.pulse.period = length;
      h.pulse.tt = stroke_variance;
      h.pulse.pp = tuning.spread * length * tuning.spread * length;
      h.slot = beat * kSlots + place.slot;
      h.cost = cost + place.cost;
      h.lost = parent >= 0;
      out.push_back(h);
      parents.push_back(parent);
    }
  };
  std::vector<std::int32_t> parents, next_parents;
  std::vector<std::int64_t> slots;
  begin(next, parents, attacks[0].seconds, 0, 0, -1);
  slots.clear();
  for (const Hypothesis& h : next) slots.push_back(h.slot);

  for (std::size_t i = 0; i < attacks.size(); ++i) {
    const double seconds = attacks[i].seconds;
    if (i > 0) {
      next.clear();
      parents.clear();
      slots.clear();
      const Hypothesis* leader = &beam.front();
      for (const Hypothesis& h : beam) {
        if (h.cost < leader->cost) leader = &h;
        // Off the grid: nothing learned.
        Hypothesis off = h;
        off.cost += tuning.off_grid;
        off.lost = false;
        next.push_back(off);
        parents.push_back(h.node);
        slots.push_back(-1);
        const double expected =
            static_cast<double>(h.slot) / kSlots + (seconds - h.pulse.time) / h.pulse.period;
        const std::int64_t first_beat = static_cast<std::int64_t>(std::floor(expected)) - 1;
        for (std::int64_t beat = first_beat; beat <= first_beat + 2; ++beat) {
          for (const Place& place : kPlaces) {
            const std::int64_t slot = beat * kSlots + place.slot;
            if (slot <= h.slot) continue;
            const double ahead = static_cast<double>(slot - h.slot) / kSlots;
            const double error = seconds - h.pulse.time - ahead * h.pulse.period;
            const double step = tuning.walk * h.pulse.period;
            const double variance = h.pulse.tt + ahead * (2 * h.pulse.tp + ahead * h.pulse.pp) +
                                    step * step * ahead * ahead * ahead / 3 + stroke_variance;
            const double z2 = error * error / variance;
            if (z2 > 16) continue;
            Hypothesis on = h;
            on.slot = slot;
            on.lost = false;
            on.cost += place.cost + 0.9686 + 0.5 * log_of(variance) + 3.0 * log_of(1 + z2 / 5) + 1.8;
            on.pulse = h.pulse.ahead(ahead, tuning.walk).seen(seconds, stroke_variance * (5 + z2) / 6);
            if (on.pulse.period < length / tuning.range || on.pulse.period > length * tuning.range) continue;
            next.push_back(on);
            parents.push_back(h.node);
            slots.push_back(slot);
          }
        }
      }
      const double pause = seconds - attacks[i - 1].seconds;
      const double now =
          static_cast<double>(leader->slot) / kSlots + (seconds - leader->pulse.time) / leader->pulse.period;
      const std::size_t before = next.size();
      begin(next, parents, seconds, static_cast<std::int64_t>(std::ceil(now)),
            leader->cost + (pause > tuning.pause ? tuning.lost_after_pause : tuning.lost), leader->node);
      for (std::size_t k = before; k < next.size(); ++k) slots.push_back(next[k].slot);
    }
    // Keep the cheapest of each (place in the beat, tempo).
    double best = std::numeric_limits<double>::infinity();
    for (const Hypothesis& h : next) best = std::min(best, h.cost);
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < next.size(); ++k) {
      if (next[k].cost < best + tuning.margin) order.push_back(k);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return next[a].cost < next[b].cost; });
    beam.clear();
    const std::size_t width = static_cast<std::size_t>(i < 24 ? 2 * tuning.width : tuning.width);
    for (std::size_t k : order) {
      Hypothesis h = next[k];
      h.tempo_class = static_cast<int>(std::floor(log_of(h.pulse.period) * 25.0));
      bool known = false;
      for (const Hypothesis& other : beam) {
        known |= other.tempo_class == h.tempo_class && (other.slot - h.slot) % kSlots == 0 &&
                 std::abs(other.pulse.time - h.pulse.time) < 0.5 * h.pulse.period;
      }
      if (known) continue;
      nodes.push_back({parents[k], slots[k], h.lost});
      h.node = static_cast<std::int32_t>(nodes.size()) - 1;
      beam.push_back(h);
      if (beam.size() >= width) break;
    }
    for (Hypothesis& h : beam) h.cost -= best;
    result.cost += best;
  }
  const Hypothesis* winner = &beam.front();
  for (const Hypothesis& h : beam) {
    if (h.cost < winner->cost) winner = &h;
  }
  result.slot.assign(attacks.size(), -1);
  result.lost.assign(attacks.size(), false);
  std::size_t at = attacks.size();
  for (std::int32_t n = winner->node; n >= 0; n = nodes[static_cast<std::size_t>(n)].parent) {
    result.slot[--at] = nodes[static_cast<std::size_t>(n)].slot;
    result.lost[at] = nodes[static_cast<std::size_t>(n)].lost;
  }
  return result;
}

}  // namespace firstchair::follow
