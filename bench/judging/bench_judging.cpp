// bench_judging [takes]: plays simulated drummers whose truth is known and prints what the judge made of
// them. The tables of docs/measured/judging.md are its output.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "engine/core/ids.h"
#include "testing/judge/playing_drummer.h"

using namespace firstchair;

namespace {

const Metric* find(const Take& take, Measure measure, Line line, Line other = Line::pad) {
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure == measure && (!m.has_line || m.line == line) &&
        (measure != Measure::unison || m.other == other))
      return &m;
  }
  return nullptr;
}

// Tempo and drift (BPM, %/min) of the beats as meant: end to end, and the bend of the parabola through them.
std::pair<double, double> truth_of(const std::vector<double>& beats) {
  const auto n = static_cast<double>(beats.size());
  const double tempo = 60 * (n - 1) / (beats.back() - beats.front());
  double x2 = 0, x4 = 0, y0 = 0, y2 = 0;
  for (std::size_t i = 0; i < beats.size(); ++i) {
    const double x = static_cast<double>(i) - (n - 1) / 2;
    x2 += x * x, x4 += x * x * x * x, y0 += beats[i], y2 += beats[i] * x * x;
  }
  const double bend = (y2 - y0 * x2 / n) / (x4 - x2 * x2 / n);
  return {tempo, -6000 * 2 * bend * tempo * tempo / 3600};
}

struct Tally {
  struct One {
    double value, low, high, truth;
  };
  std::vector<One> all;
  int found = 0, takes = 0;

  void add(const Metric* m, double truth) {
    ++takes;
    if (m == nullptr || m->standing == Standing::too_few) return;
    found += m->standing == Standing::out_of_band;
    all.push_back({m->value, m->low, m->high, truth});
  }
  // A truth that has no formula is the mean over all takes.
  void row(const std::string& name) const {
    if (all.empty()) return;
    const auto n = static_cast<double>(all.size());
    double mean = 0, truth = 0, error = 0, half = 0, covered = 0;
    for (const One& one : all) mean += one.value / n;
    for (const One& one : all) {
      const double t = std::isnan(one.truth) ? mean : one.truth;
      truth += t / n;
      error += (one.value - t) * (one.value - t) / n;
      half += (one.high - one.low) / 2 / n;
      covered += one.low <= t && t <= one.high;
    }
    fmt::print("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.1f} | {:.1f} |\n", name, truth, mean,
               std::sqrt(error), half, 100 * covered / n, 100.0 * found / takes);
  }
};

constexpr auto kNames = ids_up_to<kMeasureCount - 1>(
    "placement", "tightness", "tempo", "drift", "spot", "unison", "flam gap", "swing", "dynamics", "accent",
    "missed", "extra", "wrong voice", "hands", "phrase", "bar", "step", "hand spread", "doubles",
    "doubles level", "level spot", "level course");

struct Case {
  std::string name;
  testing::PlayingDrummer drummer;
  int bars;
  bool pad = false;
};

}  // namespace

int main(int argc, char** argv) {
  const int takes = argc > 1 ? std::atoi(argv[1]) : 400;
  const judge::Norms& norms = judge::default_norms();

  testing::PlayingDrummer plain;
  testing::PlayingDrummer leaning = plain;
  leaning.lean_ms[static_cast<std::size_t>(Line::snare)] = -18;
  testing::PlayingDrummer walking = plain;
  walking.tempo_walk = 0.002;
  testing::PlayingDrummer white = plain;
  white.shared_ms = 0;
  white.hand_ms = white.foot_ms = 15;
  testing::PlayingDrummer feel = plain;
  feel.place_ms = 4;
  testing::PlayingDrummer tails = plain;
  tails.tails = 0.05;
  testing::PlayingDrummer gaining = plain;
  gaining.gain_per_minute = 6;
  testing::PlayingDrummer blurred = plain;
  blurred.sigma_ms = 3;
  testing::PlayingDrummer swinging = plain;
  swinging.swing = 1.8;
  std::vector<Case> cases;
  for (const int bars : {8, 16, 32}) {
    for (const auto& [name, d] :
         std::vector<std::pair<std::string, testing::PlayingDrummer>>{{"white 15", white},
                                                                      {"click, rho .56", plain},
                                                                      {"snare 18 early", leaning},
                                                                      {"tempo walk .002", walking},
                                                                      {"feel 4 ms", feel},
                                                                      {"tails", tails},
                                                                      {"gains 6 %/min", gaining},
                                                                      {"instrument 3 ms", blurred},
                                                                      {"swing 1.8 on straight", swinging}}) {
      cases.push_back({name, d, bars});
    }
    cases.push_back({"pad quarters, white 15", white, bars, true});
    cases.push_back({"pad quarters, click", plain, bars, true});
  }
  for (const Case& c : cases) {
    Tally lean, spread, kick, tempo, drift, pair, swing;
    int clean = 0, ordered = 0;
    std::map<std::string, int> findings;
    for (int i = 0; i < takes; ++i) {
      const testing::Performance p =
          testing::perform(c.drummer, c.pad ? testing::pad_chart(c.bars) : testing::plain_rock_chart(c.bars),
                           1, static_cast<std::uint64_t>(1000 + i), norms);
      const Take& take = p.take;
      const Line line = c.pad ? Line::pad : Line::hat;
      const auto [bpm, gain] = truth_of(p.beats);
      const bool is_white = c.drummer.shared_ms == 0;
      const double unknown = std::nan("");
      lean.add(find(take, Measure::placement, Line::snare), p.lean_ms[static_cast<std::size_t>(Line::snare)]);
      spread.add(find(take, Measure::tightness, line), is_white ? c.drummer.hand_ms : unknown);
      kick.add(find(take, Measure::tightness, Line::kick), is_white ? c.drummer.foot_ms : unknown);
      tempo.add(find(take, Measure::tempo, line), bpm);
      drift.add(find(take, Measure::drift, line), gain);
      pair.add(find(take, Measure::unison, Line::kick, Line::hat),
               c.drummer.tails + c.drummer.place_ms > 0 ? unknown
                                                        : std::hypot(c.drummer.foot_ms, c.drummer.hand_ms));
      swing.add(find(take, Measure::swing, line), c.drummer.swing);
      bool any = false;
      for (const Metric& m : take.verdict.metrics) {
        if (m.standing != Standing::out_of_band) continue;
        any = true;
        ++findings[fmt::format("{} {}", kNames[static_cast<int>(m.measure)],
                               m.has_line ? id_of(m.line) : "all")];
      }
      clean += !any;
      ordered += take.order.action != Action::next_tempo && take.order.action != Action::record_more;
    }
    fmt::print("\n{}, {} bars: nothing found in {:.1f} %, an order to work on something in {:.1f} %", c.name,
               c.bars, 100.0 * clean / takes, 100.0 * ordered / takes);
    for (auto& [k, v] : findings) fmt::print("; {}: {:.1f} %", k, 100.0 * v / takes);
    fmt::print(
        "\n\n| | truth | mean | rms error | half interval | covered % | found % "
        "|\n|---|---|---|---|---|---|---|\n");
    lean.row("snare lean, ms");
    spread.row(c.pad ? "pad spread, ms" : "hat spread, ms");
    kick.row("kick spread, ms");
    tempo.row("tempo, BPM");
    drift.row("drift, %/min");
    pair.row("kick to hat, ms");
    swing.row("swing");
  }
}
