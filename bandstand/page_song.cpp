#include "bandstand/page_song.h"

#include <algorithm>

#include "bandstand/settings_of_band.h"
#include "songs/chord_text.h"
#include "songs/songs.h"

namespace firstchair::bandstand {
namespace {

double quarters(Ticks ticks) {
  return static_cast<double>(ticks) / static_cast<double>(kTicksPerQuarter);
}

void write_range(report::JsonWriter& json, std::string_view key, const Range& range) {
  json.begin_object(key);
  json.real("low", range.low, 0);
  json.real("high", range.high, 0);
  json.real("first", range.first, 0);
  json.end_object();
}

Result<OpenSong> opened(Result<songs::SongRead> read) {
  if (!read) return read.error();
  songs::StyleChosen chosen = songs::style_for(read->song.style, read->song.meters.front().beats);
  return OpenSong{std::move(*read), std::move(chosen.style), chosen.guessed};
}

// As it is told to people; what has no name of its own stands as it was written.
std::string name_of(const band::ChordAt& chord) {
  if (chord.none) return "N.C.";
  std::string name = songs::chord_name(chord.chord);
  return name.find("(?)") == std::string::npos ? name : chord.text;
}

bool alone_in(const Bar& bar, const std::vector<band::MarkAt>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](const band::MarkAt& mark) {
    const bool alone =
        mark.mark == band::Mark::stop || mark.mark == band::Mark::solo || mark.mark == band::Mark::without;
    return alone && mark.tick <= bar.start && mark.until >= bar.end();
  });
}

bool has(const band::Song& song, band::Mark mark) {
  return std::any_of(song.marks.begin(), song.marks.end(),
                     [mark](const band::MarkAt& at) { return at.mark == mark; });
}

}  // namespace

std::string choices_json() {
  report::JsonWriter json;
  json.begin_object();
  json.begin_array("songs");
  for (const std::string& name : songs::song_names()) {
    const Result<songs::SongRead> read = songs::song_by_name(name);
    json.begin_object();
    json.text("name", name);
    json.text("title", read ? read->song.title : name);
    json.end_object();
  }
  json.end_array();
  json.begin_array("styles");
  for (const std::string& name : songs::style_names()) json.text("", name);
  json.end_array();
  json.begin_object("ranges");
  for (const auto& [key, range] : kRanges) write_range(json, key, range);
  json.end_object();
  json.end_object();
  return json.take();
}

Result<OpenSong> open_builtin(std::string_view name) {
  return opened(songs::song_by_name(name));
}
Result<OpenSong> open_song(std::string_view bytes, std::string_view name, int number) {
  Result<OpenSong> song = opened(songs::read_whole_song(bytes, name, {.number = number}));
  if (!song && !name.empty()) {
    Error error = song.error();
    error.place = error.place.empty() ? std::string(name) : std::string(name) + ": " + error.place;
    return error;
  }
  return song;
}

void write_bars(report::JsonWriter& json, const band::Song& song, const std::vector<band::MarkAt>& marks) {
  json.begin_array("bars");
  auto chord = song.chords.begin();
  auto section = song.sections.begin();
  for (const Bar& bar : bars_of(song)) {
    json.begin_object();
    json.real("at", quarters(bar.start), 6);
    json.real("quarters", quarters(bar.meter.bar_length()), 6);
    json.integer("beats", bar.meter.beats);
    std::string name;
    for (; section != song.sections.end() && section->tick < bar.end(); ++section) name = section->name;
    json.text("section", name);
    json.begin_array("chords");
    for (; chord != song.chords.end() && chord->tick < bar.end(); ++chord) {
      json.begin_object();
      json.real("at", quarters(chord->tick - bar.start), 6);
      json.text("text", name_of(*chord));
      json.end_object();
    }
    json.end_array();
    json.boolean("alone", alone_in(bar, marks));
    json.end_object();
  }
  json.end_array();
}

std::string song_json(const OpenSong& open) {
  const band::Song& song = open.read.song;
  report::JsonWriter json;
  json.begin_object();
  json.text("title", song.title);
  json.text("composer", song.composer);
  json.text("style", open.style.name);
  json.boolean("style_guessed", open.guessed);
  json.real("bpm", song.tempi.empty() ? 0 : song.tempi.front().bpm, 2);
  json.integer("follow", song.follow);
  json.boolean("drums", open.read.drums.has_value());
  json.boolean("solo", has(song, band::Mark::solo));
  json.boolean("fermata", has(song, band::Mark::fermata));
  json.begin_array("remarks");
  for (const std::string& line : songs::lines_of(open.read)) json.text("", line);
  json.end_array();
  json.begin_array("titles");
  for (const std::string& title : open.read.titles) json.text("", title);
  json.end_array();
  json.integer("number", open.read.number);
  write_bars(json, song, song.marks);
  json.end_object();
  return json.take();
}

}  // namespace firstchair::bandstand
