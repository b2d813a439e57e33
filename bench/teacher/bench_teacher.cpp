// bench_teacher [RUNS] [DRUMMERS]: how well the breaking tempo is found on simulated drummers, and how many
// minutes ways of choosing what to practise need. Prints the tables of docs/measured/teacher.md.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include "testing/teacher/simulated_drummer.h"
#include "testing/teacher/simulated_year.h"

namespace firstchair::bench {
namespace {

struct Case {
  const char* name;
  testing::SimulatedDrummer drummer;
  bool use_spread = true;
  double prior_sd = 0.5, stop = 0;
  int most = 10;
};

void measure(const Case& c, int runs) {
  double squares = 0, covered = 0, takes = 0, inside = 0, above = 0, proposals = 0;
  testing::Chance chance(2026);
  for (int run = 0; run < runs; ++run) {
    testing::SimulatedDrummer drummer = c.drummer;
    drummer.t50_bpm = std::clamp(110 * std::exp2(c.prior_sd * chance.normal()), 45.0, 230.0);
    testing::SimulatedTakes played(drummer, static_cast<std::uint64_t>(run) + 5000);
    teacher::BreakingTempo limit({.prior_bpm = 110,
                                  .prior_sd_oct = c.prior_sd,
                                  .stop_sd_oct = c.stop,
                                  .most_takes = c.most,
                                  .use_spread = c.use_spread});
    while (!limit.done()) {
      const double bpm = limit.next_bpm();
      if (limit.trials().size() >= 3) {
        ++proposals;
        const double off = (std::log2(bpm) - played.limit_now()) / drummer.sigma_oct;
        above += off > 0.6745;
        inside += off <= 0.6745 && off >= -1.6449;
      }
      limit.add(played.play(bpm));
    }
    const LimitEstimate e = limit.estimate();
    const double truth = played.limit_so_far();
    squares += (e.log2_bpm - truth) * (e.log2_bpm - truth) / runs;
    covered += (truth >= std::log2(e.low) && truth <= std::log2(e.high)) / static_cast<double>(runs);
    takes += static_cast<double>(limit.trials().size()) / runs;
  }
  fmt::print("| {} | {:.1f} | {:.2f} % | {:.1f} % | {:.0f} % | {:.0f} % |\n", c.name, takes,
             100 * (std::exp2(std::sqrt(squares)) - 1), 100 * covered, 100 * inside / proposals,
             100 * above / proposals);
}

void limits(int runs) {
  fmt::print(
      "| drummer | takes | RMS error | covered by 95 % | proposals in true T25..T95 | above |\n"
      "|---|---|---|---|---|---|\n");
  const testing::SimulatedDrummer plain;
  const Case cases[] = {
      {"slope .08 oct, lapses 3 %", plain},
      {"the same, 8 takes", plain, true, 0.5, 0, 8},
      {"the same, until sure (2 %)", plain, true, 0.5, 0.03, 16},
      {"clean and broken alone, 10 takes", {.spread_heard = false}, false},
      {"clean and broken alone, 16 takes", {.spread_heard = false}, false, 0.5, 0, 16},
      {"slope .05", {.sigma_oct = 0.05}},
      {"slope .12", {.sigma_oct = 0.12}},
      {"ln spread 2.5 an octave", {.slope = 2.5}},
      {"never more even than half the spread wanted", {.floor = 0.5, .measured = 0.08}},
      {"the same, ln spread 5 an octave from there on", {.slope = 5, .floor = 0.5, .measured = 0.08}},
      {"a spread known within 8 %", {.measured = 0.08}},
      {"lapses 10 %", {.lapse = 0.1}},
      {"one take in ten three times as uneven", {.heavy_tails = true}},
      {"tires by .5 % of an octave a take", {.fatigue_oct = 0.005}},
      {"learns by the same", {.learning_oct = 0.005}},
      {"6 % below the limit when cold", {.warm_up_oct = 0.08}},
      {"measured before (prior 0.15 oct)", plain, true, 0.15},
  };
  for (const Case& c : cases) measure(c, runs);
}

// 95 % of the ratio of the geometric means, drummers drawn with replacement.
std::array<double, 3> ratio(const std::vector<double>& a, const std::vector<double>& b) {
  std::mt19937_64 random(1);
  const auto mean = [&](bool draw) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::size_t at = draw ? random() % a.size() : i;
      sum += std::log(a[at] / b[at]) / static_cast<double>(a.size());
    }
    return std::exp(sum);
  };
  std::vector<double> drawn(2000);
  for (double& d : drawn) d = mean(true);
  std::sort(drawn.begin(), drawn.end());
  return {mean(false), drawn[50], drawn[1949]};
}

void years(int drummers) {
  fmt::print(
      "\n| items, minutes a day | planner | rotation | furthest first | planner / rotation | planner / "
      "furthest |\n|---|---|---|---|---|---|\n");
  for (const auto& [items, minutes] : {std::pair{4, 30.0}, std::pair{6, 30.0}, std::pair{6, 45.0}}) {
    std::array<std::vector<double>, 3> played;
    std::array<int, 3> never{};
    for (int i = 0; i < drummers; ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        const testing::YearResult year = testing::simulate_year(
            static_cast<testing::Chooser>(c), static_cast<std::uint64_t>(i) + 100, items, minutes, 365);
        played[c].push_back(year.minutes);
        never[c] += year.day < 0;
      }
    }
    fmt::print("| {}, {:.0f} |", items, minutes);
    for (std::size_t c = 0; c < 3; ++c) {
      std::vector<double> sorted = played[c];
      std::sort(sorted.begin(), sorted.end());
      fmt::print(" {:.0f} ({} never) |", sorted[sorted.size() / 2], never[c]);
    }
    for (std::size_t c = 1; c < 3; ++c) {
      const auto [r, low, high] = ratio(played[0], played[c]);
      fmt::print(" {:.2f} ({:.2f} to {:.2f}) |", r, low, high);
    }
    fmt::print("\n");
  }
}

}  // namespace
}  // namespace firstchair::bench

int main(int argc, char** argv) {
  firstchair::bench::limits(std::max(1, argc > 1 ? std::atoi(argv[1]) : 400));
  firstchair::bench::years(std::max(1, argc > 2 ? std::atoi(argv[2]) : 40));
}
