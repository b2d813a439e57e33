// bench_cut [--draws N] [--five N] [--twenty N] [--refusals N] [--hard N] [--cost WHAT] [--keep FILE]
// [--each]
// [--markdown FOLDER]: counts how far off cameras are laid, and what is refused; how many draws there are of
// a minute, of 5 and of 20 minutes, and of everything that must be refused. --keep holds what was drawn, and
// an ended count goes on from it; with 0 of a kind what it holds is told and nothing drawn. --hard N lays as
// many cameras of each kind that is hard. --cost says what
// is timed: laying, film, look, settle, all (when left out) or none. --film FOLDER makes three cameras of
// five minutes instead, for `firstchair cut`.
// --long HOURS counts the memory that four cameras of so many hours take, with --program PATH.
// docs/measured/cut_sync.md is what --markdown writes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/cut/film_tables.h"
#include "bench/cut/hard_cameras.h"
#include "bench/cut/interval_table.h"
#include "bench/cut/long_film.h"
#include "bench/cut/made_film.h"
#include "bench/cut/sync_tables.h"

using namespace firstchair::bench;

int main(int argc, char** argv) {
  int minutes = 200, fives = 40, twenties = 12, refusals = 84, hard = 0;
  bool each = false;
  double hours = 0;
  std::string markdown, kept, program = "firstchair", cost = "all";
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (arg == "--draws")
      minutes = std::max(0, std::atoi(value()));
    else if (arg == "--five")
      fives = std::max(0, std::atoi(value()));
    else if (arg == "--twenty")
      twenties = std::max(0, std::atoi(value()));
    else if (arg == "--keep")
      kept = value();
    else if (arg == "--refusals")
      refusals = std::max(0, std::atoi(value()));
    else if (arg == "--hard")
      hard = std::max(0, std::atoi(value()));
    else if (arg == "--cost")
      cost = value();
    else if (arg == "--film")
      return make_film(value());
    else if (arg == "--long")
      hours = std::max(0., std::atof(value()));
    else if (arg == "--program")
      program = value();
    else if (arg == "--each")
      each = true;
    else if (arg == "--markdown")
      markdown = value();
    else
      return fmt::print(stderr, "bench_cut: {} is no option\n", arg), 2;
  }
  std::string page = fmt::format(
      "# How well cameras are laid, counted\n\nMade by `firstchair bench cut --draws {} --five {} --twenty "
      "{} "
      "--refusals {}\n{}--markdown docs/measured`. {}[laying.md](../guide/laying.md) says what the words "
      "mean.\n",
      minutes, fives, twenties, refusals, kept.empty() ? "" : "--keep FILE ",
      kept.empty() ? "" : "FILE holds what was drawn before: a row says how much that is.\n");
  Draws draws(kept);
  const auto add = [&](const char* head, const char* about, const std::string& table) {
    page += fmt::format("\n## {}\n\n{}\n\n{}", head, about, table);
    fmt::print("{}\n{}\n", head, table);
    std::fflush(stdout);
  };
  const bool some = minutes + fives + twenties > 0 || !kept.empty();
  if (some)
    add("Cameras of one performance",
        "Performances are Groove MIDI, rendered with sampled kits; the master is that sound. A phone hears "
        "it\n"
        "through a measured room by a clock 20 to 150 ppm off: near (six small rooms; SNR 25 dB, 96 "
        "kbit/s),\n"
        "far (six churches and halls, an auditorium, a walled court; 10 dB, 64), bad (car park, tunnel,\n"
        "basement, sports hall; 3 dB, pumped and clipped, 48); AAC or Opus, 44.1 or 48 kHz. \"Told "
        "wrongly\":\n"
        "exact or frame, and over 8 ms off.",
        placement_table({{60, minutes}, {300, fives}, {1200, twenties}}, draws, each));
  if (some) {
    std::vector<Draw> all;
    for (const double seconds : {60., 300., 1200.})
      for (const Site place : {Site::near, Site::far, Site::bad})
        for (const Draw& draw : draws.of(row_name(place, seconds))) all.push_back(draw);
    add("What the intervals rest on",
        "A camera's offset is said by the sound around its strokes, by attacks, by long windows, or by the\n"
        "loudness; half its interval is the scatter of those and something besides, which no number of\n"
        "strokes takes away. A slope's is a multiple of its scatter. The draws of even groups say what is\n"
        "needed, and it is counted on the others; some values in use are older, and rounder.",
        interval_table(all));
  }
  if (refusals > 0 || !kept.empty())
    add("What must be refused, or laid in pieces", "40 s of sound, near and far.",
        refusal_table(refusals, draws, each));
  if (hard > 0)
    add("Cameras that are hard to lay", "On a master of 60 s, near and far.", hard_table(hard, each));
  if (cost == "laying" || cost == "all")
    add("Cost of laying", "User CPU time of one process.", sync_cost_table(1200));
  if (cost == "film" || cost == "all")
    add("Cost of a film",
        "20 s of 1920x1080 at 30 a second, noisy; CPU time, three pairs in turns: median, least and most.",
        film_cost_table());
  if (cost == "look" || cost == "all")
    add("Cost of looking for drums",
        "20 s at 30 a second, noisy, H.264 as telephones write it; CPU time of one core; FFmpeg's own "
        "decoding "
        "in\none thread beside it, in turns.",
        look_cost_table());
  if (cost == "settle" || cost == "all")
    add("Looking until it is settled",
        "Five minutes of 1920x1080, H.264 of 17 Mbit/s, in which five drums light up, one of them every 9 s; "
        "CPU\ntime of one core.",
        settle_cost_table());
  if (hours > 0)
    add("Memory of a long film",
        "Small pictures (64x36, 5 a second) and sound of 16 kHz, laid, looked at, cut and rendered.",
        memory_table(hours, 4, program));
  if (markdown.empty()) return 0;
  std::ofstream file(std::filesystem::path(markdown) / "cut_sync.md");
  file << page;
  return file ? 0 : 3;
}
