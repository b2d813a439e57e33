#include "engine/band/song.h"

#include <algorithm>

namespace firstchair::band {
namespace {

Chart frame_of(const Song& song) {
  return {.title = {}, .meters = song.meters, .tempi = song.tempi, .notes = {}, .length = song.length};
}

// Says whether what stands at ticks is in order and inside the song.
template <class Range>
bool inside(const Range& range, Ticks length) {
  Ticks last = 0;
  for (const auto& at : range) {
    if (at.tick < last || at.tick >= length) return false;
    last = at.tick;
  }
  return true;
}

}  // namespace

std::string check_song(const Song& song) {
  if (song.length <= 0) return "a song of no bar";
  if (std::string wrong = check_chart(frame_of(song)); !wrong.empty()) return wrong;
  if (!inside(song.chords, song.length)) return "chords out of order, or outside the song";
  if (!inside(song.sections, song.length)) return "sections out of order, or outside the song";
  if (!inside(song.marks, song.length)) return "marks out of order, or outside the song";
  for (const MarkAt& mark : song.marks)
    if (mark.until < mark.tick || mark.until > song.length) return "a mark ends before it begins, or outside";
  for (const ChordAt& at : song.chords)
    if (at.chord.root < 0 || at.chord.root > 11 || at.chord.bass < 0 || at.chord.bass > 11 ||
        (at.chord.tones & 1) == 0 || at.chord.tones >> 12 != 0)
      return "a chord without its root";
  for (const Part& part : song.parts) {
    if (!inside(part.notes, song.length)) return "a part's notes out of order, or outside the song";
    if (part.program < 0 || part.program > 127) return "a part's program is 0 to 127";
    for (const PartNote& note : part.notes)
      if (note.pitch < 0 || note.pitch > 127 || note.velocity < 1 || note.velocity > 127 || note.length <= 0)
        return "a part's note that cannot be played";
  }
  if (song.pickup < 0 || song.pickup >= song.length) return "a pick-up outside the song";
  if (song.follow < -1 || song.follow > 100) return "a dial is 0 to 100";
  return {};
}

std::vector<Bar> bars_of(const Song& song) {
  return firstchair::bars_of(frame_of(song));
}

}  // namespace firstchair::band
