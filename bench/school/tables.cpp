#include "bench/school/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "bench/memory.h"
#include "bench/school/figures.h"
#include "bench/school/forgotten.h"
#include "bench/school/histories.h"
#include "bench/school/large.h"
#include "bench/school/points.h"
#include "bench/server/load.h"

namespace firstchair::bench {
namespace {

std::string milliseconds(const Rate& rate) {
  return fmt::format("{:.0f} ms (half), {:.0f} (95 %), {:.0f} (99 %), n {}", rate.at(.5), rate.at(.95),
                     rate.at(.99), rate.ms.size());
}

// What a process held, and whether it grows. A straight line takes the climb to what so many need for growth,
// so the most of each quarter stands beside it.
std::string held(const std::vector<MemorySample>& memory) {
  std::array<double, 4> most{};
  for (std::size_t i = 0; i < memory.size(); ++i)
    most[4 * i / memory.size()] = std::max(most[4 * i / memory.size()], memory[i].rss_kb / 1024);
  const Growth growth = growth_of(memory);
  return fmt::format(
      "at most {:.1f} MB in each quarter; a line through all grows by {:.1f} MB an hour ({:.1f} to "
      "{:.1f})",
      fmt::join(most, ", "), growth.kb_per_hour / 1024, growth.low / 1024, growth.high / 1024);
}

}  // namespace

void Table::row(const std::string& what, const std::string& figure) {
  text += fmt::format("| {} | {} |\n", what, figure);
  fmt::print("{}: {}\n", what, figure);
  std::fflush(stdout);
}

void Table::fault(const std::string& what) {
  if (what.empty()) return;
  fmt::print("FAULT: {}\n", what);
  well = false;
}

Table term_table(Stand& stand, const TermWish& wish, TermResult& term) {
  Table table("A term with kills (`kill -9`; PostgreSQL: an immediate stop)");
  term = live_through(stand, wish);
  const int named = names_in_logs(stand);
  table.row("students, takes of each, of which an e-kit's recordings",
            fmt::format("{}, {}, {}", wish.students, wish.takes, wish.takes / 3));
  table.row("killed: server, worker, database in turn", fmt::format("{} times", term.kills));
  table.row("answers that did not come and were asked for again", fmt::format("{}", term.stumbles));
  table.row("takes that were answered; that the school has; heard",
            fmt::format("{}; {}; {}", term.sent, term.kept, term.heard));
  table.row("lost; twice; failed; still waiting",
            fmt::format("{}; {}; {}; {}", term.lost, term.doubled, term.failed, term.waiting));
  table.row("results that are not what the takes say; takes that are not what was played",
            fmt::format("{}; {}", term.wrong_grades, term.not_as_played));
  table.row("the log's chain", term.log_whole ? "whole" : "broken");
  table.row("names, logins, titles in the servers' logs", fmt::format("{}", named));
  table.row("how long the term took", fmt::format("{:.0f} s", term.seconds));
  table.fault(term.fault);
  table.well = table.well && term.well() && named == 0;
  return table;
}

Table alone_table(const Stand& stand, const TermWish& wish, const TermResult& term) {
  Table table("The same school left alone");
  const std::string book =
      fmt::format("gradebook of {} students and {} assignments", wish.students, wish.assignments);
  // Processor time says more than a rate where others work beside.
  const auto cpu_ms = [&](double before, const Rate& rate) {
    return 1000 * (stand.servers_cpu_s() - before) / std::max(1, rate.done);
  };
  const double begin = stand.servers_cpu_s();
  const Rate books = gradebooks(stand, term, 8, 50);
  table.row(book + ", 8 at once, nothing changes",
            fmt::format("{:.0f} a second; {}; {:.2f} ms of the servers' processor time each",
                        books.a_second(), milliseconds(books), cpu_ms(begin, books)));
  for (const double takes : {0.0, 2.0}) {
    const double before = stand.servers_cpu_s();
    const AskedBooks asked = gradebooks_at(stand, term, 200, 20, takes);
    table.row(fmt::format("{}, asked for 200 times a second, {:.0f} takes a second handed in meanwhile", book,
                          takes),
              fmt::format("{:.0f} a second; {}; {} refused; {:.2f} ms of the servers' processor time each",
                          asked.books.a_second(), milliseconds(asked.books), asked.books.refused,
                          cpu_ms(before, asked.books)));
  }
  const Rate saved = saves(stand, term, std::min(16, wish.students), 9);
  table.row(
      "takes of the page judged and saved, 16 at once, PostgreSQL with sync",
      fmt::format("{:.0f} a second; {}; {} refused", saved.a_second(), milliseconds(saved), saved.refused));
  if (books.refused + saved.refused > 0) table.fault("something was refused");
  return table;
}

Table sound_table(const Stand& stand, const TermWish& wish, const TermResult& term, int sounds) {
  Table table("Two minutes of sound");
  const HeardSounds heard = hear_sound(stand, term, std::min(sounds, wish.students), 120);
  const double each = heard.takes > 0 ? heard.cpu_s / heard.takes : 0;
  table.row("two minutes of sound heard by workers: processor time",
            fmt::format("{:.2f} s each; {:.0f} an hour and core", each, each > 0 ? 3600 / each : 0));
  const double takes = std::max(1, heard.takes);
  table.row("of `firstchair hear` of the same; of the servers that took it in; of PostgreSQL",
            fmt::format("{:.2f}; {:.3f}; {:.3f} s each", heard.bare_s, heard.servers_s / takes,
                        heard.database_s / takes));
  table.row("three workers and PostgreSQL while nothing is to be heard",
            fmt::format("{:.1f} % of a core", 100 * heard.idle));
  table.row("such a sound, from handed in to heard",
            fmt::format("{:.0f} s (half), {:.0f} (longest), n {}, {:.0f} s in all; {:.0f} an hour",
                        heard.waited_s.empty() ? 0 : heard.waited_s[heard.waited_s.size() / 2],
                        heard.waited_s.empty() ? 0 : heard.waited_s.back(), heard.waited_s.size(),
                        heard.wall_s, heard.wall_s > 0 ? 3600 * heard.takes / heard.wall_s : 0));
  if (static_cast<int>(heard.waited_s.size()) < heard.takes) table.fault("a sound was not heard");
  return table;
}

Table many_table(const Stand& stand, const TermWish& wish) {
  Table table("Many at once");
  const Rate in = logins(stand, 120, 12, wish.students);
  table.row("logins, 12 at once",
            fmt::format("{:.1f} a second; {}; {} refused", in.a_second(), milliseconds(in), in.refused));
  const Rate burst = logins_within(stand, 500, 60, wish.students);
  table.row("500 logins at moments by chance within 60 s",
            fmt::format("{}; {} refused", milliseconds(burst), burst.refused));
  const LoginTimes times = login_times(stand, wish.students);
  table.row("time of a refusal, one after the other: wrong password; name that nobody has",
            fmt::format("{:.1f}; {:.1f} ms (half); {:.2f} times, n {} each", times.known_ms, times.unknown_ms,
                        times.known_ms > 0 ? times.unknown_ms / times.known_ms : 0, times.n));
  if (in.refused + burst.refused > 0) table.fault("somebody was refused");
  return table;
}

Table pages_table(const Stand& stand, const TermWish& wish, double minutes) {
  Table table("500 pages stay open");
  constexpr int kPages = 500;
  const OpenPages open = open_pages(stand, kPages, 8, 60 * minutes, wish.students);
  table.row(
      fmt::format("{} students' pages open at two servers for {:.0f} min, each asks every 8 s what of {} "
                  "assignments is due",
                  kPages, minutes, wish.assignments),
      fmt::format("{}; {} refused; {:.0f} % of a core", milliseconds(open.asked), open.asked.refused,
                  100 * open.cpu));
  table.row("memory of the larger server", held(open.memory));
  if (open.asked.refused > 0) table.fault("somebody was refused");
  return table;
}

Table sockets_table(const std::string& program, double minutes) {
  Table table("500 clients listen");
  auto served = Served::start(program);
  if (!served) {
    table.fault(served.error().line());
    return table;
  }
  constexpr int kClients = 500, kListen = 10;
  const Load live = load(**served, {.minutes = minutes,
                                    .idle = kListen,
                                    .active = kClients - kListen,
                                    .before = 64,
                                    .ping_every_s = 2.4,
                                    .sounds = false});
  const auto at = [&](double share) {
    return live.pongs_ms.empty() ? 0.0
                                 : live.pongs_ms[static_cast<std::size_t>(
                                       share * static_cast<double>(live.pongs_ms.size() - 1))];
  };
  table.row(fmt::format("{} WebSockets of `firstchair serve` for {:.0f} min, each asks every 2.4 s, each is "
                        "told of two uploads a second",
                        live.clients, minutes),
            fmt::format("{:.1f} ms (half), {:.1f} (99 %), n {}; {} events, {} missed; {} refused; {} let go "
                        "of; {:.0f} % of a core",
                        at(.5), at(.99), live.pongs_ms.size(), live.events, live.missed, live.refused,
                        live.closed, 100 * live.cpu_s / std::max(1.0, live.seconds)));
  table.row("its memory", held(live.memory));
  if (live.refused + live.closed > 0 || live.missed > 0) table.fault("something was refused or missed");
  return table;
}

Table large_table(const Stand& stand, const TermResult& term, int people) {
  Table table("Seldom and much");
  const ErasedYears years = erase_years(stand, term, 1500, 200);
  table.row(fmt::format("a student of three years ({} takes of 1,000 strokes, {} recordings) erased",
                        years.takes, years.sounds),
            fmt::format("{:.2f} s", years.seconds));
  table.fault(years.fault);
  const EnrolledMany many = enrol_many(stand, people);
  table.row(fmt::format("a roster of {} people put in by the program", many.people),
            fmt::format("{:.0f} s, {:.0f} MB; the same once more {:.0f} s", many.seconds, many.peak_mb,
                        many.again_seconds));
  table.fault(many.fault);
  return table;
}

Table points_table(const std::string& program, int kills) {
  Table table("Killed at points of the path");
  const PointsTold told = kill_at_points(program, kills);
  for (const PointsRow& row : told.rows)
    table.row(row.what,
              fmt::format("killed at {} points of a path of {} calls; {} were heard before theirs came",
                          row.points, row.path, row.missed));
  table.row("killed in all; takes; they took",
            fmt::format("{}; {}; {:.0f} s", told.kills, told.sent, told.seconds));
  table.row("lost; twice; failed; still waiting",
            fmt::format("{}; {}; {}; {}", told.lost, told.doubled, told.failed, told.waiting));
  table.row(
      "students; who have more or fewer takes than they sent; takes that are told otherwise than played",
      fmt::format("{}; {}; {}", told.students, told.other_students, told.not_as_played));
  table.row("sound that nothing names", told.left_over == 0 ? "none" : "is there");
  table.row("the log's chain", told.log_whole ? "whole" : "broken");
  table.fault(told.fault);
  table.well = table.well && told.well();
  return table;
}

Table stores_table(const Stand& stand, int steps, unsigned seed) {
  Table table("Two schools by chance, in turn, in PostgreSQL and in SQLite");
  const Histories told = live_histories(stand, steps, seed);
  table.row("steps of each school; answers compared; they took",
            fmt::format("{}; {}; {:.0f} s", told.steps, told.answers, told.seconds));
  table.row("answers that differ; in which anything of the other school stood",
            fmt::format("{}; {}", told.differ, told.foreign));
  table.row("steps after which a gradebook was another one; of which the store did not tell",
            fmt::format("{}; {}", told.shown, told.not_told));
  table.row("all four logs", told.whole ? "whole" : "broken");
  table.fault(told.first);
  table.well = table.well && told.well();
  return table;
}

Table gone_table(const Stand& stand, const TermResult& term, const std::string& program) {
  Table table("One student exported and erased by two people");
  const auto rows = [&](const std::string& where, const Forgotten& gone) {
    table.row(where + ": the name stood there before",
              fmt::format("{} times; {} bytes were exported", gone.before, gone.export_bytes));
    table.row(where + ": after it in the database, in recordings, in logs",
              fmt::format("{}, {}, {}; {} recording gone", gone.in_database, gone.in_sound, gone.in_logs,
                          gone.sounds_before - gone.sounds_after));
    if (gone.in_backup >= 0)
      table.row(where + ": in a backup of before, restored and held to the list",
                fmt::format("{}", gone.in_backup));
    table.fault(gone.fault);
    table.well = table.well && gone.well();
  };
  rows("PostgreSQL (a dump of it)", forget_one(stand, term));
  auto small = Stand::make({.program = program, .servers = 1, .workers = 0, .postgres = false});
  if (!small) {
    table.fault(small.error().line());
    return table;
  }
  const TermResult lived = live_through(**small, {.students = 3, .takes = 4, .kills = 0});
  table.fault(lived.fault);
  rows("SQLite (the bytes of its files)", forget_one(**small, lived));
  return table;
}

}  // namespace firstchair::bench
