#include "engine/follow/pulse/pulse.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include "engine/follow/pulse/grid.h"
#include "engine/follow/pulse/smoother.h"

namespace firstchair::follow {
namespace {

struct Stroke {
  double seconds;
  double variance;  // of the instrument
  Line line;
  bool leans;  // takes part in the leans (a stroke on the wrong drum does not)
};

// Passages that share one pulse.
struct Section {
  int first = 0, last = 0;  // passages
  std::vector<PulseNode> nodes;
  std::vector<Stroke> strokes;  // in order of their node
};

using Leans = std::array<double, kLineCount>;

// Median of the periods between strokes at least a quarter apart.
double guess_period(const Section& section, double fallback) {
  std::vector<double> periods;
  const PulseNode* before = nullptr;
  for (const PulseNode& node : section.nodes) {
    if (node.count == 0) continue;
    if (before == nullptr) {
      before = &node;
    } else if (node.position - before->position >= 1) {
      periods.push_back((node.seen - before->seen) / (node.position - before->position));
      before = &node;
    }
  }
  if (periods.empty()) {
    const PulseNode* last = nullptr;
    for (const PulseNode& node : section.nodes) {
      if (node.count > 0) last = &node;
    }
    for (const PulseNode& node : section.nodes) {
      if (node.count == 0 || last == &node) continue;
      const double period = (last->seen - node.seen) / (last->position - node.position);
      return period > 0.05 && period < 6 ? period : fallback;
    }
    return fallback;
  }
  std::nth_element(periods.begin(), periods.begin() + static_cast<std::ptrdiff_t>(periods.size() / 2),
                   periods.end());
  const double period = periods[periods.size() / 2];
  return period > 0.02 ? period : fallback;
}

// Musical positions that run on through a section.
class Positions {
 public:
  Positions(const Chart& chart, const Alignment& alignment) : grid_(chart), passages_(alignment.passages) {
    base_.resize(passages_.size(), 0);
    for (std::size_t p = 1; p < passages_.size(); ++p) {
      if (passages_[p].new_pulse) continue;
      const Ticks here = passages_[p].first_tick;
      const Ticks before = here + passages_[p].offset - passages_[p - 1].offset;
      base_[p] = base_[p - 1] + grid_.position(before) - grid_.position(here);
    }
  }
  double at(Ticks tick, int passage) const { return base(passage) + grid_.position(tick); }
  Ticks tick(double position, int passage) const { return grid_.tick(position - base(passage)); }
  const Grid& grid() const { return grid_; }

 private:
  double base(int passage) const { return base_.empty() ? 0 : base_[static_cast<std::size_t>(passage)]; }

  Grid grid_;
  std::vector<Passage> passages_;
  std::vector<double> base_;
};

struct Wanted {
  Ticks performed;
  int passage;
  Ticks tick;
  int match;  // -1: a beat
};

// Every beat of a passage, from the one at or before its first note to its last note.
void want_beats(std::vector<Wanted>& wanted, const std::vector<Bar>& bars, const Passage& passage,
                int index) {
  auto bar = static_cast<std::size_t>(&bar_at(bars, passage.first_tick) - bars.data());
  for (; bar < bars.size() && bars[bar].start <= passage.last_tick; ++bar) {
    const Ticks beat = kTicksPerWhole / bars[bar].meter.unit;
    for (Ticks tick = bars[bar].start; tick < bars[bar].end() && tick <= passage.last_tick; tick += beat) {
      if (tick + beat > passage.first_tick) wanted.push_back({tick + passage.offset, index, tick, -1});
    }
  }
}

class Fit {
 public:
  Fit(Alignment& alignment, std::span<const Hit> hits, const Chart& chart, const PulseConfig& config)
      : alignment_(alignment), hits_(hits), chart_(chart), config_(config), positions_(chart, alignment) {}

  void run() {
    collect();
    estimate();
    write();
  }

 private:
  double seconds(int hit) const {
    return static_cast<double>(hits_[static_cast<std::size_t>(hit)].frame) / config_.rate;
  }

  void collect() {
    for (std::size_t p = 0; p < alignment_.passages.size(); ++p) {
      if (p == 0 || alignment_.passages[p].new_pulse)
        sections_.push_back({static_cast<int>(p), static_cast<int>(p), {}, {}});
      sections_.back().last = static_cast<int>(p);
    }
    section_of_.resize(alignment_.passages.size());
    for (std::size_t s = 0; s < sections_.size(); ++s) {
      for (int p = sections_[s].first; p <= sections_[s].last; ++p)
        section_of_[static_cast<std::size_t>(p)] = static_cast<int>(s);
    }
    std::vector<std::vector<Wanted>> wanted(sections_.size());
    for (std::size_t m = 0; m < alignment_.matches.size(); ++m) {
      const Match& match = alignment_.matches[m];
      if (match.kind == MatchKind::extra || sections_.empty()) continue;
      const Passage& passage = alignment_.passages[static_cast<std::size_t>(match.passage)];
      wanted[static_cast<std::size_t>(section_of_[static_cast<std::size_t>(match.passage)])].push_back(
          {match.tick + passage.offset, match.passage, match.tick, static_cast<int>(m)});
    }
    const std::vector<Bar> bars = bars_of(chart_);
    for (std::size_t p = 0; p < alignment_.passages.size(); ++p) {
      want_beats(wanted[static_cast<std::size_t>(section_of_[p])], bars, alignment_.passages[p],
                 static_cast<int>(p));
    }
    node_of_.assign(alignment_.matches.size(), -1);
    for (std::size_t s = 0; s < sections_.size(); ++s) gather(sections_[s], wanted[s]);
  }

  void gather(Section& section, std::vector<Wanted>& wanted) {
    std::sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
      return std::tuple(a.performed, a.passage, a.match) < std::tuple(b.performed, b.passage, b.match);
    });
    for (const Wanted& w : wanted) {
      if (section.nodes.empty() || section.nodes.back().tick != w.performed) {
        PulseNode node;
        node.tick = w.performed;
        node.position = positions_.at(w.tick, w.passage);
        node.first = static_cast<int>(section.strokes.size());
        section.nodes.push_back(node);
      }
      const int index = static_cast<int>(section.nodes.size()) - 1;
      if (w.match < 0) {
        beats_.push_back({w.tick, w.passage, index});
        continue;
      }
      node_of_[static_cast<std::size_t>(w.match)] = index;
      const Match& match = alignment_.matches[static_cast<std::size_t>(w.match)];
      if (!sets_pulse(match)) continue;
      const Hit& hit = hits_[static_cast<std::size_t>(match.hit)];
      if (!hit.timed) continue;
      PulseNode& node = section.nodes.back();
      const double sigma = hit.sigma_ms / 1000.0;
      section.strokes.push_back({seconds(match.hit), sigma * sigma,
                                 line_of(chart_.notes[static_cast<std::size_t>(match.note)].voice),
                                 match.kind == MatchKind::matched});
      ++node.count;
    }
  }

  void lean_out(Section& section) const {
    for (PulseNode& node : section.nodes) {
      if (node.count == 0) continue;
      double sum = 0, variance = 0;
      for (int i = node.first; i < node.first + node.count; ++i) {
        const Stroke& stroke = section.strokes[static_cast<std::size_t>(i)];
        sum += stroke.seconds - leans_[static_cast<std::size_t>(stroke.line)];
        variance += stroke.variance;
      }
      node.seen = sum / node.count;
      node.variance = variance / (node.count * node.count);
    }
  }

  void estimate() {
    const PulseTuning& tuning = config_.tuning;
    Smoother smoother(tuning.period_walk, tuning.tempo_prior);
    const double fallback = 60 / (positions_.grid().bpm() > 0 ? positions_.grid().bpm() : tuning.default_bpm);
    std::vector<double> periods(sections_.size(), fallback);
    double spread2 = tuning.first_spread * tuning.first_spread, correlation = 0;
    for (int round = 0; round < tuning.rounds; ++round) {
      const double inflated = spread2 * (1 + correlation) / (1 - correlation);
      const double limit = round == 0 ? tuning.first_limit : tuning.limit * std::sqrt(spread2);
      double squares = 0, freedom = 0, cross = 0, pairs = 0, instrument = 0, chords = 0;
      for (std::size_t s = 0; s < sections_.size(); ++s) {
        Section& section = sections_[s];
        if (section.strokes.empty()) continue;
        lean_out(section);
        if (round == 0) periods[s] = guess_period(section, fallback);
        smoother.smooth(section.nodes, periods[s], inflated, limit);
        double before = 0;
        for (PulseNode& node : section.nodes) {
          if (node.count == 0) continue;
          node.residual = node.seen - node.state.time;
          const double clipped = std::clamp(node.residual, -limit, limit);
          squares += clipped * clipped;
          freedom += std::max(0.0, 1 - node.state.tt / (inflated + node.variance));
          cross += before * clipped;
          pairs += before != 0;
          before = clipped;
          instrument += node.variance;
          ++chords;
        }
      }
      if (chords < 3 || freedom < 1) break;
      spread2 = std::max(squares / freedom - instrument / chords, 1e-8);
      if (pairs >= 16) {
        const double r = cross / std::max(squares, 1e-12);
        correlation = std::clamp(r + (1 + 4 * r) / pairs, 0.0, tuning.most_correlation);
      }
      if (update_leans(spread2) < tuning.settled && round > 3) break;
    }
  }

  // Mean residual of each line about the pulse, shrunk by its prior, with weighted mean 0. Returns the
  // largest change.
  double update_leans(double spread2) {
    Leans sum{}, count{};
    const double limit = config_.tuning.limit * std::sqrt(spread2);
    for (const Section& section : sections_) {
      for (const PulseNode& node : section.nodes) {
        for (int i = node.first; i < node.first + node.count; ++i) {
          const Stroke& stroke = section.strokes[static_cast<std::size_t>(i)];
          if (!stroke.leans) continue;
          const std::size_t line = static_cast<std::size_t>(stroke.line);
          const double error = stroke.seconds - node.state.time;
          sum[line] += leans_[line] + std::clamp(error - leans_[line], -limit, limit);
          ++count[line];
        }
      }
    }
    Leans leans{};
    double mean = 0, total = 0;
    for (std::size_t line = 0; line < kLineCount; ++line) {
      if (count[line] == 0) continue;
      leans[line] =
          sum[line] / (count[line] + spread2 / (config_.tuning.lean_prior * config_.tuning.lean_prior));
      mean += leans[line] * count[line];
      total += count[line];
    }
    double change = 0;
    for (std::size_t line = 0; line < kLineCount; ++line) {
      if (count[line] > 0) leans[line] -= mean / total;
      change = std::max(change, std::abs(leans[line] - leans_[line]));
    }
    leans_ = leans;
    return change;
  }

  void write() {
    const double rate = config_.rate;
    for (std::size_t m = 0; m < alignment_.matches.size(); ++m) {
      Match& match = alignment_.matches[m];
      match.error_ms = 0;
      if (match.kind == MatchKind::extra) {
        write_extra(match);
        continue;
      }
      match.target =
          match.hit < 0 ? 0 : static_cast<double>(hits_[static_cast<std::size_t>(match.hit)].frame);
      if (sections_.empty()) continue;
      const Section& section =
          sections_[static_cast<std::size_t>(section_of_[static_cast<std::size_t>(match.passage)])];
      if (section.strokes.empty()) continue;
      match.target = section.nodes[static_cast<std::size_t>(node_of_[m])].state.time * rate;
      if (sets_pulse(match))
        match.error_ms = frames_to_ms(
            static_cast<double>(hits_[static_cast<std::size_t>(match.hit)].frame) - match.target, rate);
    }
    write_graces();
    alignment_.pulse.clear();
    for (const Beat& beat : beats_) {
      const Section& section =
          sections_[static_cast<std::size_t>(section_of_[static_cast<std::size_t>(beat.passage)])];
      if (section.strokes.empty()) continue;
      const PulseState& state = section.nodes[static_cast<std::size_t>(beat.node)].state;
      const double bpm = 60 / (state.period * positions_.grid().stretch(beat.tick));
      alignment_.pulse.push_back(
          {beat.tick, beat.passage, state.time * rate, bpm, bpm * std::sqrt(state.pp) / state.period});
    }
    std::sort(alignment_.matches.begin(), alignment_.matches.end(), [](const Match& a, const Match& b) {
      return std::tuple(a.target, a.hit, a.note) < std::tuple(b.target, b.hit, b.note);
    });
  }

  // A grace stroke's error counts from its main stroke.
  void write_graces() {
    std::vector<std::tuple<int, int, int>> mains;  // note, passage, hit
    bool any = false;
    for (const Match& match : alignment_.matches) any |= match.kind == MatchKind::grace;
    if (!any) return;
    for (const Match& match : alignment_.matches) {
      if (sets_pulse(match)) mains.emplace_back(match.note, match.passage, match.hit);
    }
    std::sort(mains.begin(), mains.end());
    for (Match& match : alignment_.matches) {
      if (match.kind != MatchKind::grace) continue;
      auto main = std::lower_bound(mains.begin(), mains.end(), std::tuple(match.note, match.passage, -1));
      if (main == mains.end() || std::get<0>(*main) != match.note || std::get<1>(*main) != match.passage)
        continue;
      const Frames gap = hits_[static_cast<std::size_t>(match.hit)].frame -
                         hits_[static_cast<std::size_t>(std::get<2>(*main))].frame;
      match.error_ms = frames_to_ms(static_cast<double>(gap), config_.rate);
    }
  }

  void write_extra(Match& match) const {
    const Hit& hit = hits_[static_cast<std::size_t>(match.hit)];
    match.target = static_cast<double>(hit.frame);
    if (sections_.empty()) return;
    const Section& section =
        sections_[static_cast<std::size_t>(section_of_[static_cast<std::size_t>(match.passage)])];
    if (section.strokes.empty()) return;
    const double now = seconds(match.hit);
    auto after = std::upper_bound(section.nodes.begin(), section.nodes.end(), now,
                                  [](double t, const PulseNode& node) { return t < node.state.time; });
    const PulseNode& node = after == section.nodes.begin() ? *after : *(after - 1);
    const double position = node.position + (now - node.state.time) / node.state.period;
    match.tick = std::clamp<Ticks>(positions_.tick(position, match.passage), 0, chart_.length - 1);
  }

  struct Beat {
    Ticks tick;
    int passage;
    int node;
  };

  Alignment& alignment_;
  std::span<const Hit> hits_;
  const Chart& chart_;
  PulseConfig config_;
  Positions positions_;
  std::vector<Section> sections_;
  std::vector<int> section_of_, node_of_;
  std::vector<Beat> beats_;
  Leans leans_{};
};

}  // namespace

void fit_pulse(Alignment& alignment, std::span<const Hit> hits, const Chart& chart,
               const PulseConfig& config) {
  Fit(alignment, hits, chart, config).run();
}

}  // namespace firstchair::follow
