// bench_cut [--draws N] [--longest S] [--each] [--refusals N] [--no-cost] [--markdown FOLDER]: counts how far off
// cameras are laid, and what is refused. docs/measured/cut_sync.md is what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/cut/sync_tables.h"

using namespace firstchair::bench;

int main(int argc, char** argv) {
  int draws = 200, refusals = 100;
  bool cost = true, each = false;
  double longest_s = 1200;
  std::string markdown, words;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--draws")
      draws = std::max(0, std::atoi(value()));
    else if (arg == "--refusals")
      refusals = std::max(0, std::atoi(value()));
    else if (arg == "--no-cost")
      cost = false;
    else if (arg == "--longest")
      longest_s = std::atof(value());
    else if (arg == "--each")
      each = true;
    else if (arg == "--markdown")
      markdown = value();
    else
      return fmt::print(stderr, "bench_cut: {} is no option\n", arg), 2;
  }
  std::string page = fmt::format(
      "# How well cameras are laid, counted\n\nMade by `firstchair bench cut --draws {} --refusals {} --markdown "
      "docs/measured`.\n[cut.md](../guide/cut.md) says what the words mean.\n",
      draws, refusals);
  const auto add = [&](const char* head, const char* about, const std::string& table) {
    page += fmt::format("\n## {}\n\n{}\n\n{}", head, about, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  };
  if (draws > 0)
    add("Cameras of one performance",
        "Performances are Groove MIDI, rendered with sampled kits; the master is that sound. A phone hears it\n"
        "through a measured room by a clock 20 to 150 ppm off: near (bedroom, small rooms; SNR 25 dB, 96\n"
        "kbit/s), far (churches, a hall; 10 dB, 64), bad (car park, tunnel, sports hall; 3 dB, pumped and\n"
        "clipped, 48); AAC or Opus, 44.1 or 48 kHz. \"Told wrongly\": exact or frame, and over 8 ms off.",
        placement_table(draws, longest_s, each));
  if (refusals > 0)
    add("What must be refused, or laid in pieces", "40 s of sound, near and far.", refusal_table(refusals));
  if (cost) add("Cost", "User CPU time of one process.", sync_cost_table());
  if (markdown.empty()) return 0;
  std::ofstream file(std::filesystem::path(markdown) / "cut_sync.md");
  file << page;
  return file ? 0 : 3;
}
