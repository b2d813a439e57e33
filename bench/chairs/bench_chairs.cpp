// bench_chairs [--auditions N] [--markdown FOLDER]: counts what seatings claim over auditions by simulated
// drummers, through the real pulse and judge. docs/measured/chairs.md is what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/chairs/tables.h"

using namespace firstchair::bench;

int main(int argc, char** argv) {
  int auditions = 200;
  std::string markdown;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--auditions")
      auditions = std::max(1, std::atoi(value()));
    else if (arg == "--markdown")
      markdown = value();
    else
      return fmt::print(stderr, "bench_chairs: {} is no option\n", arg), 2;
  }
  std::string page = fmt::format(
      "# What seatings claim, counted\n\nMade by `firstchair bench chairs --auditions {} --markdown "
      "docs/measured`. Drummers are simulated:\ntheir spreads are lognormal, 8 to 25 ms in 95 %, and change "
      "from take to take by tau .12 in ln spread.\nEvery take's pulse is fitted and its lines are taken "
      "apart "
      "as any take's are. Shares are in per cent\nof {} auditions a row (±{:.0f} at 5 % and ±{:.0f} at 50 "
      "%); "
      "of P(best) of {}, of equals of {}.\n[chairs.md](../guide/chairs.md) says what the words mean.\n",
      auditions, auditions, 196 * std::sqrt(0.05 * 0.95 / auditions), 196 * std::sqrt(0.25 / auditions),
      8 * auditions, 2 * auditions);
  const auto add = [&](const char* head, const std::string& table) {
    page += fmt::format("\n## {}\n\n{}", head, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  };
  add("Intervals of one take", coverage_table(10 * auditions));
  add("Who is told to be first", seats_table(auditions));
  add("P(best), said and counted", calibration_table(8 * auditions));
  add("Players who are all alike", ties_table(2 * auditions));
  add("Challenges: three rounds of 32 bars, who would play best again, .98", challenges_table(auditions));
  add("The same take again", hints_table(20 * auditions));
  add("Cost", cost_table());
  if (markdown.empty()) return 0;
  std::ofstream file(std::filesystem::path(markdown) / "chairs.md");
  file << page;
  return file ? 0 : 3;
}
