#include "bench/hearing/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "bench/hearing/conditions.h"
#include "bench/hearing/logistic.h"
#include "bench/hearing/score.h"
#include "engine/ear/history.h"
#include "engine/ear/onset.h"
#include "engine/ear/voices.h"

namespace firstchair {
namespace {

constexpr double kErrorOffsetMs = 0.05;  // keeps an error of 0 from being infinitely good

struct Error {
  double ms = 0;  // signed
  View view = View::mid;
  Family family = Family::kick;
  bool lone = false;
};

struct Cases {
  std::vector<Row> strokes, voices;
  std::vector<Error> signed_errors;
  std::vector<Row> errors;  // target: log of the error in ms
};

// The stages of the ear in a row over a whole sound, as Ear does it.
void collect(const Rendering& file, Cases& cases) {
  Features features(kBenchRate);
  OnsetStage onset(features, kBenchRate);
  History history(static_cast<std::size_t>(0.12 * kBenchRate));
  FrameRing frames;
  struct Seen {
    Candidate candidate;
    bool stroke = false;
  };
  std::vector<Seen> seen;
  std::vector<std::pair<Frames, std::size_t>> waiting;  // true attack, its index
  const Frames hop = features.hop();
  std::size_t next = 0;
  for (std::size_t i = 0; i < file.sound.size(); ++i) {
    history.push(file.sound[i]);
    if (history.end() % hop != 0) continue;
    const BandPowers bands = features.frame(history.span(history.end() - features.window(), history.end()));
    frames.push(bands);
    if (const std::optional<Candidate> candidate = onset.push(bands, history)) {
      const double when = static_cast<double>(candidate->frame) / kBenchRate;
      const bool near = std::any_of(file.truth.begin(), file.truth.end(),
                                    [&](const Truth& t) { return std::abs(t.seconds - when) < 0.008; });
      seen.push_back({*candidate, near});
      const bool told = stroke_probability(candidate->clues) > 0.4F;
      if (told) {
        onset.accept(*candidate);
        waiting.emplace_back(candidate->frame, 0);
      }
    }
    while (next < waiting.size() &&
           history.end() >= waiting[next].first + static_cast<Frames>(0.038 * kBenchRate)) {
      const Frames attack = waiting[next].first;
      const Frames until = next + 1 < waiting.size() ? waiting[next + 1].first : history.end();
      const double when = static_cast<double>(attack) / kBenchRate;
      const auto truth =
          std::min_element(file.truth.begin(), file.truth.end(), [&](const Truth& a, const Truth& b) {
            return std::abs(a.seconds - when) < std::abs(b.seconds - when);
          });
      if (truth != file.truth.end() && std::abs(truth->seconds - when) < 0.008) {
        const VoiceClues clues = voice_clues(frames, features, history, kBenchRate, attack, until);
        for (const Stroke& stroke : truth->strokes) {
          cases.voices.push_back({.clues = {clues.begin(), clues.end()},
                                  .label = static_cast<int>(family_of(stroke.voice)),
                                  .target = 0,
                                  .weight = 1.0 / static_cast<double>(truth->strokes.size())});
        }
      }
      ++next;
    }
  }
  std::vector<double> truth, heard;
  for (const Truth& t : file.truth) truth.push_back(t.seconds);
  std::sort(truth.begin(), truth.end());
  for (const Seen& s : seen) heard.push_back(static_cast<double>(s.candidate.frame) / kBenchRate);
  std::vector<bool> best(seen.size());
  for (const auto& [t, h] : match_nearest(truth, heard, 0.025)) {
    const double error = std::abs(heard[h] - truth[t]);
    best[h] = error < 0.012;
    const StrokeClues& clues = seen[h].candidate.clues;
    if (best[h] && stroke_probability(clues) > 0.4F) {
      const auto attack = std::find_if(file.truth.begin(), file.truth.end(),
                                       [&](const Truth& one) { return one.seconds == truth[t]; });
      cases.signed_errors.push_back({.ms = 1000 * (heard[h] - truth[t]),
                                     .view = seen[h].candidate.view,
                                     .family = family_of(attack->strokes.front().voice),
                                     .lone = attack->strokes.size() == 1});
      cases.errors.push_back({.clues = {clues.begin(), clues.end()},
                              .label = 0,
                              .target = std::log(1000 * error + kErrorOffsetMs),
                              .weight = 1});
    }
  }
  for (std::size_t c = 0; c < seen.size(); ++c) {
    const StrokeClues& clues = seen[c].candidate.clues;
    if (!best[c] && seen[c].stroke) continue;  // a second candidate at a true attack is neither
    cases.strokes.push_back(
        {.clues = {clues.begin(), clues.end()}, .label = best[c] ? 1 : 0, .target = 0, .weight = 1});
  }
}

void print_row(const std::vector<double>& row, const char* end) {
  fmt::print("    ");
  for (std::size_t i = 0; i < row.size(); ++i)
    fmt::print("{:.4g}{}", row[i], i + 1 < row.size() ? ", " : end);
}

// Constant offsets, by view and by voice.
void print_biases(const std::vector<Error>& errors) {
  const auto median_if = [&](const std::function<bool(const Error&)>& keep) {
    std::vector<double> kept;
    for (const Error& error : errors) {
      if (keep(error)) kept.push_back(error.ms);
    }
    return percentile(kept, 0.5);
  };
  fmt::print("// median error ms, views mid, high, low:");
  for (const View view : {View::mid, View::high, View::low}) {
    fmt::print(" {:+.3f}", median_if([&](const Error& e) { return e.view == view; }));
  }
  fmt::print("\n// by voice:");
  double sum = 0, squares = 0;
  for (std::size_t f = 0; f < kHeardFamilies; ++f) {
    const double bias =
        median_if([&](const Error& e) { return e.lone && e.family == static_cast<Family>(f); });
    fmt::print(" {} {:+.3f}", id_of(static_cast<Family>(f)), bias);
    sum += bias;
    squares += bias * bias;
  }
  const double n = kHeardFamilies;
  fmt::print("; kVoiceBiasSdMs {:.2f}\n", std::sqrt((squares - sum * sum / n) / (n - 1)));
}

// Sixths of the strokes by doubt, each with half the 95th percentile of its errors.
void print_sigma_steps(const std::vector<Row>& rows, const std::vector<double>& table) {
  std::vector<std::pair<double, double>> scored;
  for (const Row& row : rows) {
    double score = 0;
    for (std::size_t c = 0; c < table.size(); ++c) score += table[c] * row.clues[c];
    scored.emplace_back(score, std::exp(row.target) - kErrorOffsetMs);
  }
  std::sort(scored.begin(), scored.end());
  fmt::print("kSigmaSteps\n");
  constexpr std::size_t kSteps = 6;
  for (std::size_t s = 0; s < kSteps; ++s) {
    const std::size_t from = s * scored.size() / kSteps, to = (s + 1) * scored.size() / kSteps;
    std::vector<double> errors;
    for (std::size_t i = from; i < to; ++i) errors.push_back(scored[i].second);
    fmt::print("    {:.3f}, {:.2f}\n", scored[to - 1].first, percentile(errors, 0.95) / 2);
  }
}

}  // namespace

int fit_tables(int pieces, double seconds) {
  const std::vector<Kit> kits = load_kits(Use::tuning);
  const std::vector<Piece> played = grooves(Use::tuning, pieces, seconds);
  Cases cases;
  const auto add = [&](const Rendering& dry, std::uint64_t seed) {
    for (const Condition condition : {Condition::clean, Condition::room, Condition::noise}) {
      collect(in_condition(dry, condition, Use::tuning, seed), cases);
    }
  };
  for (std::size_t p = 0; p < played.size(); ++p) add(render(played[p], kits[p % kits.size()], 1000 + p), p);
  Dice dice(4);
  for (std::size_t k = 0; k < kits.size(); ++k) {
    add(render(solos(36, dice), kits[k], k), k);
    add(render(flams(6, dice), kits[k], k), k);
    add(render(rolls(3, dice), kits[k], k), k);
  }
  const std::vector<std::vector<double>> strokes = fit_logistic(cases.strokes, 2);
  std::vector<double> log_odds(kStrokeClues);
  for (std::size_t c = 0; c < kStrokeClues; ++c) log_odds[c] = strokes[1][c] - strokes[0][c];
  fmt::print("// {} candidates, right {:.3f}\nkStrokeTable\n", cases.strokes.size(),
             share_right(cases.strokes, strokes));
  print_row(log_odds, "\n");
  fmt::print("kDoubtTable\n");
  const std::vector<double> doubts = fit_least_squares(cases.errors);
  print_row(doubts, "\n");
  print_sigma_steps(cases.errors, doubts);
  print_biases(cases.signed_errors);
  const std::vector<std::vector<double>> voices = fit_logistic(cases.voices, kHeardFamilies);
  fmt::print("// {} strokes, right {:.3f}\nkVoiceTable\n", cases.voices.size(),
             share_right(cases.voices, voices));
  for (const std::vector<double>& row : voices) print_row(row, "\n");
  return 0;
}

}  // namespace firstchair
