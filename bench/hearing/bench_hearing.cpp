// How well does the ear hear? Rendered truth, peers beside it on the same files, a chance row in every table.
// Prints markdown, as it stands in docs/hearing.md.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>

#include "bench/hearing/known_click.h"
#include "bench/hearing/leaning.h"
#include "bench/hearing/negatives.h"
#include "bench/hearing/onset_tables.h"
#include "lab/codec.h"
#include "lab/conditions.h"

namespace firstchair::bench {
namespace {

struct Options {
  bool quick = false;
  Peers peers = Peers::all;
  lab::Use use = lab::Use::validation;
};

void print_ear(const std::string& title, const Hearing& hearing) {
  const Tally& ours = hearing.listeners[0];
  fmt::print("\n#### Our ear, {}\n", title);
  hearing.reaction.print();
  fmt::print(
      "Found, by velocity: under 20 {:.3f}, 20-39 {:.3f}, 40-69 {:.3f}, 70 and more {:.3f}; 40 and more and "
      "at "
      "least 25 ms after the attack before: {:.3f}.\n",
      ours.recall(0, 20), ours.recall(20, 40), ours.recall(40, 70), ours.recall(70, 128),
      ours.recall(40, 128, 0.025));
  hearing.voices.print();
  hearing.trust.print();
}

void hear_grooves(const std::vector<lab::Kit>& kits, const Options& options) {
  const std::vector<lab::Piece> pieces =
      lab::grooves(options.use, options.quick ? 6 : 24, options.quick ? 10 : 25);
  fmt::print("\n{} performances ({} ...).", pieces.size(), pieces.front().name);
  if (!lab::codecs_here()) fmt::print(" Phone without its codecs: no ffmpeg with AAC and MP3 here.");
  fmt::print("\n");
  std::vector<lab::Rendering> dry;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    dry.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1));
  }
  for (const lab::Condition condition : lab::kConditions) {
    std::vector<lab::Rendering> files;
    for (std::size_t p = 0; p < dry.size(); ++p) {
      files.push_back(lab::in_condition(dry[p], condition, options.use, p));
    }
    const Hearing hearing = hear_all(files, options.peers);
    if (condition == lab::Condition::clean) print_costs(hearing.listeners);
    print_onsets(fmt::format("Grooves, {}", lab::name_of(condition)), hearing.listeners);
    print_ear(lab::name_of(condition), hearing);
    std::fflush(stdout);
  }
  std::vector<lab::Rendering> hard;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    hard.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1, lab::kMidiLaw));
  }
  print_onsets("Grooves, clean, General MIDI's square law (ghosts twice as many dB down)",
               hear_all(hard, options.peers).listeners);
}

void hear_held_drummers(const std::vector<lab::Kit>& kits, const Options& options) {
  const std::vector<lab::Piece> pieces = lab::held_drummers(options.quick ? 3 : 16, options.quick ? 10 : 25);
  if (pieces.empty() || options.use == lab::Use::tuning) return;
  std::vector<lab::Rendering> files;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    files.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1));
  }
  const Hearing hearing = hear_all(files, options.peers);
  print_onsets("Grooves of drummers 5, 8 and 9, clean", hearing.listeners);
  hearing.voices.print();
}

void hear_exercises(const std::vector<lab::Kit>& kits, const Options& options) {
  lab::Dice dice(77);
  std::vector<lab::Rendering> flam_files, roll_files, solo_files;
  for (const lab::Kit& kit : kits) {
    flam_files.push_back(lab::render(lab::flams(options.quick ? 6 : 20, dice), kit, 5));
    roll_files.push_back(lab::render(lab::rolls(options.quick ? 3 : 8, dice), kit, 6));
    solo_files.push_back(lab::render(lab::solos(options.quick ? 12 : 60, dice), kit, 7));
  }
  print_close_strokes(hear_all(flam_files, options.peers).listeners,
                      hear_all(roll_files, options.peers).listeners);
  const Hearing alone = hear_all(solo_files, options.peers);
  print_onsets("Single strokes of every voice, clean", alone.listeners);
  print_ear("single strokes", alone);
}

int run(const Options& options, const std::string& command) {
  const std::vector<lab::Kit> kits = lab::load_kits(options.use);
  if (kits.empty()) {
    fmt::print(stderr,
               "bench_hearing: no kits: install hydrogen-drumkits or put kits under ../shared/data.\n");
    return 3;
  }
  fmt::print("Measured on {:%Y-%m-%d} with\n\n    {}\n\nKits:", fmt::gmtime(std::time(nullptr)), command);
  for (const lab::Kit& kit : kits) fmt::print(" {};", kit.name);
  hear_grooves(kits, options);
  hear_held_drummers(kits, options);
  hear_exercises(kits, options);
  print_leaning(kits, options.use, options.quick);
  print_known_click(kits, options.use, options.quick);
  print_negatives(options.quick ? 10 : 60, options.peers);
  return 0;
}

}  // namespace
}  // namespace firstchair::bench

int main(int argc, char** argv) {
  CLI::App app("firstchair's ear against rendered truth, beside its peers");
  firstchair::Options options;
  bool tuning = false, alone = false;
  app.add_flag("--quick", options.quick, "a tenth of the size, under a minute");
  app.add_flag("--tuning", tuning, "on the kits, rooms and performances that were tuned on");
  app.add_flag("--alone", alone, "without the peers");
  CLI11_PARSE(app, argc, argv);
  if (tuning) options.use = firstchair::lab::Use::tuning;
  if (options.quick) options.peers = firstchair::Peers::quick;
  if (alone) options.peers = firstchair::Peers::none;
  std::string command = "firstchair bench hearing";
  for (int a = 1; a < argc; ++a) command += std::string(" ") + argv[a];
  return firstchair::run(options, command);
}
