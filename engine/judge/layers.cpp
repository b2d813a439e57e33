#include "engine/judge/layers.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/stats/stats.h"

namespace firstchair::judge {
namespace {

constexpr double kFalseDiscovery = 0.05;
constexpr std::size_t kMostLayers = 12;
constexpr int kReach = 6;            // bars on either side that the slow course is fitted over
constexpr int kRounds = 3;           // of robust weights
constexpr double kTukey = 4.685;     // spreads at which a stroke has no weight
constexpr double kLeastSpread = 2;   // ms, of the robust weights
constexpr double kLeastNoise = 0.7;  // ms, of a mean over a bar: a programmed take has none of its own
constexpr double kLeastShare =
    0.8;  // of the noise that single strokes would have, that a mean over a bar has at least
constexpr double kAgrees = 0.4;  // of a lean of all lines, that one of them has to have
constexpr double kStill = 0.7;   // of a lean, that a wider stretch has to have to be told instead
constexpr double kFar = -12;     // ln of a probability that leaves no doubt
constexpr double kAlike =
    0.75;  // of a lean that the shorter phrase has as well: then it is the shorter one's
constexpr std::size_t kMostSlots = 48;
constexpr int kLeastBars = 8;     // of a take
constexpr int kLeastStrokes = 6;  // of a layer
constexpr int kLeastRepeats = 3;  // bars, of a phrase
constexpr int kKit = kLineCount;  // all lines together

struct Stroke {
  double ms = 0;  // as played
  double x = 0;   // quarters of the take
  int line = 0;
  int bar = 0;        // of the take, from 0
  int chart_bar = 0;  // from 0
  int performed = 0;  // bar of the time that ran on, from 0
  int slot = 0;
  int quarter = 0;  // in the bar
  std::size_t match = 0;
  Ticks tick = 0;
  double taken = 0;  // by the layers found
  double slow = 0;
  double left = 0;  // ms - slow - taken
};

struct Candidate {
  LayerKind kind = LayerKind::line;
  int line = kKit;
  int slot_from = 0, slot_to = 0;  // [ )
  int every = 1, which = 0, bar = -1;
  double ms = 0, error = 0, free = 1;
  double log_p = 0;  // natural, two-sided
  int bars = 0, strokes = 0;
  std::vector<int> without = {};  // bars of the take that do not do as the others
};

// The normal deviate as rare as t with that many degrees of freedom (Wallace).
double normal_of(double t, double free) {
  return std::sqrt(free * std::log1p(t * t / free)) * (1 - 3 / (8 * free + 3) * 0.5);
}

// ln of the two-sided probability of a normal deviate beyond z, also where it has no more digits.
double log_two_sided(double z) {
  if (z < 6) return std::log(std::erfc(z / std::sqrt(2.0)));
  return -z * z / 2 - std::log(z) - 0.2257913526447274;  // ln sqrt(pi / 2)
}

// Half of the weight lies on either side; between two values of equal halves, their mean.
double weighted_median(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  double total = 0, below = 0;
  for (const auto& [value, weight] : values) total += weight;
  for (std::size_t i = 0; i < values.size(); ++i) {
    below += values[i].second;
    if (below > total / 2 * (1 + 1e-9)) return values[i].first;
    if (below >= total / 2 * (1 - 1e-9) && i + 1 < values.size())
      return (values[i].first + values[i + 1].first) / 2;
  }
  return 0;
}

class Finder {
 public:
  Finder(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
         const LayersConfig& config)
      : lines_(lines), chart_(chart), alignment_(alignment), config_(config), bars_(bars_of(chart)) {}

  Layers run() {
    Layers layers;
    layers.of_line.assign(alignment_.matches.size(), 0);
    layers.set_apart.assign(alignment_.matches.size(), false);
    collect();
    if (strokes_.empty()) return layers;
    if (bar_count_ >= kLeastBars && slots_.size() <= kMostSlots) {
      find_step(layers.step);
      std::vector<Candidate> found;
      while (found.size() < kMostLayers) {
        fit_slow();
        settle_reference();
        Candidate best = surest();
        if (best.bars == 0 || best.log_p > allowance(found.size() + 1)) break;
        shorten(best);
        widen(best);
        leave_out_bars(best);
        found.push_back(best);
        take_out(best, best.ms);
      }
      fit_together(found);
      for (const Candidate& c : found) layers.found.push_back(layer_of(c));
      mark(found, layers);
    } else {
      fit_slow();
      settle_reference();
    }
    leans(layers);
    return layers;
  }

 private:
  // Quarters at the tempo of the chart's start.
  double position(Ticks tick) const {
    if (chart_.tempi.size() < 2) return static_cast<double>(tick) / kTicksPerQuarter;
    double at = 0;
    for (std::size_t i = 0; i < chart_.tempi.size(); ++i) {
      const Ticks from = chart_.tempi[i].tick;
      const Ticks to = i + 1 < chart_.tempi.size() ? std::min(chart_.tempi[i + 1].tick, tick) : tick;
      if (to > from)
        at += static_cast<double>(to - from) / kTicksPerQuarter * chart_.tempi[0].bpm / chart_.tempi[i].bpm;
    }
    return at;
  }

  void collect() {
    // The longest section that shares a pulse, and the meter that is played most in it.
    std::map<std::pair<int, int>, std::size_t> played;
    for (const LineTiming& line : lines_) {
      for (const auto* strokes : {&line.strokes, &line.outliers}) {
        for (const TimedStroke& s : *strokes) ++played[{s.section, s.meter}];
      }
    }
    if (played.empty()) return;
    const auto [section, meter] = std::max_element(played.begin(), played.end(), [](auto& a, auto& b) {
                                    return a.second < b.second;
                                  })->first;
    const int beats = meter / 128, unit = meter % 128;
    bar_length_ = kTicksPerWhole / unit * beats;
    quarters_ = static_cast<int>((bar_length_ + kTicksPerQuarter - 1) / kTicksPerQuarter);
    std::vector<double> base(std::max<std::size_t>(1, alignment_.passages.size()), 0);
    for (std::size_t p = 1; p < alignment_.passages.size(); ++p) {
      const Passage &here = alignment_.passages[p], &before = alignment_.passages[p - 1];
      base[p] =
          base[p - 1] + position(here.first_tick + here.offset - before.offset) - position(here.first_tick);
    }
    std::map<Ticks, int> slots;
    for (const LineTiming& line : lines_) {
      for (const auto* strokes : {&line.strokes, &line.outliers}) {
        for (const TimedStroke& s : *strokes) {
          if (s.section != section || s.meter != meter) continue;
          if (config_.beats_only && s.in_bar % kTicksPerQuarter != 0) continue;
          Stroke stroke;
          stroke.ms = s.target / config_.rate * 1000 + s.error_ms;
          stroke.x = position(s.tick) + base[static_cast<std::size_t>(s.passage)];
          stroke.line = static_cast<int>(line.line);
          const Ticks start =
              s.tick - s.in_bar + alignment_.passages[static_cast<std::size_t>(s.passage)].offset;
          stroke.performed = static_cast<int>(start / bar_length_);
          stroke.chart_bar = s.bar - 1;
          stroke.slot = static_cast<int>(s.in_bar);  // its rank later
          stroke.quarter = static_cast<int>(s.in_bar / kTicksPerQuarter);
          stroke.match = static_cast<std::size_t>(s.match);
          stroke.tick = s.tick;
          slots.emplace(s.in_bar, 0);
          strokes_.push_back(stroke);
        }
      }
    }
    if (strokes_.empty()) return;
    std::sort(strokes_.begin(), strokes_.end(),
              [](const Stroke& a, const Stroke& b) { return a.x != b.x ? a.x < b.x : a.match < b.match; });
    for (auto& [tick, rank] : slots) rank = static_cast<int>(slots_.size()), slots_.push_back(tick);
    const int first = strokes_.front().performed;
    for (Stroke& s : strokes_) {
      s.slot = slots[static_cast<Ticks>(s.slot)];
      s.bar = s.performed - first;
      bar_count_ = std::max(bar_count_, s.bar + 1);
    }
    std::array<int, kLineCount> last;
    last.fill(-1);
    for (const Stroke& s : strokes_) {
      const auto l = static_cast<std::size_t>(s.line);
      if (last[l] != s.bar) last[l] = s.bar, ++bars_with_[l];
    }
    first_of_bar_.assign(static_cast<std::size_t>(bar_count_) + 1, strokes_.size());
    for (std::size_t i = strokes_.size(); i-- > 0;)
      first_of_bar_[static_cast<std::size_t>(strokes_[i].bar)] = i;
    for (std::size_t b = first_of_bar_.size() - 1; b-- > 0;)
      first_of_bar_[b] = std::min(first_of_bar_[b], first_of_bar_[b + 1]);
  }

  // Of a line that plays in few bars a lean of its own and one of what all do there are not known apart.
  double kit_lean(int line) const {
    const auto l = static_cast<std::size_t>(line);
    return 2 * bars_with_[l] >= bar_count_ ? leans_now_[l] : 0;
  }

  std::size_t first_of(int bar) const {
    return first_of_bar_[static_cast<std::size_t>(std::clamp(bar, 0, bar_count_))];
  }

  // --- the slow course

  // Weighted parabola through ms - taken against x - middle; false where the strokes do not fix it.
  struct Parabola {
    double middle = 0, scale = 1, c[3] = {};
    double at(double x) const {
      const double u = (x - middle) / scale;
      return c[0] + u * (c[1] + u * c[2]);
    }
  };

  template <class Weight>
  Parabola parabola(std::size_t from, std::size_t to, double middle, double scale, Weight weight) const {
    double s[5] = {}, y[3] = {}, origin = strokes_[from].ms;
    for (std::size_t i = from; i < to; ++i) {
      const Stroke& stroke = strokes_[i];
      const double u = (stroke.x - middle) / scale, w = weight(i, u);
      if (!(w > 0)) continue;
      const double v = stroke.ms - stroke.taken - origin;
      double power = w;
      for (int k = 0; k < 5; ++k) {
        s[k] += power;
        if (k < 3) y[k] += power * v;
        power *= u;
      }
    }
    Parabola p{.middle = middle, .scale = scale};
    // Cramer on the normal equations; strokes of one bar alone fix a constant only.
    const double det = s[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (s[1] * s[4] - s[3] * s[2]) +
                       s[2] * (s[1] * s[3] - s[2] * s[2]);
    if (!(det > 1e-9 * s[0] * s[0] * s[0])) {
      p.c[0] = s[0] > 0 ? origin + y[0] / s[0] : origin;
      return p;
    }
    p.c[0] = origin + (y[0] * (s[2] * s[4] - s[3] * s[3]) - s[1] * (y[1] * s[4] - y[2] * s[3]) +
                       s[2] * (y[1] * s[3] - y[2] * s[2])) /
                          det;
    p.c[1] = (s[0] * (y[1] * s[4] - y[2] * s[3]) - y[0] * (s[1] * s[4] - s[3] * s[2]) +
              s[2] * (s[1] * y[2] - s[2] * y[1])) /
             det;
    p.c[2] = (s[0] * (s[2] * y[2] - s[3] * y[1]) - s[1] * (s[1] * y[2] - s[2] * y[1]) +
              y[0] * (s[1] * s[3] - s[2] * s[2])) /
             det;
    return p;
  }

  double robust_spread() const {
    std::vector<double> away;
    away.reserve(strokes_.size());
    for (const Stroke& s : strokes_) away.push_back(std::abs(s.left));
    return std::max(kLeastSpread, 1.4826 * stats::median(away));
  }

  // Where a line leans, its strokes are laid on the course without their lean.
  void fit_slow() {
    std::array<double, kLineCount> lean{};
    for (int line = 0; line < kLineCount; ++line) lean[static_cast<std::size_t>(line)] = kit_lean(line);
    for (Stroke& s : strokes_) s.taken += lean[static_cast<std::size_t>(s.line)];
    const double reach = (kReach + 0.5) * static_cast<double>(bar_length_) / kTicksPerQuarter;
    std::vector<double> robust(strokes_.size(), 1);
    for (int round = 0; round < kRounds; ++round) {
      for (int bar = 0; bar < bar_count_; ++bar) {
        const std::size_t here = first_of(bar), end = first_of(bar + 1);
        if (here == end) continue;
        const std::size_t from = first_of(bar - kReach), to = first_of(bar + kReach + 1);
        const double middle =
            strokes_[here].x -
            static_cast<double>(slots_[static_cast<std::size_t>(strokes_[here].slot)]) / kTicksPerQuarter +
            static_cast<double>(bar_length_) / kTicksPerQuarter / 2;
        const Parabola p = parabola(from, to, middle, reach, [&](std::size_t i, double u) {
          const double d = std::min(1.0, std::abs(u)), t = 1 - d * d * d;
          return robust[i] * t * t * t;
        });
        for (std::size_t i = here; i < end; ++i) strokes_[i].slow = p.at(strokes_[i].x);
      }
      for (Stroke& s : strokes_) s.left = s.ms - s.slow - s.taken;
      const double limit = kTukey * robust_spread();
      for (std::size_t i = 0; i < strokes_.size(); ++i) {
        const double d = strokes_[i].left / limit;
        robust[i] = std::abs(d) < 1 ? (1 - d * d) * (1 - d * d) : 0;
      }
    }
    for (Stroke& s : strokes_) {
      s.taken -= lean[static_cast<std::size_t>(s.line)];
      s.left = s.ms - s.slow - s.taken;
    }
  }

  // Every line's lean: the middle of its places' middles. The reference is the middle line.
  void settle_reference() {
    std::array<std::vector<std::vector<double>>, kLineCount> at;
    std::array<int, kLineCount> n{};
    for (auto& line : at) line.resize(slots_.size());
    for (const Stroke& s : strokes_) {
      at[static_cast<std::size_t>(s.line)][static_cast<std::size_t>(s.slot)].push_back(s.left);
      ++n[static_cast<std::size_t>(s.line)];
    }
    std::vector<std::pair<double, double>> middles;  // lean, bars in which the line plays
    for (std::size_t l = 0; l < at.size(); ++l) {
      std::vector<std::pair<double, double>> places;
      for (const auto& slot : at[l]) {
        if (!slot.empty()) places.emplace_back(stats::median(slot), static_cast<double>(slot.size()));
      }
      leans_now_[l] = weighted_median(places);
      if (n[l] > 0) middles.emplace_back(leans_now_[l] + line_taken_[l], bars_with_[l]);
    }
    std::array<double, kLineCount> total{}, strokes{};
    for (std::size_t l = 0; l < n.size(); ++l) total[l] = leans_now_[l] + line_taken_[l], strokes[l] = n[l];
    const double reference = near_the_middle(total, strokes, weighted_median(middles));
    for (double& lean : leans_now_) lean -= reference;
    for (Stroke& s : strokes_) s.slow += reference, s.left -= reference;
    clear_of_kit();
  }

  // The mean of all lines near the middle one: the middle of three leans to the side of one that is far out.
  static double near_the_middle(const std::array<double, kLineCount>& leans,
                                const std::array<double, kLineCount>& strokes, double middle) {
    double sum = 0, n = 0;
    for (std::size_t l = 0; l < leans.size(); ++l) {
      if (!(strokes[l] > 0) || std::abs(leans[l] - middle) > kNearMiddle) continue;
      sum += leans[l] * strokes[l];
      n += strokes[l];
    }
    return n > 0 ? sum / n : middle;
  }

  // What a line's strokes share with the other lines about their quarter.
  void clear_of_kit() {
    const std::size_t quarters = static_cast<std::size_t>(bar_count_ * quarters_);
    std::vector<double> sum(quarters, 0), count(quarters, 0);
    const auto at = [&](const Stroke& s) { return static_cast<std::size_t>(s.bar * quarters_ + s.quarter); };
    const auto own = [&](const Stroke& s) { return s.left - leans_now_[static_cast<std::size_t>(s.line)]; };
    for (const Stroke& s : strokes_) sum[at(s)] += own(s), ++count[at(s)];
    clear_.assign(strokes_.size(), 0);
    for (int line = 0; line < kLineCount; ++line) {
      std::vector<double> mine(quarters, 0), n(quarters, 0);
      std::vector<std::size_t> members;
      for (std::size_t i = 0; i < strokes_.size(); ++i) {
        if (strokes_[i].line != line) continue;
        mine[at(strokes_[i])] += own(strokes_[i]), ++n[at(strokes_[i])];
        members.push_back(i);
      }
      if (members.empty()) continue;
      std::vector<double> others(members.size(), 0);
      double cross = 0, squares = 0;
      for (std::size_t m = 0; m < members.size(); ++m) {
        const std::size_t q = at(strokes_[members[m]]);
        double total = 0, weight = 0;
        for (int d = -1; d <= 1; ++d) {
          const std::size_t k = q + static_cast<std::size_t>(d);
          if ((d < 0 && q == 0) || k >= quarters) continue;
          const double w = d == 0 ? 2 : 1;
          total += w * (sum[k] - mine[k]);
          weight += w * (count[k] - n[k]);
        }
        others[m] = weight > 0 ? total / weight : 0;
        cross += others[m] * own(strokes_[members[m]]);
        squares += others[m] * others[m];
      }
      const double share = squares > 0 ? std::clamp(cross / squares, 0.0, 1.0) : 0;
      for (std::size_t m = 0; m < members.size(); ++m)
        clear_[members[m]] = strokes_[members[m]].left - share * others[m];
    }
  }

  // --- candidates

  // Mean over the bars: sums of what is left, by set and bar.
  struct Series {
    std::vector<double> sum, n;
    double at(std::size_t bar) const { return sum[bar] / n[bar]; }
  };

  // Mean without what lies wildly apart: the first bar of a take is no phrase's end.
  static double core_mean(const std::vector<double>& values, double wild) {
    const double middle = stats::median(values);
    double sum = 0, n = 0;
    for (const double v : values) {
      if (std::abs(v - middle) <= wild) sum += v, ++n;
    }
    return n > 0 ? sum / n : middle;
  }

  int phase_of(int bar, int every) const {
    const int chart_bars = static_cast<int>(bars_.size());
    const std::size_t i = first_of(bar);
    if (i >= strokes_.size()) return 0;
    const Stroke& s = strokes_[i];
    return (chart_bars % every == 0 ? s.chart_bar : s.performed) % every;
  }

  // More than one line does it, where more than one plays.
  bool is_shared(const Candidate& c) const {
    std::array<double, kLineCount> sum{}, n{};
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      if (!holds(c, strokes_[i])) continue;
      sum[static_cast<std::size_t>(strokes_[i].line)] += value(i, c);
      ++n[static_cast<std::size_t>(strokes_[i].line)];
    }
    int agree = 0, playing = 0;
    double with = 0, all = 0;
    for (std::size_t l = 0; l < n.size(); ++l) {
      playing += bars_with_[l] > 0;
      if (n[l] == 0) continue;
      all += n[l];
      if (sum[l] / n[l] * (c.ms < 0 ? -1 : 1) < kAgrees * std::abs(c.ms)) continue;
      ++agree;
      with += n[l];
    }
    return playing < 2 || (agree >= 2 && with >= 0.6 * all);
  }

  // The candidates of one set: every bar of it, one of 2, 4, 8, and single bars.
  void judge_set(const Series& series, Candidate shape, bool single, Candidate& best) {
    const auto bars = static_cast<std::size_t>(bar_count_);
    std::vector<double> values, strokes;
    std::vector<int> at;
    for (std::size_t b = 0; b < bars; ++b) {
      if (series.n[b] > 0)
        values.push_back(series.at(b)), strokes.push_back(series.n[b]), at.push_back(static_cast<int>(b));
    }
    if (values.size() < static_cast<std::size_t>(kLeastRepeats)) return;
    const auto consider = [&](const Candidate& c) {
      ++tested_;
      if (c.kind == LayerKind::phrase) of_kit_.push_back(c);
      if ((best.bars == 0 || c.log_p < best.log_p) && (c.line != kKit || is_shared(c))) best = c;
    };
    std::vector<double> away(values.size());
    for (const int every : shape.kind == LayerKind::line ? std::vector<int>{1} : everies_) {
      if (static_cast<int>(values.size()) < 2 * every && every > 1) continue;
      std::vector<std::vector<double>> groups(static_cast<std::size_t>(every));
      std::vector<double> counts(static_cast<std::size_t>(every), 0);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto phase = static_cast<std::size_t>(phase_of(at[i], every));
        groups[phase].push_back(values[i]);
        counts[phase] += strokes[i];
      }
      std::size_t k = 0;
      for (const auto& group : groups) {
        const double middle = stats::median(group);
        for (const double v : group) away[k++] = std::abs(v - middle);
      }
      // Deviations from the middle of a few are small.
      const double core =
          1.4826 * stats::median(away) * (1 + 1.5 * every / static_cast<double>(values.size()));
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
      double per_bar = 0;
      for (const double k_bar : strokes) per_bar += k_bar / static_cast<double>(strokes.size());
      const double spread = std::max(
          {kLeastNoise, std::sqrt(squares / free), kLeastShare * stroke_spread_ / std::sqrt(per_bar)});
      for (int which = 0; which < every; ++which) {
        const auto& group = groups[static_cast<std::size_t>(which)];
        if (static_cast<int>(group.size()) < kLeastRepeats ||
            counts[static_cast<std::size_t>(which)] < kLeastStrokes)
          continue;
        Candidate c = shape;
        c.every = every;
        c.which = which;
        c.bars = static_cast<int>(group.size());
        c.ms = core_mean(group, wild);
        c.strokes = static_cast<int>(counts[static_cast<std::size_t>(which)]);
        c.error = spread / std::sqrt(static_cast<double>(group.size()));
        c.free = free;
        c.log_p = log_two_sided(normal_of(c.ms / c.error, free));
        consider(c);
      }
      if (every == 1 && single) {
        const double middle = stats::median(values);
        for (std::size_t i = 0; i < values.size(); ++i) {
          if (strokes[i] < 2) continue;
          Candidate c = shape;
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

  Candidate surest() {
    const auto bars = static_cast<std::size_t>(bar_count_), slots = slots_.size();
    tested_ = 0;
    of_kit_.clear();
    everies_ = {1, 2, 4, 8};
    const int chart_bars = static_cast<int>(bars_.size());
    if (chart_bars > 1 && chart_bars <= 16 &&
        std::find(everies_.begin(), everies_.end(), chart_bars) == everies_.end())
      everies_.push_back(chart_bars);
    // Sums by line, slot and bar; the kit's of what is left as it is, a line's cleared of what the others
    // did.
    std::vector<double> sum((kLineCount + 1) * slots * bars, 0), n(sum.size(), 0);
    std::array<bool, kLineCount> present{};
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      const Stroke& s = strokes_[i];
      const auto at = [&](int line) {
        return (static_cast<std::size_t>(line) * slots + static_cast<std::size_t>(s.slot)) * bars +
               static_cast<std::size_t>(s.bar);
      };
      sum[at(s.line)] += clear_[i], ++n[at(s.line)];
      sum[at(kKit)] += s.left - kit_lean(s.line), ++n[at(kKit)];
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
        count += strokes >= kLeastStrokes;
      }
      return count;
    };
    stroke_spread_ = robust_spread();
    Candidate best;
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
    std::vector<std::size_t> begins(static_cast<std::size_t>(quarters_) + 1, slots);
    for (std::size_t slot = slots; slot-- > 0;)
      begins[static_cast<std::size_t>(slots_[slot] / kTicksPerQuarter)] = slot;
    for (std::size_t q = begins.size() - 1; q-- > 0;) begins[q] = std::min(begins[q], begins[q + 1]);
    for (int from = 0; from < quarters_; ++from) {
      for (int to = from + 1; to <= quarters_; ++to) {
        const std::size_t a = begins[static_cast<std::size_t>(from)],
                          b = begins[static_cast<std::size_t>(to)];
        if (a == b || (lines > 1 && lines_in(a, b) < 2)) continue;
        judge_set(series(kKit, a, b),
                  {.kind = LayerKind::phrase,
                   .line = kKit,
                   .slot_from = static_cast<int>(a),
                   .slot_to = static_cast<int>(b)},
                  to == from + 1 || (from == 0 && to == quarters_), best);
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
  double allowance(std::size_t k) const {
    const auto m = static_cast<double>(std::max<std::size_t>(tested_, 1));
    return std::log(kFalseDiscovery * static_cast<double>(k) / (m * (std::log(m) + 0.5772)));
  }

  bool holds(const Candidate& c, const Stroke& s) const {
    if (s.slot < c.slot_from || s.slot >= c.slot_to) return false;
    if (c.line != kKit && s.line != c.line) return false;
    if (c.kind == LayerKind::bar) return s.bar == c.bar;
    if (std::find(c.without.begin(), c.without.end(), s.bar) != c.without.end()) return false;
    return c.every == 1 || phase_of(s.bar, c.every) == c.which;
  }

  // What comes in every 8th bar and as much in the 4th between them comes in every 4th.
  void shorten(Candidate& c) const {
    while (c.kind != LayerKind::bar && (c.every == 2 || c.every == 4 || c.every == 8)) {
      Candidate shorter = c;
      shorter.every = c.every / 2;
      std::map<int, std::pair<double, double>> by_bar;
      const Stroke* first = nullptr;
      for (const Stroke& s : strokes_) {
        if (holds(c, s)) {
          first = &s;
          break;
        }
      }
      if (first == nullptr) return;
      shorter.which = phase_of(first->bar, shorter.every);
      for (std::size_t i = 0; i < strokes_.size(); ++i) {
        if (!holds(shorter, strokes_[i]) || holds(c, strokes_[i])) continue;
        auto& [sum, n] = by_bar[strokes_[i].bar];
        sum += c.line == kKit ? strokes_[i].left - kit_lean(strokes_[i].line) : clear_[i];
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

  double value(std::size_t i, const Candidate& c) const {
    const Stroke& s = strokes_[i];
    return c.line == kKit ? s.left - kit_lean(s.line) : clear_[i];
  }

  static bool covers(const Candidate& outer, const Candidate& inner) {
    return outer.slot_from <= inner.slot_from && inner.slot_to <= outer.slot_to;
  }

  // What one line does where the others do it too belongs to all of them; and what goes on before or after
  // belongs to it.
  void widen(Candidate& c) const {
    if (c.kind == LayerKind::bar) return;
    const Candidate* wider = nullptr;
    for (const Candidate& kit : of_kit_) {
      if (kit.ms * c.ms <= 0 || (wider != nullptr && kit.log_p >= wider->log_p)) continue;
      if (c.line == kKit) {
        const bool same = kit.every == c.every && kit.which == c.which && covers(kit, c) &&
                          kit.slot_to - kit.slot_from > c.slot_to - c.slot_from;
        if (!same || !(kit.log_p < kFar)) continue;
        double sum = 0, more = 0;
        for (std::size_t i = 0; i < strokes_.size(); ++i) {
          if (holds(kit, strokes_[i]) && !holds(c, strokes_[i])) sum += value(i, kit), ++more;
        }
        if (more > 0 && sum / more * (c.ms < 0 ? -1 : 1) >= 0.45 * std::abs(c.ms)) wider = &kit;
        continue;
      }
      double inside = 0, all = 0, sum = 0, others = 0;
      for (std::size_t i = 0; i < strokes_.size(); ++i) {
        const bool in_kit = holds(kit, strokes_[i]), mine = holds(c, strokes_[i]);
        all += mine;
        inside += mine && in_kit;
        if (in_kit && strokes_[i].line != c.line) sum += value(i, kit), ++others;
      }
      if (inside >= 0.9 * all && others >= kLeastStrokes &&
          sum / others * (c.ms < 0 ? -1 : 1) >= 0.5 * std::abs(c.ms) && kit.log_p < kFar && is_shared(kit))
        wider = &kit;
    }
    if (wider != nullptr) c = *wider;
  }

  // Bars of the phrase that do nothing of the kind, as the first bar of a take that is late after every rest.
  void leave_out_bars(Candidate& c) const {
    if (c.kind == LayerKind::bar || c.bars < 5) return;
    std::map<int, std::pair<double, double>> by_bar;
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      if (!holds(c, strokes_[i])) continue;
      by_bar[strokes_[i].bar].first += value(i, c);
      ++by_bar[strokes_[i].bar].second;
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

  void take_out(const Candidate& c, double ms) {
    if (c.kind == LayerKind::line) line_taken_[static_cast<std::size_t>(c.line)] += ms;
    for (Stroke& s : strokes_) {
      if (holds(c, s)) s.taken += ms, s.left -= ms;
    }
  }

  // Sizes again, each with all the others taken out and the slow course fitted without them.
  void fit_together(std::vector<Candidate>& found) {
    for (int round = 0; round < 3 && !found.empty(); ++round) {
      fit_slow();
      settle_reference();
      for (Candidate& c : found) {
        std::map<int, std::pair<double, double>> by_bar;
        for (std::size_t i = 0; i < strokes_.size(); ++i) {
          if (!holds(c, strokes_[i])) continue;
          auto& [sum, n] = by_bar[strokes_[i].bar];
          sum += c.line == kKit ? strokes_[i].left - kit_lean(strokes_[i].line) : clear_[i];
          ++n;
        }
        std::vector<double> bars;
        for (const auto& [bar, at] : by_bar) bars.push_back(at.first / at.second);
        if (bars.empty()) continue;
        const double more = core_mean(bars, 3.5 * 1.1 * c.error * std::sqrt(static_cast<double>(c.bars)));
        c.ms += more;
        take_out(c, more);
      }
    }
    fit_slow();
    settle_reference();
  }

  Layer layer_of(const Candidate& c) const {
    Layer layer{.kind = c.kind, .first = {}, .matches = {}};
    if (c.line != kKit) layer.line = static_cast<Line>(c.line);
    layer.from = slots_[static_cast<std::size_t>(c.slot_from)];
    layer.to = c.kind == LayerKind::place                    ? layer.from
               : c.slot_to < static_cast<int>(slots_.size()) ? slots_[static_cast<std::size_t>(c.slot_to)]
                                                             : bar_length_;
    layer.every = c.every;
    layer.which = c.which + 1;
    layer.bar = c.bar + 1;
    layer.ms = c.ms;
    const double half = stats::t_quantile(c.free) * c.error;
    layer.low = c.ms - half;
    layer.high = c.ms + half;
    layer.strokes = c.strokes;
    layer.bars = c.bars;
    for (const Stroke& s : strokes_) {
      if (!holds(c, s)) continue;
      if (layer.matches.empty()) {
        const Bar& bar = bar_at(bars_, s.tick);
        layer.first = {bar.number, bar.beat_at(s.tick), s.tick};
      }
      layer.matches.push_back(static_cast<std::int32_t>(s.match));
    }
    return layer;
  }

  void mark(const std::vector<Candidate>& found, Layers& layers) const {
    for (const Candidate& c : found) {
      if (c.kind == LayerKind::line) continue;
      for (const Stroke& s : strokes_) {
        if (!holds(c, s)) continue;
        if (c.line == kKit)
          layers.set_apart[s.match] = true;
        else
          layers.of_line[s.match] += c.ms;
      }
    }
  }

  // A line's lean: what was found of it as a layer, and the mean of what is left.
  void leans(Layers& layers) const {
    std::array<double, kLineCount> sum{}, n{}, lean{};
    for (const Layer& layer : layers.found) {
      if (layer.kind == LayerKind::line) lean[static_cast<std::size_t>(layer.line)] += layer.ms;
    }
    const double limit = 4 * robust_spread();
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      const auto l = static_cast<std::size_t>(strokes_[i].line);
      if (std::abs(strokes_[i].left - leans_now_[l]) > limit) continue;
      sum[l] += clear_[i], ++n[l];
    }
    std::vector<std::pair<double, double>> middles;
    for (std::size_t l = 0; l < n.size(); ++l) {
      layers.has_lean[l] = n[l] > 0;
      layers.lean_ms[l] = n[l] > 0 ? lean[l] + sum[l] / n[l] : 0;
      if (n[l] > 0) middles.emplace_back(layers.lean_ms[l], bars_with_[l]);
    }
    const double reference = near_the_middle(layers.lean_ms, n, weighted_median(middles));
    for (std::size_t l = 0; l < n.size(); ++l) {
      if (n[l] > 0) layers.lean_ms[l] -= reference;
    }
  }

  // --- a step of the tempo

  // A parabola over the whole take against the same with a bend at a bar line: how much the bend explains.
  void find_step(TempoStep& step) {
    if (bar_count_ < 2 * kLeastBars) return;
    const std::size_t n = strokes_.size();
    const double middle = (strokes_.front().x + strokes_.back().x) / 2,
                 half = std::max(1.0, (strokes_.back().x - strokes_.front().x) / 2);
    // Residuals of the bars' means: strokes of a bar hang together.
    std::vector<double> x, y;
    for (int bar = 0; bar < bar_count_; ++bar) {
      double sx = 0, sy = 0, k = 0;
      for (std::size_t i = first_of(bar); i < first_of(bar + 1); ++i)
        sx += strokes_[i].x, sy += strokes_[i].ms, ++k;
      if (k > 0) x.push_back((sx / k - middle) / half), y.push_back(sy / k);
    }
    if (n < 4 * x.size() || x.size() < 2 * static_cast<std::size_t>(kLeastBars)) return;
    // Orthogonal 1, u, u^2 (Gram-Schmidt), then the bend made orthogonal to them.
    std::vector<std::vector<double>> basis;
    const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
      double s = 0;
      for (std::size_t i = 0; i < a.size(); ++i) s += a[i] * b[i];
      return s;
    };
    const auto clear = [&](std::vector<double> v) {
      for (int twice = 0; twice < 2; ++twice) {
        for (const auto& q : basis) {
          const double c = dot(v, q);
          for (std::size_t i = 0; i < v.size(); ++i) v[i] -= c * q[i];
        }
      }
      return v;
    };
    for (int power = 0; power < 3; ++power) {
      std::vector<double> v(x.size());
      for (std::size_t i = 0; i < x.size(); ++i) v[i] = power == 0 ? 1 : power == 1 ? x[i] : x[i] * x[i];
      v = clear(v);
      const double size = std::sqrt(dot(v, v));
      for (double& e : v) e /= size;
      basis.push_back(v);
    }
    const std::vector<double> left = clear(y);
    const double before = dot(left, left);
    double most = 0, slope = 0, error = 0;
    std::size_t at = 0;
    for (std::size_t k = 3; k + 3 < x.size(); ++k) {
      const double bend = (x[k - 1] + x[k]) / 2;
      std::vector<double> v(x.size());
      for (std::size_t i = 0; i < x.size(); ++i) v[i] = std::max(0.0, x[i] - bend);
      v = clear(v);
      const double size = dot(v, v), c = dot(v, left) / size;
      if (c * c * size > most) most = c * c * size, slope = c, at = k, error = 1 / std::sqrt(size);
    }
    const double after = before - most, free = static_cast<double>(x.size()) - 5;
    const double spread = std::sqrt(std::max(after, 0.0) / free);
    const double period = (y.back() - y.front()) / (x.back() - x.front());  // ms per unit of x
    const double percent = -100 * slope / period,
                 reach = 100 * stats::t_quantile(free) * spread * error / period;
    // The bend has to explain nearly all that the parabola leaves.
    if (!(most > kStepShare * before) || !(std::abs(percent) - 2 * reach > kLeastStep)) return;
    step.found = true;
    step.percent = percent;
    step.low = percent - reach;
    step.high = percent + reach;
    step.bars = static_cast<int>(x.size());
    for (int bar = 0, k = 0; bar < bar_count_; ++bar) {
      if (first_of(bar) == first_of(bar + 1)) continue;
      if (k++ != static_cast<int>(at)) continue;
      const Stroke& s = strokes_[first_of(bar)];
      const Bar& chart_bar = bar_at(bars_, s.tick);
      step.place = {chart_bar.number, 1, chart_bar.start, bar + 1};
      const double knee = s.x;
      const double per_quarter = slope / half;
      for (Stroke& stroke : strokes_) stroke.ms -= per_quarter * std::max(0.0, stroke.x - knee);
      return;
    }
  }

  static constexpr double kStepShare = 0.8;
  static constexpr double kLeastStep = 1.0;  // %

  std::span<const LineTiming> lines_;
  const Chart& chart_;
  const Alignment& alignment_;
  const LayersConfig& config_;
  std::vector<Bar> bars_;
  std::vector<Stroke> strokes_;
  std::vector<std::size_t> first_of_bar_;
  std::vector<Ticks> slots_;
  std::vector<double> clear_;
  std::vector<int> everies_;
  std::vector<Candidate> of_kit_;  // phrases of the last round
  std::array<double, kLineCount> leans_now_{}, line_taken_{}, bars_with_{};
  double stroke_spread_ = 1;
  Ticks bar_length_ = kTicksPerWhole;
  int quarters_ = 4, bar_count_ = 0;
  std::size_t tested_ = 0;
};

}  // namespace

Layers take_layers(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
                   const LayersConfig& config) {
  return Finder(lines, chart, alignment, config).run();
}

}  // namespace firstchair::judge
