// bench_verdict [--grooves FOLDER] [--kind NAME] [--seeds N] [--from SEED] [--tuning] [--say] [--sound N]
// [--markdown FOLDER]: plants every fault of the bank and prints what is said of it.
//
// --say prints what was said of every take. --tuning is for whoever changes a rule: it leaves the kinds out
// that are kept back, and the bank's own seeds with --from 1000. --sound N renders N takes of every strength
// of every third kind with recorded kits and lets the ear hear them. docs/measured/verdict.md is what
// --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/verdict/fault_tally.h"
#include "bench/verdict/layer_cost.h"
#include "bench/verdict/sound.h"
#include "testing/faults/faults.h"

using namespace firstchair;
using namespace firstchair::bench;
using namespace firstchair::testing;

namespace {

constexpr const char* kSubjects[] = {
    "line lean", "place",       "phrase", "bar",          "drift", "step",  "looseness",   "pair",
    "hand",      "hand spread", "second", "second level", "flam",  "swing", "ghosts",      "level",
    "falls",     "missed",      "extra",  "wrong drum",   "form",  "tempo", "other chart", "instrument"};

void say(const FaultKind& kind, double strength, std::uint64_t seed, const Said& said, const Truth& truth) {
  fmt::print("{} {} #{}:", kind.name, strength, seed);
  if (!said.ordered) fmt::print(" no order;");
  for (const Claim& c : said.claims) {
    fmt::print(" {}{} {}",
               any(c, truth.right)     ? "*"
               : any(c, truth.allowed) ? "~"
                                       : "!",
               kSubjects[static_cast<int>(c.subject)], c.line ? id_of(*c.line) : "");
    if (c.beat > 0) fmt::print(" beat {:.2f}", c.beat);
    if (c.every > 0) fmt::print(" every {}", c.every);
    if (c.bar > 0) fmt::print(" bar {}", c.bar);
    fmt::print(" {:.1f} ({:.1f} to {:.1f});", c.value, c.low, c.high);
  }
  fmt::print("\n");
}

struct Options {
  std::string grooves = "../shared/data/groove-midi", only, markdown;
  int seeds = kFaultSeeds, sound = 0;
  std::uint64_t from = 0;
  bool speaks = false, tuning = false;
};

// The bank as an e-kit tells it, a row of every strength.
std::string bank(const Options& options, const std::vector<Groove>& grooves) {
  std::string table = kTallyHead;
  FaultTally heard, tuned, kept_back;
  for (const FaultKind& kind : fault_kinds()) {
    if ((!options.only.empty() && options.only != kind.name) || (options.tuning && kind.kept_back)) continue;
    for (const double strength : kind.strengths) {
      FaultTally tally;
      for (int i = 0; i < options.seeds; ++i) {
        const std::uint64_t seed = options.from + static_cast<std::uint64_t>(i);
        const FaultyTake faulty = faulty_take(kind, strength, seed, grooves);
        const Said said = said_of(judged(faulty));
        tally.add(said, faulty.truth);
        if (options.speaks) say(kind, strength, seed, said, faulty.truth);
      }
      const bool is_heard = kind.is_heard(strength);
      table += row(fmt::format("{}{}", kind.name, kind.kept_back ? " (kept back)" : ""),
                   fmt::format("{} {}{}", strength, kind.unit, is_heard ? "" : " (not heard)"), tally);
      if (!is_heard) continue;
      heard.add(tally);
      (kind.kept_back ? kept_back : tuned).add(tally);
    }
  }
  if (heard.takes > 0) table += row("**all that is heard**", "", heard);
  if (tuned.takes > 0) table += row("**of these looked at**", "", tuned);
  if (kept_back.takes > 0) table += row("**of these kept back**", "", kept_back);
  return table;
}

std::string clean_takes(const Options& options, const std::vector<Groove>& grooves) {
  std::string table =
      "| clean takes | SD, ms | ordered to work on something | sent to a slower tempo | anything told |\n"
      "|---|---|---|---|---|\n";
  const FaultKind clean{"clean", "", {}, 0, false, {}, nullptr};
  for (const bool as_drummers_do : {true, false}) {
    for (const double sd : {4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0}) {
      int ordered = 0, slower = 0, told = 0;
      const int takes = 5 * options.seeds;
      for (int i = 0; i < takes; ++i) {
        const std::uint64_t seed = options.from + static_cast<std::uint64_t>(i);
        const Said said = said_of(judged(clean_take(sd, as_drummers_do, seed, grooves)));
        ordered += said.ordered;
        slower += said.slower;
        told += !said.claims.empty();
        if (options.speaks && !said.claims.empty()) say(clean, sd, seed, said, {});
      }
      table += fmt::format("| {} | {} | {} | {} | {} |\n",
                           as_drummers_do ? "limbs hang together" : "every stroke by itself", sd,
                           share(ordered, takes), share(slower, takes), share(told, takes));
    }
  }
  return table;
}

// The kinds that a kit can play, as sound; empty where there are no kits.
std::string as_sound(const Options& options, const std::vector<Groove>& grooves) {
  const std::vector<lab::Kit> kits = lab::load_kits(lab::Use::validation);
  if (kits.empty()) {
    fmt::print(stderr, "bench_verdict: no kits (FIRSTCHAIR_DATA, or ../shared/data): no table of sound\n");
    return {};
  }
  std::string table = kTallyHead;
  FaultTally heard;
  for (const FaultKind& kind : fault_kinds()) {
    if (!is_for_sound(kind) || (!options.only.empty() && options.only != kind.name)) continue;
    for (const double strength : kind.strengths) {
      if (!kind.is_heard(strength)) continue;
      FaultTally tally;
      for (int i = 0; i < options.sound; ++i) {
        const std::uint64_t seed = options.from + static_cast<std::uint64_t>(i);
        const FaultyTake faulty = faulty_take(kind, strength, seed, grooves);
        const Said said = said_of(judged_as_sound(faulty, kits, seed));
        tally.add(said, faulty.truth);
        if (options.speaks) say(kind, strength, seed, said, faulty.truth);
      }
      table += row(std::string(kind.name), fmt::format("{} {}", strength, kind.unit), tally);
      heard.add(tally);
    }
  }
  if (heard.takes > 0) table += row("**all that is heard**", "", heard);
  FaultTally clean;
  for (int i = 0; i < 4 * options.sound; ++i) {
    const std::uint64_t seed = options.from + static_cast<std::uint64_t>(i);
    const FaultyTake faulty = clean_take(8, i % 2 == 0, seed, grooves);
    const Said said = said_of(judged_as_sound(faulty, kits, seed));
    clean.add(said, faulty.truth);
    if (options.speaks) say({"clean", "", {}, 0, false, {}, nullptr}, 8, seed, said, {});
  }
  if (clean.takes > 0) table += row("nothing planted", "8 ms SD", clean);
  return table;
}

bool write(const Options& options, const std::string& table, const std::string& clean,
           const std::string& sound, const std::string& cost) {
  std::ofstream page(std::filesystem::path(options.markdown) / "verdict.md");
  page << "# What is said of planted faults\n\n"
          "Made by `firstchair bench verdict --sound "
       << options.sound << " --markdown docs/measured`. Every row is " << options.seeds
       << " takes of\n24 bars at 110 BPM, as an e-kit tells them, over grooves built in and grooves of the "
          "Groove\nMIDI Dataset; shares in per cent, with Wilson intervals. \"Named\" is right in line, "
          "place, sign and\nsize. \"Kept back\": nothing was chosen with that kind. "
          "[measuring.md](../guide/measuring.md) says\nhow it is done.\n\n"
       << cost << "\n\n"
       << table << "\n"
       << clean;
  if (!sound.empty()) {
    page << "\n## As sound\n\n"
         << "The same takes rendered with recorded kits that the ear was not trained on, " << options.sound
         << " takes a row. Levels and\nlimbs struck together are not claimed from sound.\n\n"
         << sound;
  }
  return static_cast<bool>(page);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--grooves")
      options.grooves = value();
    else if (arg == "--kind")
      options.only = value();
    else if (arg == "--seeds")
      options.seeds = std::max(0, std::atoi(value()));
    else if (arg == "--from")
      options.from = static_cast<std::uint64_t>(std::max(0, std::atoi(value())));
    else if (arg == "--sound")
      options.sound = std::max(0, std::atoi(value()));
    else if (arg == "--markdown")
      options.markdown = value();
    else if (arg == "--tuning")
      options.tuning = true;
    else if (arg == "--say")
      options.speaks = true;
    else
      return fmt::print(stderr, "bench_verdict: {} is no option\n", arg), 2;
  }
  std::vector<Groove> grooves = built_in_grooves();
  const std::vector<Groove> recorded = recorded_grooves(options.grooves);
  grooves.insert(grooves.end(), recorded.begin(), recorded.end());

  const std::string table = options.seeds > 0 ? bank(options, grooves) : "";
  const std::string clean = options.seeds > 0 && options.only.empty() ? clean_takes(options, grooves) : "";
  const std::string sound = options.sound > 0 ? as_sound(options, grooves) : "";
  const LayerCost took = layer_cost();
  const std::string cost =
      fmt::format("The layers of a take of {} strokes took {:.1f} ms.", took.strokes, took.ms);
  fmt::print("{}\n{}\n{}\n{}\n", table, clean, sound, cost);
  if (!options.markdown.empty() && !write(options, table, clean, sound, cost))
    return fmt::print(stderr, "bench_verdict: {}/verdict.md cannot be written\n", options.markdown), 1;
  return 0;
}
