#include <fmt/format.h>

#include "apps/cli/band/band_command.h"
#include "apps/cli/band/find_song.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "songs/styles.h"

namespace firstchair::cli {
namespace {

constexpr std::size_t kBarsALine = 4;

// The chords that begin in a bar; a bar in which none does is like the one before.
std::string chords_in(const band::Song& song, const Bar& bar) {
  std::string text;
  for (const band::ChordAt& chord : song.chords)
    if (chord.tick >= bar.start && chord.tick < bar.end())
      text += (text.empty() ? "" : " ") + report::plain(chord.none ? "N.C." : chord.text);
  return text.empty() ? "%" : text;
}

void print_form(const band::Song& song) {
  std::string line;
  int first = 1;
  std::size_t in_line = 0;
  const auto end_line = [&] {
    if (in_line > 0) fmt::print("{:>4}  {}|\n", first, line);
    line.clear();
    in_line = 0;
  };
  for (const Bar& bar : band::bars_of(song)) {
    if (bar.start >= song.length) break;
    for (const band::SectionAt& section : song.sections)
      if (section.tick == bar.start) {
        end_line();
        fmt::print("[{}]\n", report::plain(section.name));
      }
    if (in_line == kBarsALine) end_line();
    if (in_line == 0) first = bar.number;
    line += fmt::format("| {:<14}", chords_in(song, bar));
    ++in_line;
  }
  end_line();
}

}  // namespace

Result<int> band_show(const BandOptions& options) {
  const Result<songs::SongRead> read = find_song(options.song, options.number);
  if (!read) return read.error();
  const band::Song& song = read->song;
  const Chart frame{.title = {}, .meters = song.meters, .tempi = {}, .notes = {}, .length = song.length};
  std::string head = report::plain(song.title.empty() ? options.song : song.title);
  if (!song.composer.empty()) head += ", " + report::plain(song.composer);
  head += ": " + report::count(band::bars_of(song).size(), "bar") + ", " + report::meters(frame);
  if (!song.tempi.empty()) head += ", " + report::named_tempo(song.tempi.front().bpm) + " BPM";
  if (const Result<band::Style> style = find_style({}, song)) head += ", style " + style->name;
  fmt::print("{}\n", head);
  if (song.chords.empty())
    fmt::print("no chords: the band plays the parts as they are written\n");
  else
    print_form(song);
  for (const band::Part& part : song.parts)
    fmt::print("{}: {}\n", report::plain(part.name), report::count(part.notes.size(), "note"));
  for (const std::string& line : songs::lines_of(*read)) fmt::print("{}\n", report::plain(line));
  if (read->titles.size() > 1)
    for (std::size_t k = 0; k < read->titles.size(); ++k)
      fmt::print("{:>4}  {}{}\n", k + 1, report::plain(read->titles[k]),
                 static_cast<int>(k) + 1 == read->number ? " (this one)" : "");
  return 0;
}

Result<int> band_styles(const BandOptions&) {
  for (const std::string& name : songs::style_names()) fmt::print("{}\n", name);
  return 0;
}

}  // namespace firstchair::cli
