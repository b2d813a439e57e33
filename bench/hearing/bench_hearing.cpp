// How well does the ear hear? Rendered truth, aubio beside it on the same files, a chance row in every table.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>

#include "bench/hearing/aubio.h"
#include "bench/hearing/fit.h"
#include "bench/hearing/listen.h"
#include "bench/hearing/negatives.h"
#include "bench/hearing/tally.h"

namespace firstchair {
namespace {

struct Peer {
  std::string name, options;
};

const std::vector<Peer> kPeers{
    {"aubio hfc 512/256 (default)", ""},
    {"aubio hfc 256/64", "-B 256 -H 64"},
    {"aubio hfc 512/128, 20 ms", "-B 512 -H 128 -M 0.02"},
    {"aubio specflux 512/256", "-O specflux"},
    {"aubio specflux 1024/128", "-O specflux -B 1024 -H 128 -M 0.02"},
    {"aubio complex 512/128", "-O complex -B 512 -H 128 -M 0.02"},
};

std::vector<double> seconds_of(const std::vector<Hit>& hits) {
  std::vector<double> seconds;
  for (const Hit& hit : hits) seconds.push_back(static_cast<double>(hit.frame) / kBenchRate);
  return seconds;
}

std::vector<double> ticks(const Rendering& file) {
  std::vector<double> seconds;
  for (double t = 0; t * kBenchRate < static_cast<double>(file.sound.size()); t += 0.1) seconds.push_back(t);
  return seconds;
}

std::vector<Tally> hear_all(const std::vector<Rendering>& files, const std::string& folder, bool peers) {
  std::vector<Tally> tallies(1);
  tallies[0].listener = "firstchair";
  for (const Rendering& file : files) {
    const Heard live = listen(file.sound, kBenchRate, 64);
    tallies[0].add(file, seconds_of(live.hits));
    tallies[0].add_details(file, live.hits, live.told_after);
    tallies[0].cpu_seconds += listen(file.sound, kBenchRate, 4096).cpu_seconds;
  }
  if (peers) {
    std::vector<Tally> theirs(kPeers.size());
    const std::string wav = folder + "/file.wav";
    for (const Rendering& file : files) {
      if (!save_wav(wav, file.sound, kBenchRate)) return tallies;
      for (std::size_t p = 0; p < kPeers.size(); ++p) {
        const std::optional<PeerRun> run = run_aubio(wav, kPeers[p].options);
        if (!run) continue;
        theirs[p].listener = kPeers[p].name;
        theirs[p].add(file, run->onsets);
        theirs[p].cpu_seconds += run->cpu_seconds;
      }
    }
    for (Tally& tally : theirs) {
      if (!tally.files.empty()) tallies.push_back(std::move(tally));
    }
  }
  tallies.emplace_back().listener = "chance: a tick every 100 ms";
  for (const Rendering& file : files) tallies.back().add(file, ticks(file));
  return tallies;
}

void print_onsets(const std::string& title, const std::vector<Tally>& tallies) {
  std::size_t attacks = 0;
  for (const Tally::File& file : tallies[0].files) attacks += file.truth.size();
  fmt::print("\n### {}\n\n{} attacks, {:.1f} minutes.\n\n", title, attacks, tallies[0].sound_seconds / 60);
  fmt::print(
      "| listener | F50 | F25 | F10 | F5 | precision 25 | recall 25 | bias ms | F10 less bias | F5 less bias "
      "| < 1 ms | "
      "< 1 ms less bias | ghosts found | CPU ms / s "
      "|\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Tally& t : tallies) {
    const double bias = t.bias_ms() / 1000;
    fmt::print(
        "| {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:+.2f} | {:.3f} | {:.3f} | {:.3f} | "
        "{:.3f} | {:.3f} | {} |\n",
        t.listener, t.at(0.05).f(), t.at(0.025).f(), t.at(0.01).f(), t.at(0.005).f(), t.at(0.025).precision(),
        t.at(0.025).recall(), 1000 * bias, t.at(0.01, bias).f(), t.at(0.005, bias).f(), t.within_ms(1),
        t.within_ms(1, bias), t.recall_below(40),
        t.cpu_seconds > 0 ? fmt::format("{:.2f}", 1000 * t.cpu_seconds / t.sound_seconds) : "");
  }
}

void print_details(const std::string& title, const Tally& ours) {
  fmt::print("\n#### Our ear, {}\n\n", title);
  fmt::print(
      "Reaction (attack to the 64-frame block that tells it): p50 {:.1f} ms, p95 {:.1f} ms, p99 {:.1f} ms.\n",
      percentile(ours.reaction_ms, 0.5), percentile(ours.reaction_ms, 0.95),
      percentile(ours.reaction_ms, 0.99));
  fmt::print(
      "Found, by velocity: under 20 {:.3f}, 20-39 {:.3f}, 40-69 {:.3f}, 70 and more {:.3f}; 40 and more and "
      "at least 25 ms "
      "after the attack before: {:.3f}.\n",
      ours.recall(0, 20, 0), ours.recall(20, 40, 0), ours.recall(40, 70, 0), ours.recall(70, 128, 0),
      ours.recall(40, 128, 0.025));
  Counts all;
  fmt::print(
      "\n| voice | F25 | precision | recall | timing bias ms | strength Spearman | heard as kick, snare, "
      "hat, tom, cymbal (lone attacks) |\n"
      "|---|---|---|---|---|---|---|\n");
  for (std::size_t f = 0; f < 5; ++f) {
    const Counts& c = ours.voices[f];
    all.true_ones += c.true_ones;
    all.heard += c.heard;
    all.truth += c.truth;
    std::vector<double> errors;
    for (const Tally::Timing& timing : ours.timing) {
      if (timing.timed && timing.family == static_cast<Family>(f)) errors.push_back(timing.error_ms);
    }
    fmt::print("| {} | {:.3f} | {:.3f} | {:.3f} | {:+.2f} | {:.2f} | {} {} {} {} {} |\n",
               id_of(static_cast<Family>(f)), c.f(), c.precision(), c.recall(), percentile(errors, 0.5),
               spearman(ours.velocity[f], ours.strength[f]), ours.confusion[f][0], ours.confusion[f][1],
               ours.confusion[f][2], ours.confusion[f][3], ours.confusion[f][4]);
  }
  double right = 0, count = 0;
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t h = 0; h < 5; ++h) {
      count += ours.confusion[f][h];
      right += f == h ? ours.confusion[f][h] : 0;
    }
  }
  fmt::print("\nFive classes, micro-F25 {:.3f}; right among lone attacks that were found {:.3f}.\n", all.f(),
             count > 0 ? right / count : 0);
  fmt::print("Probability said / share right:");
  for (std::size_t i = 0; i < 10; ++i) {
    if (ours.sure[i] > 20)
      fmt::print(" {:.2f}/{:.2f}", ours.sure_sum[i] / ours.sure[i], ours.sure_right[i] / ours.sure[i]);
  }
  fmt::print(
      "\n\n| sigma said ms | strokes | error p50 | p68 | p95 | within 2 sigma "
      "|\n|---|---|---|---|---|---|\n");
  std::vector<double> sigmas;
  for (const Tally::Timing& t : ours.timing) sigmas.push_back(t.sigma_ms);
  std::sort(sigmas.begin(), sigmas.end());
  sigmas.erase(std::unique(sigmas.begin(), sigmas.end()), sigmas.end());
  for (const double sigma : sigmas) {
    std::vector<double> errors;
    double inside = 0;
    for (const Tally::Timing& t : ours.timing) {
      if (t.sigma_ms != sigma) continue;
      errors.push_back(std::abs(t.error_ms));
      inside += std::abs(t.error_ms) < 2 * sigma;
    }
    fmt::print("| {:.2f} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n", sigma, errors.size(),
               percentile(errors, 0.5), percentile(errors, 0.68), percentile(errors, 0.95),
               inside / static_cast<double>(errors.size()));
  }
}

// Share of flams of which both strokes were found, share of roll strokes found.
void print_close_strokes(const std::vector<Tally>& flam_tallies, const std::vector<Tally>& roll_tallies) {
  fmt::print(
      "\n### Close strokes, clean\n\n| listener | flams: both found | flams: F25 | rolls: recall 10 ms | "
      "rolls: precision 10 ms |\n|---|---|---|---|---|\n");
  for (std::size_t i = 0; i < flam_tallies.size(); ++i) {
    double both = 0, pairs = 0;
    for (const Tally::File& file : flam_tallies[i].files) {
      std::vector<bool> found(file.truth.size());
      for (const auto& [t, h] : match(file.truth, file.heard, 0.0075)) found[t] = true;
      for (std::size_t t = 0; t + 1 < found.size(); t += 2) {
        ++pairs;
        both += found[t] && found[t + 1];
      }
    }
    fmt::print("| {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", flam_tallies[i].listener, both / pairs,
               flam_tallies[i].at(0.025).f(), roll_tallies[i].at(0.01).recall(),
               roll_tallies[i].at(0.01).precision());
  }
}

int run(bool quick, Use use, bool peers) {
  std::vector<Kit> kits = load_kits(use);
  if (kits.empty()) {
    fmt::print(stderr,
               "bench_hearing: no kits: install hydrogen-drumkits or put kits under ../shared/data.\n");
    return 3;
  }
  const std::string folder =
      std::filesystem::temp_directory_path() / fmt::format("firstchair-hearing-{}", getpid());
  std::filesystem::create_directories(folder);
  fmt::print("Kits:");
  for (const Kit& kit : kits) fmt::print(" {};", kit.name);
  const std::vector<Piece> pieces = grooves(use, quick ? 6 : 24, quick ? 10 : 25);
  fmt::print("\n{} performances ({} ...).\n", pieces.size(), pieces.front().name);
  std::vector<Rendering> dry;
  for (std::size_t p = 0; p < pieces.size(); ++p)
    dry.push_back(render(pieces[p], kits[p % kits.size()], p + 1));
  for (const Condition condition : {Condition::clean, Condition::room, Condition::noise}) {
    std::vector<Rendering> files;
    for (std::size_t p = 0; p < dry.size(); ++p) files.push_back(in_condition(dry[p], condition, use, p));
    const std::vector<Tally> tallies = hear_all(files, folder, peers);
    print_onsets(fmt::format("Grooves, {}", name_of(condition)), tallies);
    print_details(name_of(condition), tallies[0]);
  }
  std::vector<Rendering> hard;
  for (std::size_t p = 0; p < pieces.size(); ++p)
    hard.push_back(render(pieces[p], kits[p % kits.size()], p + 1, kMidiLaw));
  print_onsets("Grooves, clean, General MIDI's square law (ghosts twice as many dB down)",
               hear_all(hard, folder, peers));
  Dice dice(77);
  std::vector<Rendering> flam_files, roll_files, solo_files;
  for (const Kit& kit : kits) {
    flam_files.push_back(render(flams(quick ? 6 : 20, dice), kit, 5));
    roll_files.push_back(render(rolls(quick ? 3 : 8, dice), kit, 6));
    solo_files.push_back(render(solos(quick ? 12 : 60, dice), kit, 7));
  }
  print_close_strokes(hear_all(flam_files, folder, peers), hear_all(roll_files, folder, peers));
  const std::vector<Tally> alone = hear_all(solo_files, folder, peers);
  print_onsets("Single strokes of every voice, clean", alone);
  print_details("single strokes", alone[0]);
  print_negatives(quick ? 20 : 60);
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace firstchair

int main(int argc, char** argv) {
  CLI::App app("firstchair's ear against rendered truth, beside aubio");
  bool quick = false, tuning = false, fit = false, alone = false;
  app.add_flag("--quick", quick, "a sixth of the size, under a minute");
  app.add_flag("--tuning", tuning, "on the kits, rooms and performances that were tuned on");
  app.add_flag("--alone", alone, "without the peers");
  app.add_flag("--fit", fit, "fit the tables of engine/ear to the tuning kits and print them");
  CLI11_PARSE(app, argc, argv);
  if (fit) return firstchair::fit_tables(40, 20);
  return firstchair::run(quick, tuning ? firstchair::Use::tuning : firstchair::Use::validation, !alone);
}
