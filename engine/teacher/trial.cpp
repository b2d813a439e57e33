#include "engine/teacher/trial.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/hit_count.h"
#include "engine/judge/line_timing.h"

namespace firstchair::teacher {
namespace {

constexpr double kSlips = 0.02;     // of the notes
constexpr int kTimed = 24;          // strokes for a spread: known within a fifth
constexpr double kTempoOff = 0.03;  // of the tempo asked for
constexpr double kLeastZ = 0.05;    // below what any instrument can tell
constexpr double kSlipSpread = 3;   // norms: a residual that costs as much as a slip
constexpr double kStandsOut = 2.6;  // standard errors: 1 in 100

double beat_ms(const Take& take) {
  return take.reading.bpm > 0 ? 60000 / take.reading.bpm : 0;
}

double reference(const judge::Norms& norms, Line line, double beat) {
  const double ms = norms.reference_ms(line, beat);
  return ms > 0 ? ms : norms.base_ms + norms.per_ms * beat;  // a line without a norm: the hat's
}

// Root mean square of the residuals in norms, the instrument's share taken out.
double pooled_z(const std::vector<judge::LineTiming>& lines, const judge::Norms& norms, double beat) {
  double sum = 0, n = 0;
  for (const judge::LineTiming& line : lines) {
    if (line.residual.n < 2) continue;
    const double ms = reference(norms, line.line, beat);
    sum +=
        line.residual.n * (line.residual.sd * line.residual.sd - line.sigma_ms * line.sigma_ms) / (ms * ms);
    n += line.residual.n;
  }
  return n < kTimed ? 0 : std::max(kLeastZ, std::sqrt(std::max(0.0, sum / n)));
}

struct Slips {
  int notes = 0, count = 0;
  double expected = 0;  // of the instrument itself
};

WrittenNote written(const Take& take, const std::vector<Bar>& bars, int note,
                    std::span<const int> bar_numbers) {
  const Note& at = take.chart.notes[static_cast<std::size_t>(note)];
  const Bar& bar = bar_at(bars, at.tick);
  const auto index = static_cast<std::size_t>(bar.number);
  return {.bar = index <= bar_numbers.size() ? bar_numbers[index - 1] : bar.number,
          .in_bar = at.tick - bar.start,
          .beat = bar.beat_at(at.tick),
          .voice = at.voice};
}

Slips slips_of(const Take& take, const TrialRules& rules) {
  const std::vector<Bar> bars = bars_of(take.chart);
  const auto missing = [&](const Match& match) {
    return match.kind == MatchKind::missed &&
           std::find(rules.missing.begin(), rules.missing.end(),
                     written(take, bars, match.note, rules.bar_numbers)) != rules.missing.end();
  };
  std::vector<Match> counted = take.alignment.matches;
  if (!rules.missing.empty()) std::erase_if(counted, missing);
  const HitCount count = count_hits(take.source, take.hits, take.chart, counted).all;
  Slips slips{.notes = count.told(), .count = count.missed + count.extra};
  for (const Match& match : counted) {
    if (match.note < 0 || match.kind == MatchKind::masked || match.kind == MatchKind::grace) continue;
    const bool ghost = take.chart.notes[static_cast<std::size_t>(match.note)].dynamic == Dynamic::ghost;
    slips.expected += ghost ? take.source.errors.missed_ghost : take.source.errors.missed;
  }
  slips.expected += take.source.errors.extra * slips.notes;
  return slips;
}

bool lost(const Take& take) {
  return std::any_of(take.alignment.departures.begin(), take.alignment.departures.end(),
                     [](const Departure& d) { return d.kind != DepartureKind::late_start; });
}

struct Cost {
  int n = 0;
  double sum = 0, squares = 0;
  void add(double cost) {
    ++n;
    sum += cost;
    squares += cost * cost;
  }
  double mean() const { return n > 0 ? sum / n : 0; }
  double error2() const {  // of the mean, squared
    return n > 1 ? std::max(squares - sum * sum / n, 1e-6) / n / (n - 1) : 1;
  }
};

struct Costs {
  std::map<std::pair<Line, Hand>, Cost> limbs;
  std::map<int, Cost> bars;
  Cost all;
};

void add_costs(const Take& take, const judge::Norms& norms, std::span<const int> bar_numbers, Costs& costs) {
  const double beat = beat_ms(take);
  if (beat <= 0) return;
  const std::vector<Bar> bars = bars_of(take.chart);
  std::vector<double> residual(take.alignment.matches.size(), -1);
  for (const judge::LineTiming& line : judge::take_apart(take.hits, take.chart, take.alignment)) {
    const double ms = reference(norms, line.line, beat);
    for (const auto* strokes : {&line.strokes, &line.outliers}) {
      for (const judge::TimedStroke& s : *strokes) {
        const double off = strokes == &line.strokes ? s.residual_ms : s.local_ms;
        if (std::isfinite(off)) residual[static_cast<std::size_t>(s.match)] = std::abs(off) / ms;
      }
    }
  }
  for (std::size_t i = 0; i < take.alignment.matches.size(); ++i) {
    const Match& match = take.alignment.matches[i];
    double cost = 0;
    if (match.kind == MatchKind::missed || match.kind == MatchKind::wrong_voice ||
        match.kind == MatchKind::extra) {
      cost = 1;
    } else if (match.kind == MatchKind::matched && residual[i] >= 0) {
      const double far = residual[i] / kSlipSpread;
      cost = std::min(1.0, far * far);
    } else {
      continue;
    }
    costs.all.add(cost);
    const auto bar = static_cast<std::size_t>(bar_at(bars, match.tick).number);
    costs.bars[bar <= bar_numbers.size() ? bar_numbers[bar - 1] : static_cast<int>(bar)].add(cost);
    if (match.note < 0) continue;
    const Note& note = take.chart.notes[static_cast<std::size_t>(match.note)];
    costs.limbs[{line_of(note.voice), note.hand}].add(cost);
  }
}

// The group that costs most beyond the takes that held; end() where none stands out.
template <class Groups>
auto worst(const Groups& broken, const Groups& held, const Cost& all) {
  auto best = broken.end();
  double most = kStandsOut;
  for (auto at = broken.begin(); at != broken.end(); ++at) {
    const Cost& cost = at->second;
    if (cost.n < 4) continue;
    const auto before = held.find(at->first);
    const bool known = before != held.end() && before->second.n >= 4;
    // Against the others of the same takes, and against itself where it held: the smaller difference counts.
    const Cost others{.n = all.n - cost.n, .sum = all.sum - cost.sum, .squares = all.squares - cost.squares};
    if (others.n < 4) continue;
    double stands = (cost.mean() - others.mean()) / std::sqrt(cost.error2() + others.error2());
    if (known) {
      stands = std::min(
          stands, (cost.mean() - before->second.mean()) / std::sqrt(cost.error2() + before->second.error2()));
    }
    if (stands > most) most = stands, best = at;
  }
  return best;
}

}  // namespace

double z_of_letter(char letter) {
  switch (letter) {
    case 'A':
      return 0.78;
    case 'B':
      return 1;
    case 'C':
      return 1.33;
    case 'D':
      return 2;
    default:
      return 0;
  }
}

std::vector<WrittenNote> never_played(std::span<const Take* const> takes, std::span<const int> bar_numbers) {
  struct Fate {
    WrittenNote note;
    int missed = 0, heard = 0, covered = 0;
  };
  std::vector<Fate> fates;
  for (const Take* take : takes) {
    const std::vector<Bar> bars = bars_of(take->chart);
    for (const Match& match : take->alignment.matches) {
      const CountedAs as = counted_as(match.kind);
      if (match.note < 0 || as == CountedAs::none) continue;
      const WrittenNote note = written(*take, bars, match.note, bar_numbers);
      auto fate = std::find_if(fates.begin(), fates.end(), [&](const Fate& f) { return f.note == note; });
      if (fate == fates.end()) fate = fates.insert(fates.end(), Fate{note});
      fate->missed += as == CountedAs::missed;
      fate->covered += as == CountedAs::covered;
      fate->heard += as == CountedAs::heard || as == CountedAs::wrong;
    }
  }
  std::vector<WrittenNote> never;
  for (const Fate& fate : fates) {
    if (fate.missed >= kNeverPlayed && fate.heard == 0 && fate.covered == 0) never.push_back(fate.note);
  }
  if (4 * never.size() > fates.size()) return {};
  std::sort(never.begin(), never.end(), [](const WrittenNote& a, const WrittenNote& b) {
    return std::tie(a.bar, a.in_bar, a.voice) < std::tie(b.bar, b.in_bar, b.voice);
  });
  return never;
}

TrialOutcome try_out(const Take& take, const judge::Norms& norms, const TrialRules& rules) {
  TrialOutcome outcome;
  const Slips slips = slips_of(take, rules);
  outcome.notes = slips.notes;
  outcome.slips = slips.count;
  const double bpm = take.reading.bpm;
  if (bpm > 0)
    outcome.z = pooled_z(judge::take_apart(take.hits, take.chart, take.alignment), norms, 60000 / bpm);
  // What the instrument does itself comes by chance: two standard deviations of it are no slip.
  const double allowed = kSlips * slips.notes + slips.expected + 2 * std::sqrt(slips.expected);
  if (lost(take) || rules.lost_bar || bpm <= 0) {
    outcome.broke = Broke::lost;
  } else if (std::abs(bpm / rules.bpm - 1) > kTempoOff) {
    outcome.broke = Broke::tempo;
  } else if (slips.count > allowed) {
    outcome.broke = Broke::slips;
  } else if (outcome.z > rules.z_wanted) {
    outcome.broke = Broke::spread;
  }
  outcome.trial.bpm = rules.bpm;
  outcome.trial.clean = outcome.broke == Broke::nothing;
  const double over = outcome.z > 0 ? std::log(outcome.z / rules.z_wanted) : 0;
  if (outcome.z > 0 && (outcome.trial.clean || over > 0)) outcome.trial.log_spread = over;
  return outcome;
}

WhatBreaks what_breaks(std::span<const Take* const> broken, std::span<const Take* const> held,
                       const judge::Norms& norms, std::span<const int> bar_numbers) {
  Costs with, without;
  for (const Take* take : broken) add_costs(*take, norms, bar_numbers, with);
  for (const Take* take : held) add_costs(*take, norms, bar_numbers, without);
  WhatBreaks what;
  if (const auto limb = worst(with.limbs, without.limbs, with.all); limb != with.limbs.end()) {
    what.limb = true;
    std::tie(what.line, what.hand) = limb->first;
  }
  if (const auto bar = worst(with.bars, without.bars, with.all); bar != with.bars.end())
    what.bar = bar->first;
  return what;
}

}  // namespace firstchair::teacher
