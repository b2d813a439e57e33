#include "bench/chairs/tables.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <vector>

#include "bench/chairs/whole_cost.h"
#include "bench/memory.h"
#include "engine/chairs/challenge.h"
#include "engine/chairs/hints.h"
#include "engine/stats/stats.h"
#include "testing/chairs/simulated_audition.h"
#include "testing/chance.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::bench {
namespace {

using testing::AuditionPlan;
using testing::AuditionTally;

std::string percent(double share) {
  return fmt::format("{:.1f}", 100 * share);
}

Take played(double spread_ms, std::uint64_t seed) {
  testing::PlayingDrummer drummer;
  drummer.hand_ms = drummer.foot_ms = drummer.shared_ms = spread_ms;
  testing::Performance p =
      testing::perform(drummer, testing::plain_rock_chart(32), 1, seed, judge::default_norms());
  p.take.reading.bpm = 100;
  return std::move(p.take);
}

}  // namespace

std::string coverage_table(int takes) {
  std::string table =
      "| bars | takes | intervals that hold the truth, % | their mean half, % of the spread |\n"
      "|---|---|---|---|\n";
  for (const int bars : {16, 32, 64}) {
    std::vector<chairs::ExcerptScore> scores;
    double mean = 0, half = 0, held = 0;
    for (int i = 0; i < takes; ++i) {
      scores.push_back(testing::simulated_score(12, bars, 0, 0, 900000 + static_cast<std::uint64_t>(i)));
      mean += scores.back().value / takes;
    }
    for (const chairs::ExcerptScore& s : scores) {
      const double reach = stats::t_quantile(s.df) * std::sqrt(s.variance);
      held += std::abs(s.value - mean) <= reach;
      half += (std::exp(reach) - 1) / takes;
    }
    table += fmt::format("| {} | {} | {} | {} |\n", bars, takes, percent(held / takes), percent(half));
  }
  return table;
}

std::string seats_table(int auditions) {
  std::string table =
      "| players | bars x excerpts | points only: first wrong now / again | played: sole first / wrong now / "
      "wrong again | cuts / some cut wrong | again: sole first / wrong |\n|---|---|---|---|---|---|\n";
  const int kRows[][3] = {{2, 32, 1}, {2, 32, 4}, {4, 16, 1}, {4, 32, 4}, {8, 16, 1},
                          {8, 32, 1}, {8, 16, 4}, {8, 32, 4}, {16, 32, 1}};
  for (const auto& [players, bars, excerpts] : kRows) {
    const AuditionTally t =
        testing::tally({.players = players, .bars = bars, .excerpts = excerpts}, auditions, 10000);
    table += fmt::format("| {} | {} x {} | {} / {} | {} / {} / {} | {:.2f} of {} / {} | {} / {} |\n", players,
                         bars, excerpts, percent(t.points_wrong_now), percent(t.points_wrong_again),
                         percent(t.sole), percent(t.sole_wrong_now), percent(t.sole_wrong_again), t.cuts,
                         players - 1, percent(t.some_cut_wrong), percent(t.again_sole),
                         percent(t.again_sole_wrong));
  }
  return table;
}

std::string calibration_table(int auditions) {
  std::string table = "| score | ";
  for (int bin = 0; bin < AuditionTally::kBins; ++bin) table += "said / was ± (players) | ";
  table.pop_back();
  table += "\n|---|---|---|---|---|---|\n";
  for (const double slips : {0.0, 0.02}) {
    const AuditionTally t = testing::tally(
        {.players = 6, .bars = 32, .excerpts = 1, .slips = slips, .again = false}, auditions, 40000);
    table += slips > 0 ? "| spread and slips |" : "| spread |";
    for (int bin = 0; bin < AuditionTally::kBins; ++bin) {
      const double n = std::max(1, t.n[bin]);
      const double was = t.was[bin] / n, half = 1.96 * std::sqrt(was * (1 - was) / n);
      table += fmt::format(" {:.3f} / {:.3f} ± {:.3f} ({}) |", t.said[bin] / n, was, half, t.n[bin]);
    }
    table += "\n";
  }
  return table;
}

std::string ties_table(int auditions) {
  std::string table = "| players | bars x excerpts | some sole first, % |\n|---|---|---|\n";
  for (const int players : {2, 4, 8}) {
    const AuditionPlan plan{
        .players = players, .bars = 32, .excerpts = 1, .tau = 0, .equal = true, .again = false};
    table +=
        fmt::format("| {} | 32 x 1 | {} |\n", players, percent(testing::tally(plan, auditions, 70000).sole));
  }
  return table;
}

std::string challenges_table(int usual) {
  std::string table =
      "| challenger tighter by | tau | challenges | takes the chair, % | mean rounds "
      "|\n|---|---|---|---|---|\n";
  struct Row {
    double ratio, tau;
  };
  for (const auto& [ratio, tau] :
       {Row{1, 0}, Row{1, 0.12}, Row{0.87, 0.12}, Row{0.77, 0.12}, Row{0.67, 0.12}}) {
    double taken = 0, rounds = 0;
    // Whether equals stay under 5 % is told by many only.
    const int challenges = ratio == 1 && tau > 0 ? 10 * usual : usual;
    for (int c = 0; c < challenges; ++c) {
      testing::Chance chance(600000 + static_cast<std::uint64_t>(c));
      std::vector<chairs::Round> played;
      chairs::Challenge told;
      while (told.outcome == chairs::Outcome::open) {
        const auto seed = static_cast<std::uint64_t>(1000000 + 10 * c + 2 * static_cast<int>(played.size()));
        const double holder = 14 * std::exp(tau * chance.normal());
        const double challenger = 14 * ratio * std::exp(tau * chance.normal());
        played.push_back({testing::simulated_score(holder, 32, 0, 0, seed),
                          testing::simulated_score(challenger, 32, 0, 0, seed + 1)});
        told = chairs::challenge(played, {});
      }
      taken += told.outcome == chairs::Outcome::taken;
      rounds += static_cast<double>(played.size());
    }
    table += fmt::format("| {:.0f} % | {} | {} | {} | {:.1f} |\n", 100 * (1 - ratio), tau, challenges,
                         percent(taken / challenges), rounds / challenges);
  }
  return table;
}

std::string hints_table(int pairs) {
  const int takes = static_cast<int>(std::ceil((1 + std::sqrt(1.0 + 8.0 * pairs)) / 2));
  std::vector<std::vector<chairs::NoteError>> errors;
  double highest = 0, lowest = 1, grid = 0, velocity = 0;
  int hinted = 0, honest = 0, found = 0;
  for (int i = 0; i < takes; ++i) {
    const Take take = played(8 + i % 12, 800000 + static_cast<std::uint64_t>(i));
    errors.push_back(chairs::note_errors(take));
    grid = std::max(grid, chairs::on_a_grid(take));
    Take again = take;
    testing::Chance chance(static_cast<std::uint64_t>(i) + 1);
    for (Match& match : again.alignment.matches) match.error_ms += 2.5 * chance.normal();
    const double replay = chairs::replayed(errors.back(), chairs::note_errors(again)).correlation;
    lowest = std::min(lowest, replay);
    found += replay >= chairs::kReplay;
    velocity += chairs::same_velocity(take) >= chairs::kSameVelocity;
  }
  for (std::size_t a = 0; a < errors.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b, ++honest) {
      const double correlation = chairs::replayed(errors[a], errors[b]).correlation;
      highest = std::max(highest, correlation);
      hinted += correlation >= chairs::kReplay;
    }
  }
  return fmt::format(
      "| | pairs | correlation | hinted |\n|---|---|---|---|\n"
      "| two takes of two players | {} | at most {:.2f} | {} |\n"
      "| a take and the same heard again with 2.5 ms | {} | at least {:.2f} | {} |\n\n"
      "Of {} takes played by hand at most {:.0f} of 100 strokes lie on one grid; the hint is "
      "given from 95.\n",
      honest, highest, hinted, takes, lowest, found, takes, 100 * grid);
}

std::string cost_table() {
  // Processor time: the machine may be at work on other things.
  const auto ms = [](std::clock_t from) {
    return 1000.0 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
  };
  const Take take = played(12, 3);
  const std::clock_t scoring = std::clock();
  for (int i = 0; i < 50; ++i) {
    if (!chairs::score_take(take, {.bpm = 100}, judge::default_norms())) return "no score\n";
  }
  const double score = ms(scoring) / 50;
  std::vector<chairs::Candidate> forty;
  testing::Chance chance(9);
  for (int p = 0; p < 40; ++p) {
    chairs::Candidate c{.id = std::to_string(p)};
    const double centre = 0.3 * chance.normal();
    for (int e = 0; e < 4; ++e) c.excerpts.push_back({centre + 0.1 * chance.normal(), 0.006, 15});
    forty.push_back(std::move(c));
  }
  const std::clock_t seating = std::clock();
  const chairs::Seating told = chairs::seat(forty, {});
  const double seat = ms(seating);
  return fmt::format(
      "| what | took |\n|---|---|\n| score of one take of 32 bars, {} strokes, 16 blocks | {:.1f} "
      "ms |\n| seating of {} players by 4 excerpts from their scores | {:.0f} ms |\n| the same "
      "with the 160 scores | {:.2f} s |\n| memory of this program then | {:.0f} MB |\n{}",
      take.hits.size(), score, told.seats.size(), seat, (seat + 160 * score) / 1000,
      rss_kb(::getpid()) / 1024, whole_cost_rows());
}

}  // namespace firstchair::bench
