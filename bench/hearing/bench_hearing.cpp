// How well does the ear hear? Rendered truth, peers beside it on the same files, a chance row in every table.
// Prints markdown; with --markdown FOLDER it writes the pages docs/measured/hearing-*.md instead.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "bench/hearing/both_ears.h"
#include "bench/hearing/known_click.h"
#include "bench/hearing/leaning.h"
#include "bench/hearing/masking.h"
#include "bench/hearing/negatives.h"
#include "bench/hearing/onset_tables.h"
#include "bench/hearing/struck_once.h"
#include "lab/codec.h"
#include "lab/conditions.h"
#include "lab/flags.h"

namespace firstchair::bench {
namespace {

struct Options {
  bool quick = false;
  bool ears = false;     // only the page of both ears
  bool masking = false;  // only the page of other instruments
  bool struck = false;   // only kits that were struck once
  Peers peers = Peers::all;
  lab::Use use = lab::Use::validation;
  std::string markdown;  // folder of the pages; none: everything goes to standard output
  std::string command;   // the line that started this run
  std::string kits;      // names of the kits, for the pages' heads
};

void print_head(const Options& options) {
  fmt::print("Measured on {:%Y-%m-%d} with\n\n    {}\n", fmt::gmtime(std::time(nullptr)), options.command);
  if (!options.kits.empty()) fmt::print("\nKits:{}\n", options.kits);
}

// What is printed from here on is the page hearing-NAME.md. Without a folder it goes on where it went before.
void begin_page(const Options& options, const std::string& name, const std::string& title) {
  if (options.markdown.empty()) return;
  const std::string path = options.markdown + "/hearing-" + name + ".md";
  fmt::print(stderr, "bench_hearing: {}\n", path);
  if (std::freopen(path.c_str(), "w", stdout) == nullptr) {
    fmt::print(stderr, "bench_hearing: cannot write {}: {}.\n", path, std::strerror(errno));
    std::exit(3);
  }
  fmt::print("# Hearing, measured: {}\n\n[hearing.md](../guide/hearing.md) says what the words mean. ",
             title);
  print_head(options);
}

std::string page_of(lab::Condition condition) {
  switch (condition) {
    case lab::Condition::clean:
      return "clean";
    case lab::Condition::room:
      return "room";
    case lab::Condition::phone:
      return "phone";
    case lab::Condition::noise:
      return "noise";
    case lab::Condition::music:
      return "music";
    case lab::Condition::click:
      return "metronome";
  }
  return {};
}

void print_ears(const std::string& title, const Hearing& hearing) {
  for (std::size_t which = 0; which < kOurs; ++which) {
    const Tally& ours = hearing.listeners[which];
    fmt::print("\n### {}, {}\n", which == 0 ? "Our live ear" : "Our file ear", title);
    if (which == 0) hearing.reaction.print();
    fmt::print(
        "Found, by velocity: under 20 {:.3f}, 20-39 {:.3f}, 40-69 {:.3f}, 70 and more {:.3f}; 40 and more "
        "and at "
        "least 25 ms after the attack before: {:.3f}.\n",
        ours.recall(0, 20), ours.recall(20, 40), ours.recall(40, 70), ours.recall(70, 128),
        ours.recall(40, 128, 0.025));
    hearing.voices[which].print(ours.listener);
    hearing.trust[which].print();
  }
}

void hear_grooves(const std::vector<lab::Kit>& kits, const Options& options) {
  const std::vector<lab::Piece> pieces =
      lab::grooves(options.use, options.quick ? 6 : 24, options.quick ? 10 : 25);
  const auto print_pieces = [&] {
    fmt::print("\n{} performances ({} ...).", pieces.size(), pieces.front().name);
    if (!lab::codecs_here()) fmt::print(" Phone without its codecs: no ffmpeg with AAC and MP3 here.");
    fmt::print("\n");
  };
  if (options.markdown.empty()) print_pieces();
  std::vector<lab::Rendering> dry;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    dry.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1));
  }
  for (const lab::Condition condition : lab::kConditions) {
    std::vector<lab::Rendering> files;
    for (std::size_t p = 0; p < dry.size(); ++p) {
      files.push_back(lab::in_condition(dry[p], condition, options.use, p));
    }
    begin_page(options, page_of(condition), fmt::format("grooves, {}", name_of(condition)));
    if (!options.markdown.empty()) print_pieces();
    const Hearing hearing = hear_all(files, options.peers);
    if (condition == lab::Condition::clean) print_costs(hearing.listeners);
    print_onsets(fmt::format("Grooves, {}", lab::name_of(condition)), hearing.listeners);
    print_ears(lab::name_of(condition), hearing);
    std::fflush(stdout);
  }
  std::vector<lab::Rendering> hard;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    hard.push_back(lab::render(pieces[p], kits[p % kits.size()], p + 1, lab::kMidiLaw));
  }
  begin_page(options, "midi-law", "grooves, clean, with General MIDI's law of loudness");
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
  begin_page(options, "held-drummers", "grooves of three drummers of whom nothing was trained on");
  const Hearing hearing = hear_all(files, options.peers);
  print_onsets("Grooves of drummers 5, 8 and 9, clean", hearing.listeners);
  for (std::size_t which = 0; which < kOurs; ++which)
    hearing.voices[which].print(hearing.listeners[which].listener);
}

void hear_exercises(const std::vector<lab::Kit>& kits, const Options& options) {
  lab::Dice dice(77);
  std::vector<lab::Rendering> flam_files, roll_files, solo_files;
  for (const lab::Kit& kit : kits) {
    flam_files.push_back(lab::render(lab::flams(options.quick ? 6 : 20, dice), kit, 5));
    roll_files.push_back(lab::render(lab::rolls(options.quick ? 3 : 8, dice), kit, 6));
    solo_files.push_back(lab::render(lab::solos(options.quick ? 12 : 60, dice), kit, 7));
  }
  begin_page(options, "exercises", "flams, rolls and single strokes");
  print_close_strokes(hear_all(flam_files, options.peers).listeners,
                      hear_all(roll_files, options.peers).listeners);
  const Hearing alone = hear_all(solo_files, options.peers);
  print_onsets("Single strokes of every voice, clean", alone.listeners);
  print_ears("single strokes", alone);
}

bool hear_with_both(const Options& options) {
  begin_page(options, "ears", "the live and the file ear");
  return print_both_ears(options.quick ? 14 : 42);
}

bool name_other_music(const Options& options) {
  begin_page(options, "masking", "other instruments beside the drums");
  return print_masking(options.quick);
}

int run(Options options) {
  if (options.masking) {
    if (options.markdown.empty()) print_head(options);
    if (name_other_music(options)) return 0;
    fmt::print(stderr, "bench_hearing: no data: set FIRSTCHAIR_DATA.\n");
    return 3;
  }
  if (options.struck) {
    print_head(options);
    if (lab::corpora_folder().empty()) {
      fmt::print(stderr, "bench_hearing: no data: set FIRSTCHAIR_DATA.\n");
      return 3;
    }
    print_struck_once(options.quick ? 14 : 42);
    return 0;
  }
  if (options.ears) {
    if (options.markdown.empty()) print_head(options);
    if (hear_with_both(options)) return 0;
    fmt::print(stderr, "bench_hearing: no data: set FIRSTCHAIR_DATA.\n");
    return 3;
  }
  const std::vector<lab::Kit> kits = lab::load_kits(options.use);
  if (kits.empty()) {
    fmt::print(stderr,
               "bench_hearing: no kits: install hydrogen-drumkits or put kits under ../shared/data.\n");
    return 3;
  }
  for (const lab::Kit& kit : kits) options.kits += fmt::format(" {};", kit.name);
  if (options.markdown.empty()) print_head(options);
  hear_grooves(kits, options);
  hear_held_drummers(kits, options);
  hear_exercises(kits, options);
  begin_page(options, "leans", "leans that were put in, and what was heard of them");
  print_leaning(kits, options.use, options.quick);
  begin_page(options, "known-click", "a metronome of which the ear is told");
  print_known_click(kits, options.use, options.quick);
  begin_page(options, "negatives", "sounds in which nothing was struck");
  print_negatives(options.quick ? 10 : 60, options.peers);
  name_other_music(options);
  hear_with_both(options);
  return 0;
}

}  // namespace
}  // namespace firstchair::bench

int main(int argc, char** argv) {
  firstchair::lab::Flags flags("firstchair's ear against rendered truth, beside its peers");
  firstchair::bench::Options options;
  bool tuning = false, alone = false;
  flags.add("--quick", options.quick, "a tenth of the size, under a minute");
  flags.add("--ears", options.ears, "only both of our ears, as they are, in a room and as on a record");
  flags.add("--struck-once", options.struck, "only kits that were struck once, drum by drum");
  flags.add("--masking", options.masking, "only where other instruments are told");
  flags.add("--tuning", tuning, "on the kits, rooms and performances that were tuned on");
  flags.add("--alone", alone, "without the peers");
  flags.add("--markdown", options.markdown, "writes a page a table into this folder (docs/measured)");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (!options.markdown.empty() && !std::filesystem::is_directory(options.markdown)) {
    fmt::print(stderr, "bench_hearing: {} is no folder.\n", options.markdown);
    return 2;
  }
  if (tuning) options.use = firstchair::lab::Use::tuning;
  if (options.quick) options.peers = firstchair::bench::Peers::quick;
  if (alone) options.peers = firstchair::bench::Peers::none;
  options.command = "firstchair bench hearing";
  for (int a = 1; a < argc; ++a) options.command += std::string(" ") + argv[a];
  return firstchair::bench::run(std::move(options));
}
