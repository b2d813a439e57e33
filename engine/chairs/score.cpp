#include "engine/chairs/score.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/chairs/played_bars.h"
#include "engine/core/hit_count.h"
#include "engine/judge/line_timing.h"
#include "engine/stats/stats.h"

namespace firstchair::chairs {
namespace {

constexpr int kLeastBlocks = 8;
constexpr double kLeastVariance = 1e-4;  // no take tells a spread better than to one per cent
constexpr double kMostOfALine = 0.5;
constexpr int kNeighbours = 8;  // strokes over which residuals hang together, as in judge/line_timing

// Sums over a set of values, of which blocks can be taken away.
struct Sums {
  double n = 0, sum = 0, squares = 0;
  void add(double x) { n += 1, sum += x, squares += x * x; }
  Sums without(const Sums& other) const { return {n - other.n, sum - other.sum, squares - other.squares}; }
  double sd() const { return n < 2 ? 0 : std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1))); }
};

// A Group is a set of values whose ln SD is in the score.
struct Group {
  double weight = 0, floor = 0, reference = 1;
  std::vector<Sums> blocks;
  Sums all;
  double log_error = 0;  // of ln SD, as the judge's intervals tell it

  void add(int block, double x) {
    blocks[static_cast<std::size_t>(block)].add(x);
    all.add(x);
  }
  // `block` -1: none is left out.
  double sd(int block) const {
    const Sums left = block < 0 ? all : all.without(blocks[static_cast<std::size_t>(block)]);
    return std::max({left.sd(), floor, 1e-3});
  }
};

struct SlipSums {
  double told = 0, slips = 0, expected = 0;
};

struct Excerpt {
  const Take& take;
  PlayedBars played;
  int bars = 0, block_bars = 2, blocks = 0;

  int block_of(int bar) const { return std::min(bar / block_bars, blocks - 1); }
  // Returns the block of a match, or -1 outside the bars that count.
  int block_of(const Match& match) const {
    const int bar = played.of(match);
    return bar < bars ? block_of(bar) : -1;
  }
};

Error no_score(std::string what, std::string advice = {}) {
  return {ErrorCode::unsupported, {}, std::move(what), std::move(advice)};
}

double log_sum(const std::vector<Group>& groups, int block) {
  double sum = 0;
  for (const Group& g : groups) sum += g.weight * std::log(g.sd(block) / g.reference);
  return sum;
}

CriterionScore with_blocks(Criterion criterion, double weight, const std::vector<Group>& groups, int blocks) {
  CriterionScore score{criterion, weight, log_sum(groups, -1), {}};
  for (int b = 0; b < blocks; ++b) score.left_out.push_back(log_sum(groups, b));
  return score;
}

// --- spread

Result<std::vector<Group>> line_groups(const Excerpt& of, const ScoreConfig& config,
                                       const judge::Norms& norms, TakeScore& score) {
  const std::array<int, kLineCount> notes = timed_notes(of.take.chart, of.bars);
  const double bpm = config.bpm > 0 ? config.bpm : of.take.reading.bpm;
  if (!(bpm > 0)) return no_score("the tempo is not known");
  score.bpm = bpm;
  double all = 0;
  for (const int n : notes) all += n >= kLeastOfLine ? n : 0;
  if (all == 0) return no_score("no line has 64 timed notes");
  std::vector<Group> groups;
  double weights = 0;
  const std::vector<judge::LineTiming> lines =
      judge::take_apart(of.take.hits, of.take.chart, of.take.alignment);
  for (int i = 0; i < kLineCount; ++i) {
    const int written = notes[static_cast<std::size_t>(i)];
    if (written < kLeastOfLine) continue;
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const judge::LineTiming& l) {
      return l.line == static_cast<Line>(i);
    });
    Group group{.weight = std::min(kMostOfALine, written / all),
                .floor = line == lines.end() ? 0 : line->sigma_ms,
                .reference = norms.base_ms + norms.per_ms * 60000 / bpm,
                .blocks = std::vector<Sums>(static_cast<std::size_t>(of.blocks)),
                .all = {}};
    std::vector<double> residuals;
    if (line != lines.end()) {
      for (const judge::TimedStroke& s : line->strokes) {
        const int block = of.block_of(of.take.alignment.matches[static_cast<std::size_t>(s.match)]);
        if (block < 0 || !std::isfinite(s.residual_ms)) continue;
        group.add(block, s.residual_ms);
        residuals.push_back(s.residual_ms);
      }
    }
    if (group.all.n < kLeastOfLine / 2.0) {
      return no_score(std::string(name_of(static_cast<Line>(i))) + ": " +
                          std::to_string(static_cast<int>(group.all.n)) + " of " + std::to_string(written) +
                          " notes were answered by a stroke that can be timed; 32 are needed",
                      "Look whether the take is of this chart, with `firstchair hear`");
    }
    stats::Sample sample = stats::describe(residuals);
    sample.n_var = std::min(sample.n_var, stats::variance_worth(residuals, kNeighbours));
    group.log_error = sample.log_sd_error();
    weights += group.weight;
    score.lines.push_back({.line = static_cast<Line>(i),
                           .n = static_cast<int>(group.all.n),
                           .ms = group.sd(-1),
                           .at_floor = group.all.sd() <= group.floor});
    groups.push_back(std::move(group));
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].weight /= weights;
    LineSpread& line = score.lines[i];
    std::vector<double> logs;
    for (int b = 0; b < of.blocks; ++b) logs.push_back(std::log(groups[i].sd(b)));
    const double error = std::max(std::sqrt(jackknife_variance(logs)), groups[i].log_error);
    const double reach = std::exp(stats::t_quantile(of.blocks - 1) * error);
    line.weight = groups[i].weight;
    line.low = std::max(line.ms / reach, groups[i].floor);
    line.high = line.ms * reach;
  }
  return groups;
}

// --- slips

std::vector<SlipSums> count_slips(const Excerpt& of, TakeScore& score) {
  const Take& take = of.take;
  std::vector<SlipSums> blocks(static_cast<std::size_t>(of.blocks));
  const FreeBars free(take.chart);
  for (const Match& match : take.alignment.matches) {
    const int at = of.block_of(match);
    if (at < 0) continue;
    SlipSums& block = blocks[static_cast<std::size_t>(at)];
    const bool no_slip = match.kind == MatchKind::extra &&
                         (free.has(match.tick) ||
                          may_be_one_stroke(take.source, take.hits, static_cast<std::size_t>(match.hit)));
    const CountedAs as = counted_as(match.kind, no_slip);
    if (as == CountedAs::none || as == CountedAs::covered) continue;
    score.missed += as == CountedAs::missed;
    score.extra += as == CountedAs::extra;
    score.wrong += as == CountedAs::wrong;
    block.slips += as != CountedAs::heard;
    if (as == CountedAs::extra) continue;
    const bool ghost = take.chart.notes[static_cast<std::size_t>(match.note)].dynamic == Dynamic::ghost;
    block.told += 1;
    block.expected +=
        (ghost ? take.source.errors.missed_ghost : take.source.errors.missed) + take.source.errors.extra;
    ++score.notes;
  }
  return blocks;
}

double slip_rate(const SlipSums& s) {
  return 100 * (std::max(0.0, s.slips - s.expected) + 0.5) / (s.told + 1);
}

CriterionScore score_slips(const std::vector<SlipSums>& blocks, double weight, SlipSums& all) {
  for (const SlipSums& b : blocks) all.told += b.told, all.slips += b.slips, all.expected += b.expected;
  CriterionScore score{Criterion::slips, weight, std::log(1 + slip_rate(all) / 2), {}};
  for (const SlipSums& b : blocks) {
    const SlipSums left{all.told - b.told, all.slips - b.slips, all.expected - b.expected};
    score.left_out.push_back(std::log(1 + slip_rate(left) / 2));
  }
  return score;
}

// --- dynamics and unison

Result<std::vector<Group>> level_groups(const Excerpt& of) {
  const Take& take = of.take;
  if (take.source.kind != SourceKind::midi) return no_score("dynamics are scored from an e-kit alone");
  struct Level {
    int block;
    double db;
  };
  std::map<std::tuple<Line, Dynamic, Ticks>, std::vector<Level>> places;
  for (const Match& match : take.alignment.matches) {
    const int block = match.kind == MatchKind::matched ? of.block_of(match) : -1;
    if (block < 0) continue;
    const Note& note = take.chart.notes[static_cast<std::size_t>(match.note)];
    places[{line_of(note.voice), note.dynamic, of.played.in_bar(match)}].push_back(
        {block, static_cast<double>(take.hits[static_cast<std::size_t>(match.hit)].level_db)});
  }
  std::map<std::pair<Line, Dynamic>, Group> classes;
  for (const auto& [place, levels] : places) {
    const auto n = static_cast<double>(levels.size());
    if (levels.size() < 2) continue;
    double mean = 0;
    for (const Level& level : levels) mean += level.db / n;
    Group& group = classes[{std::get<0>(place), std::get<1>(place)}];
    group.blocks.resize(static_cast<std::size_t>(of.blocks));
    for (const Level& level : levels) group.add(level.block, (level.db - mean) * std::sqrt(n / (n - 1)));
  }
  std::vector<Group> groups;
  double all = 0;
  for (const auto& [name, group] : classes) all += group.all.n >= kLeastOfLine ? group.all.n : 0;
  for (auto& [name, group] : classes) {
    if (group.all.n < kLeastOfLine) continue;
    group.weight = group.all.n / all;
    group.floor = 0.1;  // dB: a step of MIDI velocity
    groups.push_back(std::move(group));
  }
  if (groups.empty()) return no_score("no line has 64 strokes whose level can be compared");
  return groups;
}

Result<std::vector<Group>> unison_group(const Excerpt& of, const ScoreConfig& config) {
  const Take& take = of.take;
  if (!take.source.times_apart) return no_score("unisons are not told from sound");
  std::map<std::pair<int, Ticks>, const Match*> first;
  const auto line_of_match = [&](const Match& m) {
    return line_of(take.chart.notes[static_cast<std::size_t>(m.note)].voice);
  };
  for (const Match& m : take.alignment.matches) {
    if (m.kind == MatchKind::matched && line_of_match(m) == config.unison_a)
      first.emplace(std::pair(m.passage, m.tick), &m);
  }
  Group group{.weight = 1,
              .floor = 0.5,
              .reference = 1,
              .blocks = std::vector<Sums>(static_cast<std::size_t>(of.blocks)),
              .all = {}};
  for (const Match& m : take.alignment.matches) {
    if (m.kind != MatchKind::matched || line_of_match(m) != config.unison_b) continue;
    const auto other = first.find({m.passage, m.tick});
    const int block = other == first.end() ? -1 : of.block_of(m);
    if (block >= 0) group.add(block, m.error_ms - other->second->error_ms);
  }
  if (group.all.n < kLeastOfLine / 2.0) return no_score("fewer than 32 strokes of the two lines together");
  return std::vector<Group>{std::move(group)};
}

double weight_of(const ScoreConfig& config, Criterion criterion) {
  return config.weights[static_cast<std::size_t>(criterion)];
}

// The variance of the spread, weighted: by the blocks, or by what the judge's intervals of its lines say
// where that is more. Blocks alone tell too little of what hangs together over the whole take (pulse, places
// of the bar): their intervals hold the truth in 89 to 92 of 100 takes, both together in 92 to 97.
double spread_variance(const CriterionScore& spread, const std::vector<Group>& groups) {
  double own = 0;
  for (const Group& g : groups) own += g.weight * g.weight * g.log_error * g.log_error;
  return std::max(jackknife_variance(spread.left_out), own);
}

void add_up(TakeScore& score, double of_spread, const SlipSums& all, double slip_weight) {
  score.left_out.assign(static_cast<std::size_t>(score.blocks), 0);
  for (const CriterionScore& c : score.criteria) {
    score.total.value += c.weight * c.value;
    for (std::size_t b = 0; b < score.left_out.size(); ++b) score.left_out[b] += c.weight * c.left_out[b];
  }
  double least = of_spread;
  if (slip_weight > 0) {
    // A player without a slip has no jackknife variance of slips, and may slip nevertheless.
    const double step = 100 / (all.told + 1), k = std::max(0.0, all.slips - all.expected);
    least += slip_weight * slip_weight * step * step * (k + 0.5) / std::pow(2 + slip_rate(all), 2);
  }
  score.total.variance = std::max({jackknife_variance(score.left_out), least, kLeastVariance});
  score.total.df = score.blocks - 1;
}

}  // namespace

double jackknife_variance(const std::vector<double>& left_out) {
  const auto g = static_cast<double>(left_out.size());
  double mean = 0, squares = 0;
  for (const double x : left_out) mean += x / g;
  for (const double x : left_out) squares += (x - mean) * (x - mean);
  return (g - 1) / g * squares;
}

std::string too_short(const Chart& chart, int bars) {
  if (bars < kLeastBars) return std::to_string(bars) + " bars; 16 are needed";
  if (bars > kMostBars) return std::to_string(bars) + " bars; 256 are the most";
  int all = 0;
  for (const int n : timed_notes(chart, bars)) all += n;
  if (all >= kLeastTimed) return {};
  return std::to_string(all) +
         " timed notes; 128 are needed, 1,024 over all excerpts tell eight players apart in two auditions of "
         "three";
}

Result<TakeScore> score_take(const Take& take, const ScoreConfig& config, const judge::Norms& norms) {
  Excerpt of{.take = take, .played = PlayedBars(take)};
  of.bars = config.bars > 0 ? config.bars : std::min(of.played.count(), kMostBars);
  if (of.played.count() < of.bars)
    return no_score(std::to_string(of.played.count()) + " bars were played; " + std::to_string(of.bars) +
                    " are needed");
  if (std::string why = too_short(take.chart, of.bars); !why.empty()) return no_score(why);
  of.block_bars = weight_of(config, Criterion::dynamics) > 0 ? 4 : 2;
  of.blocks = of.bars / of.block_bars;
  if (of.blocks < kLeastBlocks) return no_score("32 bars are needed where dynamics count");
  TakeScore score{.bars = of.bars, .blocks = of.blocks, .block_bars = of.block_bars};
  const std::vector<SlipSums> slips = count_slips(of, score);
  SlipSums all;
  if (const double w = weight_of(config, Criterion::spread); w > 0) {
    Result<std::vector<Group>> groups = line_groups(of, config, norms, score);
    if (!groups) return groups.error();
    score.criteria.push_back(with_blocks(Criterion::spread, w, *groups, of.blocks));
    score.spread_variance = spread_variance(score.criteria.back(), *groups);
  }
  const double slip_weight = weight_of(config, Criterion::slips);
  if (slip_weight > 0) score.criteria.push_back(score_slips(slips, slip_weight, all));
  if (const double w = weight_of(config, Criterion::dynamics); w > 0) {
    Result<std::vector<Group>> groups = level_groups(of);
    if (!groups) return groups.error();
    score.criteria.push_back(with_blocks(Criterion::dynamics, w, *groups, of.blocks));
  }
  if (const double w = weight_of(config, Criterion::unison); w > 0) {
    Result<std::vector<Group>> groups = unison_group(of, config);
    if (!groups) return groups.error();
    score.criteria.push_back(with_blocks(Criterion::unison, w, *groups, of.blocks));
  }
  if (score.criteria.empty()) return no_score("no criterion has a weight");
  const double w = weight_of(config, Criterion::spread);
  add_up(score, w * w * score.spread_variance, all, slip_weight);
  return score;
}

}  // namespace firstchair::chairs
