// bench_verdict [--grooves FOLDER] [--kind NAME] [--seeds N] [--say] [--markdown FOLDER]: plants every fault
// of the bank and prints what is said of it. --say prints what was said of the takes of --kind.
// docs/measured/ verdict.md is what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/stats/stats.h"
#include "testing/faults/faults.h"

using namespace firstchair;
using namespace firstchair::testing;

namespace {

constexpr const char* kSubjects[] = {
    "line lean", "place",       "phrase", "bar",   "drift",       "step",      "looseness", "pair",
    "hand",      "hand spread", "flam",   "swing", "ghosts",      "level",     "falls",     "missed",
    "extra",     "wrong drum",  "form",   "tempo", "other chart", "instrument"};

struct Tally {
  int takes = 0, first = 0, among = 0, silent = 0, accused = 0, ordered_else = 0;

  void add(const Tally& other) {
    takes += other.takes, first += other.first, among += other.among;
    silent += other.silent, accused += other.accused, ordered_else += other.ordered_else;
  }
};

bool any(const Claim& claim, const std::vector<Planted>& of) {
  return std::any_of(of.begin(), of.end(), [&](const Planted& p) { return names(claim, p); });
}

// What names the planted fault but for its size accuses nobody of anything else.
bool right_but_for_size(const Claim& claim, std::vector<Planted> of) {
  for (Planted& p : of) p.size = 0;
  return any(claim, of);
}

// A take whose first claim is no order is first about what is told first.
void add(Tally& tally, const Said& said, const Truth& truth) {
  ++tally.takes;
  const bool first = !said.claims.empty() && any(said.claims.front(), truth.right);
  const bool among = std::any_of(said.claims.begin(), said.claims.end(),
                                 [&](const Claim& c) { return any(c, truth.right); });
  const auto foreign = [&](const Claim& c) {
    return !right_but_for_size(c, truth.right) && !right_but_for_size(c, truth.allowed);
  };
  tally.first += first;
  tally.among += among;
  tally.silent += !among;
  tally.accused += std::any_of(said.claims.begin(), said.claims.end(), foreign);
  tally.ordered_else += said.ordered && foreign(said.claims.front());
}

std::string share(int count, int n) {
  const stats::Interval w = stats::wilson(count, n);
  return fmt::format("{:.0f} ({:.0f} to {:.0f})", 100.0 * count / n, 100 * w.low, 100 * w.high);
}

std::string row(const std::string& name, const std::string& strength, const Tally& t) {
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", name, strength, share(t.first, t.takes),
                     share(t.among, t.takes), share(t.silent, t.takes), share(t.accused, t.takes),
                     share(t.ordered_else, t.takes));
}

void say(const FaultKind& kind, double strength, int seed, const Said& said, const Truth& truth) {
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

constexpr const char* kHead =
    "| kind | strength | named first | among the facts | not named | another thing told | another thing "
    "ordered |\n|---|---|---|---|---|---|---|\n";

}  // namespace

int main(int argc, char** argv) {
  std::string folder = "../shared/data/groove-midi", only, markdown;
  int seeds = kFaultSeeds;
  bool speaks = false;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--grooves")
      folder = value();
    else if (arg == "--kind")
      only = value();
    else if (arg == "--seeds")
      seeds = std::max(1, std::atoi(value()));
    else if (arg == "--markdown")
      markdown = value();
    else if (arg == "--say")
      speaks = true;
    else
      return fmt::print(stderr, "bench_verdict: {} is no option\n", arg), 2;
  }
  std::vector<Groove> grooves = built_in_grooves();
  const std::vector<Groove> recorded = recorded_grooves(folder);
  grooves.insert(grooves.end(), recorded.begin(), recorded.end());

  std::string table = kHead;
  Tally heard, tuned, kept_back;
  for (const FaultKind& kind : fault_kinds()) {
    if (!only.empty() && only != kind.name) continue;
    for (const double strength : kind.strengths) {
      Tally tally;
      for (int seed = 0; seed < seeds; ++seed) {
        const FaultyTake faulty = faulty_take(kind, strength, static_cast<std::uint64_t>(seed), grooves);
        const Said said = said_of(judged(faulty));
        add(tally, said, faulty.truth);
        if (speaks) say(kind, strength, seed, said, faulty.truth);
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
  if (tuned.takes > 0) table += row("**of these tuned to**", "", tuned);
  if (kept_back.takes > 0) table += row("**of these kept back**", "", kept_back);

  std::string clean;
  if (only.empty()) {
    clean = "| clean takes | SD, ms | ordered to work on something | anything told |\n|---|---|---|---|\n";
    for (const bool as_drummers_do : {true, false}) {
      for (const double sd : {4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0}) {
        int ordered = 0, told = 0;
        const int takes = 5 * seeds;
        for (int seed = 0; seed < takes; ++seed) {
          const Said said =
              said_of(judged(clean_take(sd, as_drummers_do, static_cast<std::uint64_t>(seed), grooves)));
          ordered += said.ordered;
          told += !said.claims.empty();
          if (speaks && !said.claims.empty()) {
            say({.name = "clean",
                 .unit = "",
                 .strengths = {},
                 .heard = 0,
                 .kept_back = false,
                 .grooves = {},
                 .plant = nullptr},
                sd, seed, said, {});
          }
        }
        clean += fmt::format("| {} | {} | {} | {} |\n",
                             as_drummers_do ? "limbs hang together" : "every stroke by itself", sd,
                             share(ordered, takes), share(told, takes));
      }
    }
  }
  fmt::print("{}\n{}", table, clean);
  if (!markdown.empty()) {
    std::ofstream page(std::filesystem::path(markdown) / "verdict.md");
    page << "# What is said of planted faults\n\n"
            "Made by `firstchair bench verdict --markdown docs/measured`. Every row is "
         << seeds
         << " takes of 24 bars at 110 BPM, as\nan e-kit tells them, over grooves built in and grooves of the "
            "Groove MIDI Dataset; shares in per cent, with\nWilson intervals. \"Named\" is right in line, "
            "place, "
            "sign and size. \"Kept back\": nothing was chosen with that\nkind. "
            "[measuring.md](../guide/measuring.md) says how it is done.\n\n"
         << table << "\n"
         << clean;
    if (!page) return fmt::print(stderr, "bench_verdict: {}/verdict.md cannot be written\n", markdown), 1;
  }
  return 0;
}
