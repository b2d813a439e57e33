#include "songs/songs.h"

#include <algorithm>
#include <span>
#include <utility>

#include "charts/refusals.h"
#include "engine/core/letters.h"
#include "midi/smf.h"
#include "songs/chordpro/chordpro.h"
#include "songs/ireal/ireal_link.h"
#include "songs/ireal/ireal_music.h"
#include "songs/leadsheet/leadsheet.h"
#include "songs/midi/midi_song.h"
#include "songs/musicxml/musicxml_song.h"
#if !defined(__wasm__)
#include "charts/musicxml/mxl.h"
#endif

namespace firstchair::songs {

extern const std::span<const std::pair<std::string_view, std::string_view>> song_files;

namespace {

constexpr std::size_t kHead = 4000;  // bytes in which a text says what it is

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() && lowered(name.substr(name.size() - ending.size())) == ending;
}

// What is no song for a band, and the way to one.
struct Refused {
  std::string_view ending, what, advice;
};
constexpr Refused kRefused[] = {
    {".sgu", "Band-in-a-Box songs cannot be read; export MIDI or MusicXML there", ""},
    {".mgu", "Band-in-a-Box songs cannot be read; export MIDI or MusicXML there", ""},
    {".abc", "an ABC tune", "export it as MusicXML, as MuseScore does"},
    {".gp5", "a Guitar Pro song", "export it as MusicXML or MIDI there"},
    {".gp4", "a Guitar Pro song", "export it as MusicXML or MIDI there"},
    {".gp3", "a Guitar Pro song", "export it as MusicXML or MIDI there"},
    {".gpx", "a Guitar Pro song", "export it as MusicXML or MIDI there"},
    {".gp", "a Guitar Pro song", "export it as MusicXML or MIDI there"},
    {".mscz", "a MuseScore score", "export it as MusicXML there"},
    {".mscx", "a MuseScore score", "export it as MusicXML there"},
    {".tab", "a drum tab, which has no band in it", "give it as the drum chart, and another song"},
    {".mma", "an accompaniment for MMA", "run mma, and give the MIDI file that it writes"},
    {".sjz", "a song of JJazzLab", "export it as MIDI or MusicXML there"},
    {".sng", "a song of JJazzLab", "export it as MIDI or MusicXML there"},
};

Result<SongRead> read_ireal(std::string_view bytes, int number) {
  Result<std::vector<IRealSong>> songs = ireal_songs(bytes);
  if (!songs) return songs.error();
  if (number < 1 || static_cast<std::size_t>(number) > songs->size())
    return Error{ErrorCode::usage,
                 {},
                 songs->size() == 1 ? "there is one song in it"
                                    : "there are " + std::to_string(songs->size()) + " songs in it",
                 "Give --song 1 to " + std::to_string(songs->size())};
  Result<WrittenSong> written = read_ireal_music((*songs)[static_cast<std::size_t>(number - 1)]);
  if (!written) return written.error();
  Result<SongRead> read = play_out(std::move(*written));
  if (!read) return read.error();
  read->titles.clear();
  for (const IRealSong& song : *songs) read->titles.push_back(song.title);
  read->number = number;
  return read;
}

}  // namespace

Result<SongFormat> song_format(std::string_view name, std::string_view bytes) {
  for (const Refused& row : kRefused)
    if (ends_with(name, row.ending))
      return Error{ErrorCode::unsupported, {}, std::string(row.what), std::string(row.advice)};
  if (midi::is_midi(bytes_of(bytes))) return SongFormat::midi;
  if (bytes.starts_with("PK\x03\x04") && (ends_with(name, ".mxl") || ends_with(name, ".zip")))
    return SongFormat::mxl;
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const std::string_view head = text.substr(0, kHead);
  if (head.starts_with("<") && (head.find("<score-partwise") != std::string_view::npos ||
                                head.find("<score-timewise") != std::string_view::npos))
    return SongFormat::musicxml;
  if (has_ireal_link(bytes)) return SongFormat::ireal;
  if (is_leadsheet(text)) return SongFormat::leadsheet;
  for (const std::string_view ending : {".cho", ".crd", ".chordpro", ".chopro", ".pro"})
    if (ends_with(name, ending)) return SongFormat::chordpro;
  if (is_chordpro(head)) return SongFormat::chordpro;
  if (ends_with(name, ".musicxml") || ends_with(name, ".xml")) return SongFormat::musicxml;
  if (ends_with(name, ".mxl")) return SongFormat::mxl;
  if (midi::is_midi_name(name)) return SongFormat::midi;
  if (ends_with(name, ".ls")) return SongFormat::leadsheet;
  if (ends_with(name, ".irealb") || ends_with(name, ".irealbook")) return SongFormat::ireal;
  return charts::refusal(name, bytes.substr(0, kHead));
}

Result<SongRead> read_whole_song(std::string_view bytes, std::string_view name, const SongOptions& options) {
  const Result<SongFormat> format = song_format(name, bytes);
  if (!format) return format.error();
  if (options.number != 1 && *format != SongFormat::ireal)
    return Error{ErrorCode::usage, {}, "there is one song in it", "Leave --song out"};
  const std::span<const std::uint8_t> raw(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  const auto played = [](Result<WrittenSong> written) -> Result<SongRead> {
    if (!written) return written.error();
    return play_out(std::move(*written));
  };
  switch (*format) {
    case SongFormat::ireal:
      return read_ireal(bytes, options.number);
    case SongFormat::midi:
      return read_midi_song(raw);
    case SongFormat::chordpro:
      return played(read_chordpro(bytes));
    case SongFormat::leadsheet:
      return played(read_leadsheet(bytes));
#if defined(__wasm__)
    // A page has unpacked it, and its browser has parsed it (web/xml_tree).
    case SongFormat::musicxml:
    case SongFormat::mxl:
      return played(read_musicxml_song(raw));
#else
    case SongFormat::musicxml:
      return played(read_musicxml_song(raw));
    case SongFormat::mxl: {
      const Result<std::vector<std::uint8_t>> score = charts::score_in_mxl(raw);
      if (!score) return score.error();
      return played(read_musicxml_song(*score));
    }
#endif
  }
  return Error{ErrorCode::unsupported, {}, "not a kind of song we know", {}};
}

Result<band::Song> read_song(std::string_view bytes, std::string_view name) {
  Result<SongRead> read = read_whole_song(bytes, name);
  if (!read) return read.error();
  return std::move(read->song);
}

std::vector<std::string> song_names() {
  std::vector<std::string> names;
  for (const auto& [name, text] : song_files) names.emplace_back(name);
  return names;
}

Result<SongRead> song_by_name(std::string_view name) {
  for (const auto& [known, text] : song_files)
    if (known == name) return read_whole_song(text, std::string(name) + ".cho");
  std::string all;
  for (const std::string& known : song_names()) all += (all.empty() ? "" : ", ") + known;
  return Error{ErrorCode::not_found,
               {},
               "no song \"" + std::string(name.substr(0, 60)) + "\"",
               "Name a file, or one of " + all};
}

}  // namespace firstchair::songs
