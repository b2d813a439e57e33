// bench_band [--takes N] [--markdown FOLDER]: plays the band's clock with simulated drummers who hear it.
// bench_band --sounding SECONDS [--hours N] [--markdown FOLDER]: what a band that sounds costs, and hours of
// it. bench_band --played: only the drummers who were recorded. docs/measured/band.md and band_sounding.md
// are what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/band/attacks.h"
#include "bench/band/played_drummers.h"
#include "bench/band/sounding.h"
#include "bench/band/tables.h"

using namespace firstchair::bench;

namespace {

int write(const std::string& folder, const char* name, const std::string& page) {
  if (folder.empty()) return 0;
  std::ofstream file(std::filesystem::path(folder) / name);
  file << page;
  return file ? 0 : 3;
}

int sounding(int seconds, double hours, const std::string& markdown) {
  std::string page = fmt::format(
      "# A band that sounds\n\nMade by `firstchair bench band --sounding {}{} --markdown docs/measured`: "
      "bass and "
      "keys\nplay a blues at 140, a stroke of an e-kit comes on every beat. The band is rendered by a thread "
      "of\n"
      "its own, two blocks ahead.\n",
      seconds, hours > 0 ? fmt::format(" --hours {}", hours) : "");
  const auto add = [&](const char* head, const std::string& table) {
    page += fmt::format("\n## {}\n\n{}", head, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  };
  add("The callback, processor time of whole callbacks", callback_table(seconds));
  add("When a note is heard", attack_table());
  if (hours > 0) add("Hours in freewheel", soak_table(hours));
  return write(markdown, "band_sounding.md", page);
}

}  // namespace

int main(int argc, char** argv) {
  int takes = 300, seconds = 0;
  double hours = 0;
  std::string markdown;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--takes")
      takes = std::max(2, std::atoi(value()));
    else if (arg == "--sounding")
      seconds = std::max(10, std::atoi(value()));
    else if (arg == "--hours")
      hours = std::clamp(std::atof(value()), .01, 5.);
    else if (arg == "--played")
      return fmt::print("{}", played_table()), 0;
    else if (arg == "--markdown")
      markdown = value();
    else
      return fmt::print(stderr, "bench_band: {} is no option\n", arg), 2;
  }
  if (seconds > 0) return sounding(seconds, hours, markdown);
  std::string page = fmt::format(
      "# The band's clock beside simulated drummers\n\nMade by `firstchair bench band --takes {} --markdown "
      "docs/measured`. The drummers\n"
      "keep 120 BPM with a timekeeper's noise of 6 ms, a hand's of 4, an ear's of 2 and a tempo "
      "that\nwanders by .2 % a beat; alpha is the share "
      "of the gap they close a beat, beta what of it they take\nas tempo. {} takes a cell; shares of 95 % "
      "are sure to ±{:.1f}. No person has "
      "played with it yet.\n",
      takes, takes, 196 * std::sqrt(.05 * .95 / takes));
  const auto add = [&](const char* head, const std::string& table) {
    page += fmt::format("\n## {}\n\n{}", head, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  };
  add("A drummer who does not listen", tracking_table(std::min(takes, 150)));
  add("The dial: rms of the gap in ms | SD of the pair's tempo after 136 bars in %", dial_table(takes));
  add("A drummer who plays 15 ms ahead, home tempo 120", lean_table(takes));
  add("Who moved whom: the drummer's gain", moves_table(takes));
  add("Drummers who were recorded to a click", played_table());
  return write(markdown, "band.md", page);
}
