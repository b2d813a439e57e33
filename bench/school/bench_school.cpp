// bench_school [--students N] [--takes N] [--kills N] [--seed N] [--sound N] [--minutes M] [--people N]
// [--points N] [--steps N] [--part NAME] [--page FOLDER] [--markdown FOLDER] [--program FIRSTCHAIR]: a term
// of a class with two servers, three workers and PostgreSQL, killed on the way, then figures of the same
// stand.
// `--part`: after the term only that table (alone, sound, many, pages, sockets, points, large, stores, gone,
// term: none). `--page FOLDER`: after the term the school can be looked at in a browser, until the standard
// input ends. Exits with 1 when something was lost, refused or told wrong.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bench/school/figures.h"
#include "bench/school/tables.h"

namespace {

using namespace firstchair;
using namespace firstchair::bench;

struct Wish {
  TermWish term{.students = 30, .takes = 20, .assignments = 40, .kills = 36};
  std::string program = FIRSTCHAIR, markdown, part, page;
  int sounds = 12, people = 100'000, steps = 10'000, points = 200;
  double minutes = 5;
};

bool understood(int argc, char** argv, Wish& wish) {
  if (argc % 2 != 1) return false;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    const std::string word = argv[i + 1];
    const int number = std::atoi(argv[i + 1]);
    if (flag == "--students")
      wish.term.students = number;
    else if (flag == "--takes")
      wish.term.takes = number;
    else if (flag == "--kills")
      wish.term.kills = number;
    else if (flag == "--seed")
      wish.term.seed = static_cast<std::uint64_t>(number);
    else if (flag == "--sound")
      wish.sounds = number;
    else if (flag == "--people")
      wish.people = number;
    else if (flag == "--points")
      wish.points = number;
    else if (flag == "--steps")
      wish.steps = number;
    else if (flag == "--minutes")
      wish.minutes = std::atof(argv[i + 1]);
    else if (flag == "--part")
      wish.part = word;
    else if (flag == "--page")
      wish.page = word;
    else if (flag == "--markdown")
      wish.markdown = word;
    else if (flag == "--program")
      wish.program = word;
    else
      return false;
  }
  constexpr std::array<std::string_view, 11> kParts{"",        "term",   "alone", "sound",  "many", "pages",
                                                    "sockets", "points", "large", "stores", "gone"};
  return wish.term.students >= 2 && wish.term.students <= 400 && wish.term.takes >= 3 &&
         wish.term.takes <= 200 && wish.people >= 1 && wish.people <= 200'000 && wish.steps >= 1 &&
         wish.points >= 6 && wish.points <= 2'000 && wish.minutes >= .1 && wish.minutes <= 600 &&
         std::find(kParts.begin(), kParts.end(), wish.part) != kParts.end();
}

void write(const std::string& folder, const std::vector<Table>& tables, double load_before,
           double load_after) {
  std::ofstream file(folder + "/school.md");
  file << fmt::format(
      "# A school, measured\n\n[guide/scale.md](../guide/scale.md) says what these are for. Measured "
      "with\n\n"
      "    firstchair bench school --markdown docs/measured\n\n"
      "on {} shared cores at a load of {:.0f} before and {:.0f} after: two servers, three workers and\n"
      "PostgreSQL as processes of one machine, and students who ask through the page's own calls, from\n"
      "the same two cores.\n",
      std::thread::hardware_concurrency(), load_before, load_after);
  for (const Table& one : tables)
    file << fmt::format("\n## {}\n\n| what | figure |\n|---|---|\n{}", one.title, one.text);
}

}  // namespace

int main(int argc, char** argv) {
  Wish wish;
  if (!understood(argc, argv, wish)) {
    fmt::print(stderr,
               "bench_school [--students 2..400] [--takes 3..200] [--kills N] [--seed N] [--sound N] "
               "[--minutes .1..600] [--people N] [--points N] [--steps N] [--part "
               "term|alone|sound|many|pages|sockets|points|large|stores|gone] "
               "[--page FOLDER] [--markdown FOLDER] [--program FIRSTCHAIR]\n");
    return 2;
  }
  const double load_before = load_now();
  auto made =
      Stand::make({.program = wish.program, .servers = 2, .workers = 3, .lease_s = 10, .page = wish.page});
  if (!made) {
    fmt::print(stderr, "bench_school: {}\n", made.error().line());
    return 3;
  }
  Stand& stand = **made;
  TermResult term;
  std::vector<Table> tables{term_table(stand, wish.term, term)};
  if (!wish.page.empty()) {
    fmt::print("Look at it: http://127.0.0.1:{} as {} ({}).\n", stand.ports().front(), term.teacher_login,
               Client::kPassword);
    std::fflush(stdout);
    while (std::getchar() != EOF) continue;
  }
  const std::vector<std::pair<std::string_view, std::function<Table()>>> others{
      {"alone", [&] { return alone_table(stand, wish.term, term); }},
      {"sound", [&] { return sound_table(stand, wish.term, term, wish.sounds); }},
      {"many", [&] { return many_table(stand, wish.term); }},
      {"pages", [&] { return pages_table(stand, wish.term, wish.minutes); }},
      {"sockets", [&] { return sockets_table(wish.program, wish.minutes); }},
      {"points", [&] { return points_table(wish.program, wish.points); }},
      {"gone", [&] { return gone_table(stand, term, wish.program); }},
      {"large", [&] { return large_table(stand, term, wish.people); }},
      {"stores", [&] { return stores_table(stand, wish.steps, static_cast<unsigned>(wish.term.seed)); }}};
  for (const auto& [name, make] : others)
    if (wish.part.empty() || wish.part == name) tables.push_back(make());
  const double load_after = load_now();
  fmt::print("load: {:.0f} before, {:.0f} after, on {} cores\n", load_before, load_after,
             std::thread::hardware_concurrency());
  if (!wish.markdown.empty()) write(wish.markdown, tables, load_before, load_after);
  const bool well = std::all_of(tables.begin(), tables.end(), [](const Table& one) { return one.well; });
  return well ? 0 : 1;
}
