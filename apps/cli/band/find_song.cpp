#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/band/band_command.h"
#include "apps/cli/band/blues.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {

Result<band::Song> find_song(const std::string& name) {
  std::error_code failed;
  if (name == "blues" && !std::filesystem::exists(name, failed)) return blues();
  return Error{ErrorCode::not_found, name, "no such song", "Name a file, or blues"};
}

Result<band::Style> find_style(const std::string& name) {
  if (name.empty() || name == "swing") return swing_style();
  return Error{ErrorCode::not_found, "--style " + name, "no such style", "There is swing"};
}

Result<int> band_show(const BandOptions& options) {
  const Result<band::Song> song = find_song(options.song);
  if (!song) return song.error();
  const Chart frame{.title = {}, .meters = song->meters, .tempi = song->tempi, .notes = {}, .length = song->length};
  const std::vector<Bar> bars = bars_of(frame);
  fmt::print("{}: {}, {}{}\n", report::plain(song->title), report::count(bars.size(), "bar"),
             report::meters(frame),
             song->tempi.empty() ? "" : ", " + report::named_tempo(song->tempi.front().bpm) + " BPM");
  constexpr std::size_t kBarsALine = 4;
  std::string line;
  for (std::size_t k = 0; k < bars.size() && bars[k].start < song->length; ++k) {
    for (const band::SectionAt& section : song->sections)
      if (section.tick == bars[k].start) fmt::print("[{}]\n", report::plain(section.name));
    std::string text;
    for (const band::ChordAt& chord : song->chords)
      if (chord.tick >= bars[k].start && chord.tick < bars[k].end())
        text += (text.empty() ? "" : " ") + report::plain(chord.none ? "N.C." : chord.text);
    line += fmt::format("| {:<12}", text.empty() ? "%" : text);
    if ((k + 1) % kBarsALine == 0 || k + 1 == bars.size()) {
      fmt::print("{:>4}  {}|\n", k / kBarsALine * kBarsALine + 1, line);
      line.clear();
    }
  }
  for (const band::Part& part : song->parts)
    fmt::print("{}: {}\n", report::plain(part.name), report::count(part.notes.size(), "note"));
  return 0;
}

}  // namespace firstchair::cli
