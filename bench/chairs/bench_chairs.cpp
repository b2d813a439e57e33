// bench_chairs [--auditions N] [--only TABLE] [--markdown FOLDER]: counts what seatings claim over auditions
// by simulated drummers, through the real pulse and judge. docs/measured/chairs.md is what --markdown writes;
// with
// --only it replaces that table there.
// bench_chairs --recorded [--wasm FILE] [--markdown FOLDER]: seats four recorded takes
// (docs/measured/chairs_recorded.md).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "bench/chairs/recorded.h"
#include "bench/chairs/replays.h"
#include "bench/chairs/tables.h"

using namespace firstchair::bench;

namespace {

struct Table {
  std::string name, head;
  std::function<std::string(int)> make;  // of so many auditions
};

const std::vector<Table> kTables{
    {"intervals", "Intervals of one take", [](int n) { return coverage_table(10 * n); }},
    {"seats", "Who is told to be first", seats_table},
    {"calibration", "P(best), said and counted", [](int n) { return calibration_table(60 * n); }},
    {"equals", "Players who are all alike", [](int n) { return ties_table(2 * n); }},
    {"challenges", "Challenges: three rounds of 32 bars, who would play best again, .98", challenges_table},
    {"again", "The same take again", [](int n) { return hints_table(20 * n); }},
    {"replays", "Replays through a loudspeaker and the ear", [](int n) { return replays_table(n * 7 / 20); }},
    {"cost", "Cost", [](int) { return cost_table(); }}};

std::string head_of(int auditions) {
  return fmt::format(
      "# What seatings claim, counted\n\nMade by `firstchair bench chairs --auditions {0} --markdown "
      "docs/measured`. Drummers are simulated:\ntheir spreads are lognormal, 8 to 25 ms in 95 %, and change "
      "from take to take by tau .12 in ln spread.\nEvery take's pulse is fitted and its lines are taken "
      "apart "
      "as any take's are. Shares are in per cent\nof {0} auditions a row (±{1:.0f} at 5 % and ±{2:.0f} at 50 "
      "%); of equals of {3}.\n[chairs.md](../guide/chairs.md) says what the words mean.\n",
      auditions, 196 * std::sqrt(0.05 * 0.95 / auditions), 196 * std::sqrt(0.25 / auditions), 2 * auditions);
}

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  return static_cast<bool>(file.flush());
}

// Returns a page with one section made anew.
std::string with_section(std::string page, const std::string& head, const std::string& table) {
  const std::string begin = "\n## " + head + "\n";
  const std::size_t at = std::min(page.find(begin), page.size());
  const std::size_t end = at == page.size() ? at : std::min(page.find("\n## ", at + 1), page.size());
  return page.replace(at, end - at, begin + "\n" + table);
}

}  // namespace

int main(int argc, char** argv) {
  int auditions = 200;
  bool recorded = false;
  std::string markdown, only, wasm;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--auditions")
      auditions = std::max(1, std::atoi(value()));
    else if (arg == "--markdown")
      markdown = value();
    else if (arg == "--only")
      only = value();
    else if (arg == "--wasm")
      wasm = value();
    else if (arg == "--recorded")
      recorded = true;
    else
      return fmt::print(stderr, "bench_chairs: {} is no option\n", arg), 2;
  }
  const std::filesystem::path folder(markdown);
  if (recorded) {
    const std::string page = recorded_page(wasm);
    fmt::print("{}", page);
    return markdown.empty() || write(folder / "chairs_recorded.md", page) ? 0 : 3;
  }
  std::string page = head_of(auditions);
  if (!only.empty() && !markdown.empty()) {
    std::ifstream file(folder / "chairs.md");
    page.assign(std::istreambuf_iterator<char>(file), {});
  }
  bool found = false;
  for (const Table& table : kTables) {
    if (!only.empty() && table.name != only) continue;
    found = true;
    const std::string made = table.make(auditions);
    fmt::print("{}\n{}\n", table.head, made);
    std::fflush(stdout);
    page = with_section(std::move(page), table.head, made);
  }
  if (!found) return fmt::print(stderr, "bench_chairs: {} is no table\n", only), 2;
  return markdown.empty() || write(folder / "chairs.md", page) ? 0 : 3;
}
