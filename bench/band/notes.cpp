#include "bench/band/notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "engine/band/song_form.h"
#include "practice/band/arrange.h"
#include "songs/songs.h"
#include "songs/styles.h"

namespace firstchair::bench {
namespace {

std::string name_of(int pitch) {
  constexpr std::array kNames{"C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"};
  return fmt::format("{}{}", kNames[static_cast<std::size_t>(pitch % 12)], pitch / 12 - 1);
}

// A beat from 1, to a twelfth: "2", "2.67".
std::string beat_of(Ticks inside) {
  const double beat = 1 + static_cast<double>(inside) / static_cast<double>(kTicksPerQuarter);
  std::string text = fmt::format("{:.2f}", beat);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string notes_of(const std::string& name, const std::string& style_name) {
  const Result<songs::SongRead> read = songs::song_by_name(name);
  if (!read) return read.error().line() + "\n";
  band::Style style = songs::style_for(read->song.style, 4).style;
  if (!style_name.empty()) {
    const Result<band::Style> named = songs::style_by_name(style_name);
    if (!named) return named.error().line() + "\n";
    style = *named;
  }
  const Result<band::Song> song = band::play_form(read->song, {.bpm = 140});
  if (!song) return song.error().line() + "\n";
  const Result<practice::Arranged> made = practice::arrange(*song, style, {.count_in = 0});
  if (!made) return made.error().line() + "\n";
  std::vector<band::PlayerNote> notes = made->notes;
  std::stable_sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) { return a.tick < b.tick; });
  std::string text = fmt::format("{}, {}\n", read->song.title, style.name);
  for (const Bar& bar : band::bars_of(*song)) {
    std::string chords, bass;
    for (const band::ChordAt& at : song->chords)
      if (at.tick >= bar.start && at.tick < bar.end()) chords += (chords.empty() ? "" : " ") + at.text;
    std::map<Ticks, std::string> keys;
    for (const band::PlayerNote& note : notes) {
      if (note.tick < bar.start || note.tick >= bar.end()) continue;
      const Ticks inside = note.tick - bar.start;
      if (note.part == 0) {
        bass += fmt::format(" {}:{}", beat_of(inside), name_of(note.pitch));
      } else {
        keys[inside] += (keys[inside].empty() ? "" : "-") + name_of(note.pitch);
      }
    }
    text += fmt::format("{:>3} {:<14}|{} |", bar.number, chords.empty() ? "%" : chords, bass);
    for (const auto& [inside, voicing] : keys) text += fmt::format(" {}:{}", beat_of(inside), voicing);
    text += "\n";
  }
  return text;
}

}  // namespace firstchair::bench
