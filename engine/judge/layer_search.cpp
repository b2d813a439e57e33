#include "engine/judge/layer_search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr double kFalseDiscovery = 0.005;
constexpr double kLeastNoise = 0.7;  // ms, of a mean over a bar: a programmed take has none of its own
constexpr double kLeastShare =
    0.8;  // of the noise that single strokes would have, that a mean over a bar has at least
constexpr double kAgrees = 0.4;  // of a lean of all lines, that one of them has to have
constexpr double kStill = 0.7;   // of a lean, that a wider stretch has to have to be told instead
constexpr double kFar = -12;     // ln of a probability that leaves no doubt
constexpr double kAlike =
    0.75;  // of a lean that the shorter phrase has as well: then it is the shorter one's
constexpr int kLeastRepeats = 3;  // bars, of a phrase

// The normal deviate as rare as t with that many degrees of freedom (Wallace).
double normal_of(double t, double free) {
  return std::sqrt(free * std::log1p(t * t / free)) * (1 - 3 / (8 * free + 3) * 0.5);
}

// ln of the two-sided probability of a normal deviate beyond z, also where it has no more digits.
double log_two_sided(double z) {
  if (z < 6) return std::log(std::erfc(z / std::sqrt(2.0)));
  return -z * z / 2 - std::log(z) - 0.2257913526447274;  // ln sqrt(pi / 2)
}

double mean_about(const std::vector<double>& values, double middle, double wild) {
  double sum = 0, n = 0;
  for (const double v : values) {
    if (std::abs(v - middle) <= wild) sum += v, ++n;
  }
  return n > 0 ? sum / n : middle;
}

}  // namespace

// Mean without what lies wildly apart: the first bar of a take is no phrase's end.
double core_mean(const std::vector<double>& values, double wild) {
  return mean_about(values, stats::median(values), wild);
}

LayerSearch::LayerSearch(const LayerStrokes& take) : take_(take), everies_{1, 2, 4, 8} {
  const int chart_bars = static_cast<int>(take_.bars.size());
  if (chart_bars > 1 && chart_bars <= 16 &&
      std::find(everies_.begin(), everies_.end(), chart_bars) == everies_.end())
    everies_.push_back(chart_bars);
  for (const int every : everies_) {
    phases_.emplace_back();
    for (int bar = 0; bar < take_.bar_count; ++bar) phases_.back().push_back(take_.phase_of(bar, every));
  }
  groups_.resize(static_cast<std::size_t>(*std::max_element(everies_.begin(), everies_.end())));
}

// The median, in memory that is there already.
double LayerSearch::middle_of(const std::vector<double>& values) {
  if (values.empty()) return 0;
  sorted_.assign(values.begin(), values.end());
  const auto middle = sorted_.begin() + static_cast<std::ptrdiff_t>(sorted_.size() / 2);
  std::nth_element(sorted_.begin(), middle, sorted_.end());
  if (sorted_.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(sorted_.begin(), middle)) / 2;
}

// More than one line does it, where more than one plays.
bool LayerSearch::is_shared(const LayerCandidate& c) const {
  std::array<double, kLineCount> sum{}, n{};
  for (std::size_t i = 0; i < take_.strokes.size(); ++i) {
    if (!take_.holds(c, take_.strokes[i])) continue;
    sum[static_cast<std::size_t>(take_.strokes[i].line)] += take_.value(i, c);
    ++n[static_cast<std::size_t>(take_.strokes[i].line)];
  }
  int agree = 0, playing = 0;
  double with = 0, all = 0;
  for (std::size_t l = 0; l < n.size(); ++l) {
    playing += take_.bars_with[l] > 0;
    if (n[l] == 0) continue;
    all += n[l];
    if (sum[l] / n[l] * (c.ms < 0 ? -1 : 1) < kAgrees * std::abs(c.ms)) continue;
    ++agree;
    with += n[l];
  }
  return playing < 2 || (agree >= 2 && with >= 0.6 * all);
}

// The candidates of one set: every bar of it, one of 2, 4, 8, and single bars.
void LayerSearch::judge_set(const Series& series, LayerCandidate shape, bool single, LayerCandidate& best) {
  const auto bars = static_cast<std::size_t>(take_.bar_count);
  std::vector<double>&values = values_, &strokes = counted_, &away = away_;
  std::vector<int>& at = at_;
  values.clear(), strokes.clear(), at.clear();
  for (std::size_t b = 0; b < bars; ++b) {
    if (series.n[b] > 0)
      values.push_back(series.at(b)), strokes.push_back(series.n[b]), at.push_back(static_cast<int>(b));
  }
  if (values.size() < static_cast<std::size_t>(kLeastRepeats)) return;
  const auto consider = [&](const LayerCandidate& c) {
    ++tested_;
    if (c.kind == LayerKind::phrase) of_kit_.push_back(c);
    if ((best.bars == 0 || c.log_p < best.log_p) && (c.line != kKit || is_shared(c))) best = c;
  };
  double per_bar = 0;
  for (const double k_bar : strokes) per_bar += k_bar / static_cast<double>(strokes.size());
  for (std::size_t e = 0; e < everies_.size(); ++e) {
    const int every = everies_[e];
    if (every > 1 && (shape.kind == LayerKind::line || static_cast<int>(values.size()) < 2 * every)) continue;
    const std::span groups(groups_.data(), static_cast<std::size_t>(every));
    for (auto& group : groups) group.clear();
    counts_.assign(static_cast<std::size_t>(every), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto phase = static_cast<std::size_t>(phases_[e][static_cast<std::size_t>(at[i])]);
      groups[phase].push_back(values[i]);
      counts_[phase] += strokes[i];
    }
    away.clear();
    for (const auto& group : groups) {
      const double middle = middle_of(group);
      for (const double v : group) away.push_back(std::abs(v - middle));
    }
    // Deviations from the middle of a few are small.
    const double core = 1.4826 * middle_of(away) * (1 + 1.5 * every / static_cast<double>(values.size()));
    const double wild = 3.5 * std::max(kLeastNoise, core);
    double squares = 0, free = 0;
    for (const auto& group : groups) {
      if (group.size() < 2) continue;
      double mean = 0;
      for (const double v : group) mean += v / static_cast<double>(group.size());
      for (const double v : group) squares += std::min((v - mean) * (v - mean), wild * wild);
      free += static_cast<double>(group.size() - 1);
    }
    if (free < 4) continue;
    const double spread =
        std::max({kLeastNoise, std::sqrt(squares / free), kLeastShare * stroke_spread_ / std::sqrt(per_bar)});
    for (int which = 0; which < every; ++which) {
      const auto& group = groups[static_cast<std::size_t>(which)];
      if (static_cast<int>(group.size()) < kLeastRepeats ||
          counts_[static_cast<std::size_t>(which)] < kLeastLayerStrokes)
        continue;
      LayerCandidate c = shape;
      c.every = every;
      c.which = which;
      c.bars = static_cast<int>(group.size());
      c.ms = mean_about(group, middle_of(group), wild);
      c.strokes = static_cast<int>(counts_[static_cast<std::size_t>(which)]);
      c.error = spread / std::sqrt(static_cast<double>(group.size()));
      c.free = free;
      c.log_p = log_two_sided(normal_of(c.ms / c.error, free));
      consider(c);
    }
    if (every == 1 && single) {
      const double middle = middle_of(values);
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (strokes[i] < 2) continue;
        LayerCandidate c = shape;
        c.kind = LayerKind::bar;
        c.bar = at[i];
        c.ms = values[i] - middle;
        c.bars = 1;
        c.strokes = static_cast<int>(strokes[i]);
        c.error = spread;
        c.free = free;
        c.log_p = log_two_sided(normal_of(c.ms / c.error, free));
        consider(c);
      }
    }
  }
}

LayerCandidate LayerSearch::surest() {
  const auto bars = static_cast<std::size_t>(take_.bar_count), slots = take_.slots.size();
  tested_ = 0;
  of_kit_.clear();
  // Sums by line, slot and bar; the kit's of what is left as it is, a line's cleared of what the others
  // did.
  std::vector<double> sum((kLineCount + 1) * slots * bars, 0), n(sum.size(), 0);
  std::array<bool, kLineCount> present{};
  for (std::size_t i = 0; i < take_.strokes.size(); ++i) {
    const LayerStroke& s = take_.strokes[i];
    const auto at = [&](int line) {
      return (static_cast<std::size_t>(line) * slots + static_cast<std::size_t>(s.slot)) * bars +
             static_cast<std::size_t>(s.bar);
    };
    sum[at(s.line)] += take_.clear[i], ++n[at(s.line)];
    sum[at(kKit)] += s.left - take_.kit_lean(s.line), ++n[at(kKit)];
    present[static_cast<std::size_t>(s.line)] = true;
  }
  const auto series = [&](int line, std::size_t from, std::size_t to) {
    Series set{std::vector<double>(bars, 0), std::vector<double>(bars, 0)};
    for (std::size_t slot = from; slot < to; ++slot) {
      const std::size_t at = (static_cast<std::size_t>(line) * slots + slot) * bars;
      for (std::size_t b = 0; b < bars; ++b) set.sum[b] += sum[at + b], set.n[b] += n[at + b];
    }
    return set;
  };
  const auto lines_in = [&](std::size_t from, std::size_t to) {
    int count = 0;
    for (int line = 0; line < kLineCount; ++line) {
      double strokes = 0;
      for (std::size_t i = (static_cast<std::size_t>(line) * slots + from) * bars;
           i < (static_cast<std::size_t>(line) * slots + to) * bars; ++i)
        strokes += n[i];
      count += strokes >= kLeastLayerStrokes;
    }
    return count;
  };
  stroke_spread_ = take_.robust_spread();
  LayerCandidate best;
  int lines = 0;
  for (int line = 0; line < kLineCount; ++line) {
    if (!present[static_cast<std::size_t>(line)]) continue;
    ++lines;
    judge_set(series(line, 0, slots),
              {.kind = LayerKind::line, .line = line, .slot_from = 0, .slot_to = static_cast<int>(slots)},
              false, best);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      judge_set(series(line, slot, slot + 1),
                {.kind = LayerKind::place,
                 .line = line,
                 .slot_from = static_cast<int>(slot),
                 .slot_to = static_cast<int>(slot) + 1},
                false, best);
    }
  }
  // All lines together: every run of quarters, and every place.
  std::vector<std::size_t> begins(static_cast<std::size_t>(take_.quarters) + 1, slots);
  for (std::size_t slot = slots; slot-- > 0;)
    begins[static_cast<std::size_t>(take_.slots[slot] / kTicksPerQuarter)] = slot;
  for (std::size_t q = begins.size() - 1; q-- > 0;) begins[q] = std::min(begins[q], begins[q + 1]);
  for (int from = 0; from < take_.quarters; ++from) {
    for (int to = from + 1; to <= take_.quarters; ++to) {
      const std::size_t a = begins[static_cast<std::size_t>(from)], b = begins[static_cast<std::size_t>(to)];
      if (a == b || (lines > 1 && lines_in(a, b) < 2)) continue;
      judge_set(series(kKit, a, b),
                {.kind = LayerKind::phrase,
                 .line = kKit,
                 .slot_from = static_cast<int>(a),
                 .slot_to = static_cast<int>(b)},
                to == from + 1 || (from == 0 && to == take_.quarters), best);
    }
  }
  for (std::size_t slot = 0; slot < slots && lines > 1; ++slot) {
    if (lines_in(slot, slot + 1) < 2) continue;
    judge_set(series(kKit, slot, slot + 1),
              {.kind = LayerKind::phrase,
               .line = kKit,
               .slot_from = static_cast<int>(slot),
               .slot_to = static_cast<int>(slot) + 1},
              false, best);
  }
  return best;
}

// ln of the probability up to which the k-th candidate is taken.
double LayerSearch::allowance(std::size_t k) const {
  const auto m = static_cast<double>(std::max<std::size_t>(tested_, 1));
  return std::log(kFalseDiscovery * static_cast<double>(k) / m);
}

// What comes in every 8th bar and as much in the 4th between them comes in every 4th.
void LayerSearch::shorten(LayerCandidate& c) const {
  while (c.kind != LayerKind::bar && (c.every == 2 || c.every == 4 || c.every == 8)) {
    LayerCandidate shorter = c;
    shorter.every = c.every / 2;
    std::map<int, std::pair<double, double>> by_bar;
    const LayerStroke* first = nullptr;
    for (const LayerStroke& s : take_.strokes) {
      if (take_.holds(c, s)) {
        first = &s;
        break;
      }
    }
    if (first == nullptr) return;
    shorter.which = take_.phase_of(first->bar, shorter.every);
    for (std::size_t i = 0; i < take_.strokes.size(); ++i) {
      if (!take_.holds(shorter, take_.strokes[i]) || take_.holds(c, take_.strokes[i])) continue;
      auto& [sum, n] = by_bar[take_.strokes[i].bar];
      sum += c.line == kKit ? take_.strokes[i].left - take_.kit_lean(take_.strokes[i].line) : take_.clear[i];
      ++n;
    }
    std::vector<double> others;
    for (const auto& [bar, at] : by_bar) others.push_back(at.first / at.second);
    if (others.empty()) return;
    const double other = stats::median(others);
    if (other * c.ms <= 0 || std::abs(other) < kAlike * std::abs(c.ms) - c.error) return;
    shorter.ms = (c.ms * c.bars + other * static_cast<double>(others.size())) /
                 (c.bars + static_cast<double>(others.size()));
    shorter.bars = c.bars + static_cast<int>(others.size());
    shorter.strokes = c.strokes * 2;
    shorter.error = c.error * std::sqrt(static_cast<double>(c.bars) / shorter.bars);
    c = shorter;
  }
}

// What one line does where the others do it too belongs to all of them; and of the stretches that are surely
// off in the same bars, it is the one that explains most: a part of it is as sure, and so is what holds it
// and more.
void LayerSearch::widen(LayerCandidate& c) const {
  if (c.kind == LayerKind::bar) return;
  if (c.line != kKit) {
    const LayerCandidate* wider = nullptr;
    for (const LayerCandidate& kit : of_kit_) {
      if (kit.ms * c.ms <= 0 || !(kit.log_p < (wider == nullptr ? kFar : wider->log_p))) continue;
      if (c.kind == LayerKind::place && (c.slot_from < kit.slot_from || c.slot_to > kit.slot_to)) continue;
      double inside = 0, all = 0, sum = 0, others = 0;
      for (std::size_t i = 0; i < take_.strokes.size(); ++i) {
        const bool in_kit = take_.holds(kit, take_.strokes[i]), mine = take_.holds(c, take_.strokes[i]);
        all += mine;
        inside += mine && in_kit;
        if (in_kit && take_.strokes[i].line != c.line) sum += take_.value(i, kit), ++others;
      }
      if (inside >= 0.9 * all && others >= kLeastLayerStrokes &&
          sum / others * (c.ms < 0 ? -1 : 1) >= 0.5 * std::abs(c.ms) && is_shared(kit))
        wider = &kit;
    }
    if (wider == nullptr) return;
    c = *wider;
  }
  const LayerCandidate* most = nullptr;
  const auto explains = [](const LayerCandidate& kit) { return kit.strokes * kit.ms * kit.ms; };
  for (const LayerCandidate& kit : of_kit_) {
    if (kit.ms * c.ms <= 0 || kit.every != c.every || kit.which != c.which) continue;
    if (!(kit.log_p < kFar) || kit.slot_to <= c.slot_from || c.slot_to <= kit.slot_from) continue;
    if (explains(kit) > explains(most == nullptr ? c : *most) && is_shared(kit)) most = &kit;
  }
  if (most != nullptr) c = *most;
}

// Bars of the phrase that do nothing of the kind, as the first bar of a take that is late after every rest.
void LayerSearch::leave_out_bars(LayerCandidate& c) const {
  if (c.kind == LayerKind::bar || c.bars < 5) return;
  std::map<int, std::pair<double, double>> by_bar;
  for (std::size_t i = 0; i < take_.strokes.size(); ++i) {
    if (!take_.holds(c, take_.strokes[i])) continue;
    by_bar[take_.strokes[i].bar].first += take_.value(i, c);
    ++by_bar[take_.strokes[i].bar].second;
  }
  std::vector<double> values;
  for (const auto& [bar, at] : by_bar) values.push_back(at.first / at.second);
  const double middle = stats::median(values);
  const double far =
      std::max(4 * c.error * std::sqrt(static_cast<double>(c.bars)), kStill * std::abs(middle));
  for (const auto& [bar, at] : by_bar) {
    if (std::abs(at.first / at.second - middle) > far) c.without.push_back(bar);
  }
}

}  // namespace firstchair::judge
