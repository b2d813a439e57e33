#include <algorithm>
#include <cmath>

#include "songs/chord_text.h"
#include "songs/ireal/ireal_music.h"

namespace firstchair::songs {
namespace {

std::string meter_text(const MeterChange& meter) {
  if (meter.beats == 12 && meter.unit == 8) return "T12";
  // iReal Pro has one digit for each.
  if (meter.beats > 9 || (meter.unit != 2 && meter.unit != 4 && meter.unit != 8)) return {};
  return "T" + std::to_string(meter.beats) + std::to_string(meter.unit);
}

std::string text_of(const band::ChordAt& at, int& renamed) {
  if (at.none) return "n";
  if (auto text = ireal_text(at.chord)) return *text;
  ++renamed;
  // The family is kept: a minor third, a seventh.
  std::uint16_t tones = at.chord.tones & 0b110010011001;
  for (const std::uint16_t fewer : {tones, static_cast<std::uint16_t>(tones & 0b000010011001)}) {
    band::Chord chord = at.chord;
    chord.tones = fewer;
    if (auto text = ireal_text(chord)) return *text;
  }
  band::Chord chord = at.chord;
  chord.tones = 0b000010010001;
  return *ireal_text(chord);
}

}  // namespace

IRealWritten write_ireal(const band::Song& song) {
  IRealWritten written;
  std::string music;
  MeterChange last{.tick = 0, .beats = 0, .unit = 0};
  std::size_t next = 0, section = 0;
  for (const Bar& bar : band::bars_of(song)) {
    music += bar.number == 1 ? "[" : "|";
    if (section < song.sections.size() && song.sections[section].tick < bar.end()) {
      const std::string& name = song.sections[section++].name;
      if (name == "Intro") {
        music += "*i";
      } else if (name == "Verse") {
        music += "*v";
      } else if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') {
        music += "*" + name;
      }
    }
    if (bar.meter.beats != last.beats || bar.meter.unit != last.unit) music += meter_text(bar.meter);
    last = bar.meter;
    const int grouped = bar.meter.unit == 8 && bar.meter.beats == 12 ? 3 : 1;
    const int cells = bar.meter.beats / grouped;
    const Ticks beat = kTicksPerWhole / bar.meter.unit * grouped;
    std::vector<const band::ChordAt*> at(static_cast<std::size_t>(cells), nullptr);
    bool any = false;
    for (; next < song.chords.size() && song.chords[next].tick < bar.end(); ++next) {
      const band::ChordAt& chord = song.chords[next];
      const Ticks in_bar = std::max<Ticks>(0, chord.tick - bar.start);
      if (in_bar % beat != 0) ++written.moved;
      at[static_cast<std::size_t>(std::min<Ticks>(in_bar / beat, cells - 1))] = &chord;
      any = true;
    }
    // A bar that holds the chord says so by writing it again.
    if (!any || at[0] == nullptr)
      if (const band::ChordAt* held = band::chord_at(song, bar.start)) at[0] = held;
    if (at[0] == nullptr) music += "n";
    for (std::size_t cell = 0; cell < at.size(); ++cell) {
      if (at[cell] == nullptr && cell > 0) {
        music += ' ';
      } else if (at[cell] != nullptr) {
        if (cell > 0 && at[cell - 1] != nullptr) music += ',';
        music += text_of(*at[cell], written.renamed);
      }
    }
  }
  music += "Z";
  written.link = plain_link({.title = song.title.empty() ? "Untitled" : song.title,
                             .composer = song.composer,
                             .style = song.style.empty() ? "Medium Swing" : song.style,
                             .key = song.key.empty() ? "C" : song.key,
                             .groove = {},
                             .bpm = 0,
                             .music = std::move(music)});
  return written;
}

}  // namespace firstchair::songs
