// bench_school [--students N] [--takes N] [--kills N] [--seed N] [--sound N] [--markdown FOLDER] [--program
// FIRSTCHAIR]: a term of a class with two servers, three workers and PostgreSQL, killed on the way, and then
// figures of the same stand. Exits with 1 when a take was lost, told twice or told wrong.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "bench/school/figures.h"
#include "bench/school/term.h"

namespace {

using namespace firstchair;
using namespace firstchair::bench;

struct Table {
  std::string text;
  void row(const std::string& what, const std::string& figure) {
    text += fmt::format("| {} | {} |\n", what, figure);
    fmt::print("{}: {}\n", what, figure);
    std::fflush(stdout);
  }
};

std::string milliseconds(const Rate& rate) {
  return fmt::format("{:.0f} ms (half), {:.0f} (95 %), n {}", rate.at(.5), rate.at(.95), rate.ms.size());
}

}  // namespace

int main(int argc, char** argv) {
  TermWish wish{.students = 30, .takes = 20, .assignments = 40, .kills = 36};
  std::string program = FIRSTCHAIR, markdown;
  int sounds = 12;
  bool understood = argc % 2 == 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    const int number = std::atoi(argv[i + 1]);
    if (flag == "--students")
      wish.students = number;
    else if (flag == "--takes")
      wish.takes = number;
    else if (flag == "--kills")
      wish.kills = number;
    else if (flag == "--seed")
      wish.seed = static_cast<std::uint64_t>(number);
    else if (flag == "--sound")
      sounds = number;
    else if (flag == "--markdown")
      markdown = argv[i + 1];
    else if (flag == "--program")
      program = argv[i + 1];
    else
      understood = false;
  }
  if (!understood || wish.students < 2 || wish.students > 400 || wish.takes < 3 || wish.takes > 200) {
    fmt::print(stderr,
               "bench_school [--students 2..400] [--takes 3..200] [--kills N] [--seed N] [--sound N] "
               "[--markdown FOLDER] [--program FIRSTCHAIR]\n");
    return 2;
  }
  const double load_before = load_now();
  auto made = Stand::make({.program = program, .servers = 2, .workers = 3, .lease_s = 10});
  if (!made) {
    fmt::print(stderr, "bench_school: {}\n", made.error().line());
    return 3;
  }
  Stand& stand = **made;
  Table term_table, figure_table;
  const TermResult term = live_through(stand, wish);
  const int named = names_in_logs(stand);
  term_table.row("students, takes of each, of which an e-kit's recordings",
                 fmt::format("{}, {}, {}", wish.students, wish.takes, wish.takes / 3));
  term_table.row("killed: server, worker, database in turn", fmt::format("{} times", term.kills));
  term_table.row("answers that did not come and were asked for again", fmt::format("{}", term.stumbles));
  term_table.row("takes that were answered; that the school has; heard",
                 fmt::format("{}; {}; {}", term.sent, term.kept, term.heard));
  term_table.row("lost; twice; failed; still waiting",
                 fmt::format("{}; {}; {}; {}", term.lost, term.doubled, term.failed, term.waiting));
  term_table.row("results that are not what the takes say; takes that are not what was played",
                 fmt::format("{}; {}", term.wrong_grades, term.not_as_played));
  term_table.row("the log's chain", term.log_whole ? "whole" : "broken");
  term_table.row("names, logins, titles in the servers' logs", fmt::format("{}", named));
  term_table.row("how long the term took", fmt::format("{:.0f} s", term.seconds));
  if (!term.fault.empty()) fmt::print("FAULT: {}\n", term.fault);

  const double load_between = load_now();
  const Rate books = gradebooks(stand, term, 8, 25);
  figure_table.row(
      fmt::format("gradebook of {} students and {} assignments, 8 at once", wish.students, wish.assignments),
      fmt::format("{:.0f} a second; {}", books.a_second(), milliseconds(books)));
  const Rate saved = saves(stand, term, std::min(16, wish.students), 9);
  figure_table.row(
      "takes of the page judged and saved, 16 at once, PostgreSQL with sync",
      fmt::format("{:.0f} a second; {}; {} refused", saved.a_second(), milliseconds(saved), saved.refused));
  const Rate in = logins(stand, 120, 12, wish.students);
  figure_table.row("logins, 12 at once", fmt::format("{:.1f} a second; {}; {} refused", in.a_second(),
                                                     milliseconds(in), in.refused));
  const HeardSounds heard = hear_sound(stand, term, std::min(sounds, wish.students), 120);
  const double each = heard.takes > 0 ? heard.cpu_s / heard.takes : 0;
  figure_table.row("two minutes of sound heard by workers: processor time",
                   fmt::format("{:.2f} s each; {:.0f} an hour and core", each, each > 0 ? 3600 / each : 0));
  figure_table.row(
      "the same, from handed in to heard",
      fmt::format("{:.0f} s (half), {:.0f} (longest), n {}, {:.0f} s in all",
                  heard.waited_s.empty() ? 0 : heard.waited_s[heard.waited_s.size() / 2],
                  heard.waited_s.empty() ? 0 : heard.waited_s.back(), heard.waited_s.size(), heard.wall_s));
  figure_table.row("resident memory of the larger server", fmt::format("{:.0f} MB", stand.servers_mb()));
  const double load_after = load_now();
  fmt::print("load: {:.0f} before, {:.0f} between, {:.0f} after, on {} cores\n", load_before, load_between,
             load_after, std::thread::hardware_concurrency());

  if (!markdown.empty()) {
    std::ofstream file(markdown + "/school.md");
    file << fmt::format(
        "# A school, measured\n\n[guide/scale.md](../guide/scale.md) says what these are for. Measured "
        "with\n\n"
        "    firstchair bench school --markdown docs/measured\n\n"
        "on {} shared cores at a load of {:.0f} before, {:.0f} between and {:.0f} after: two servers, three\n"
        "workers and PostgreSQL as processes of one machine, and students who ask through the page's own "
        "calls.\n\n## A term with kills (`kill -9`; PostgreSQL: an immediate stop)\n\n| what | figure "
        "|\n|---|---|\n"
        "{}\n## The same school left alone\n\n| what | figure |\n|---|---|\n{}",
        std::thread::hardware_concurrency(), load_before, load_between, load_after, term_table.text,
        figure_table.text);
  }
  return term.well() && named == 0 ? 0 : 1;
}
