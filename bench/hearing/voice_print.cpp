#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bench/hearing/voice_scores.h"

namespace firstchair::bench {
namespace {

// Short heads for the columns of the confusion matrix, in the order of Voice.
constexpr std::array<const char*, kDrums> kShort{"kick",  "snare", "cross", "hat c", "hat o", "hat p",
                                                 "tom h", "tom m", "tom l", "ride",  "bell",  "crash"};

std::string with_interval(const std::vector<lab::Counts>& tracks) {
  const lab::Interval interval = lab::f_interval(tracks);
  return fmt::format("{:.3f} ({:.2f} to {:.2f})", lab::sum(tracks).f(), interval.low, interval.high);
}

double mean_error(const std::vector<double>& truth, const std::vector<double>& heard) {
  double all = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) all += std::abs(truth[i] - heard[i]);
  return truth.empty() ? 0 : all / static_cast<double>(truth.size());
}

void print_table(const VoiceScores& scores) {
  fmt::print(
      "\n| voice | strokes | F25 | precision | recall | timing bias ms (lone) | strength MAE | strength "
      "Spearman |\n|---|---|---|---|---|---|---|---|\n");
  double error = 0, ranked = 0, strokes = 0, ranked_strokes = 0;
  for (std::size_t v = 0; v < kDrums; ++v) {
    const lab::Counts& c = scores.voices[v];
    const double n = static_cast<double>(scores.velocity[v].size());
    const double mae = mean_error(scores.velocity[v], scores.strength[v]);
    const double rho = lab::spearman(scores.velocity[v], scores.strength[v]);
    error += n * mae;
    strokes += n;
    if (n >= 10) {
      ranked += n * rho;
      ranked_strokes += n;
    }
    fmt::print("| {} | {:.0f} | {:.3f} | {:.3f} | {:.3f} | {} | {} | {} |\n", id_of(static_cast<Voice>(v)),
               c.truth, c.f(), c.precision(), c.recall(),
               scores.error_ms[v].size() >= 10
                   ? fmt::format("{:+.2f}", lab::percentile(scores.error_ms[v], 0.5))
                   : "-",
               n >= 10 ? fmt::format("{:.1f}", mae) : "-", n >= 10 ? fmt::format("{:.2f}", rho) : "-");
  }
  fmt::print(
      "\nStrength over all voices: MAE {:.1f}, Spearman {:.2f} (mean over voices by strokes), within a voice "
      "of a take "
      "{:.2f}.\n",
      strokes > 0 ? error / strokes : 0, ranked_strokes > 0 ? ranked / ranked_strokes : 0,
      spearman_within_takes(scores));
  fmt::print("Families at 25 ms:");
  for (std::size_t f = 0; f < kFamilies; ++f) {
    fmt::print(" {} {:.3f}", id_of(static_cast<Family>(f)), scores.families[f].f());
  }
  fmt::print(".\n");
}

void print_confusion(const VoiceScores& scores) {
  fmt::print("\nLone attacks, rows true, columns heard:\n\n| |");
  for (const char* head : kShort) fmt::print(" {} |", head);
  fmt::print(" not found |\n|---|");
  for (std::size_t v = 0; v <= kDrums; ++v) fmt::print("---|");
  fmt::print("\n");
  for (std::size_t v = 0; v < kDrums; ++v) {
    fmt::print("| {} |", id_of(static_cast<Voice>(v)));
    for (const int count : scores.confusion[v]) fmt::print(" {} |", count == 0 ? "" : std::to_string(count));
    fmt::print("\n");
  }
  double right = 0, family = 0;
  for (std::size_t v = 0; v < kDrums; ++v) {
    right += scores.confusion[v][v];
    for (std::size_t h = 0; h < kDrums; ++h) {
      const bool same = family_of(static_cast<Voice>(v)) == family_of(static_cast<Voice>(h));
      family += same ? scores.confusion[v][h] : 0;
    }
  }
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
  fmt::print(
      "\nOf lone attacks found, {:.3f} have the right voice and {:.3f} the right family; {:.3f} are told as "
      "several voices. Of {:.0f} unisons found, {:.3f} are told as just what they were.\n",
      share(right, scores.lone_found), share(family, scores.lone_found),
      share(scores.lone_doubled, scores.lone_found), scores.unisons_found,
      share(scores.unisons_whole, scores.unisons_found));
}

}  // namespace

double spearman_within_takes(const VoiceScores& scores) {
  double ranked = 0, strokes = 0;
  for (std::size_t v = 0; v < kDrums; ++v) {
    const std::size_t takes = scores.take[v].empty() ? 0 : scores.take[v].back() + 1;
    for (std::size_t take = 0; take < takes; ++take) {
      std::vector<double> velocity, strength;
      for (std::size_t i = 0; i < scores.take[v].size(); ++i) {
        if (scores.take[v][i] != take) continue;
        velocity.push_back(scores.velocity[v][i]);
        strength.push_back(scores.strength[v][i]);
      }
      const auto [least, most] = std::minmax_element(velocity.begin(), velocity.end());
      if (velocity.size() < 10 || *most - *least < 10) continue;
      ranked += static_cast<double>(velocity.size()) * lab::spearman(velocity, strength);
      strokes += static_cast<double>(velocity.size());
    }
  }
  return strokes > 0 ? ranked / strokes : 0;
}

void VoiceScores::print(const std::string& ear) const {
  fmt::print(
      "\n| which drum | 12 voices, micro-F25 | 5 families, micro-F25 | 5 families, micro-F50 |\n"
      "|---|---|---|---|\n| {} | {} | {} | {} |\n",
      ear, with_interval(track_voices), with_interval(track_families), with_interval(track_families_50));
  fmt::print("| chance: every attack, named as another was | {:.3f} | {:.3f} | {:.3f} |\n",
             chance_f(masks_, false), chance_f(masks_, true), chance_f(masks_, true));
  print_table(*this);
  print_confusion(*this);
}

}  // namespace firstchair::bench
