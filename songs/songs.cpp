#include "songs/songs.h"

#include <algorithm>
#include <utility>

#include "charts/refusals.h"
#include "songs/ireal/ireal_link.h"
#include "songs/ireal/ireal_music.h"

namespace firstchair::songs {
namespace {

constexpr std::size_t kHead = 4000;  // bytes in which a text says what it is

bool ends_with(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  const std::string_view tail = name.substr(name.size() - ending.size());
  return std::equal(tail.begin(), tail.end(), ending.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// What is no song for a band, and the way to one.
struct Refused {
  std::string_view ending, what, advice;
};
constexpr Refused kRefused[] = {
    {".sgu", "Band-in-a-Box songs cannot be read", "export MIDI or MusicXML there"},
    {".mgu", "Band-in-a-Box songs cannot be read", "export MIDI or MusicXML there"},
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
  if (has_ireal_link(bytes)) return SongFormat::ireal;
  return charts::refusal(name, bytes.substr(0, kHead));
}

Result<SongRead> read_whole_song(std::string_view bytes, std::string_view name, const SongOptions& options) {
  const Result<SongFormat> format = song_format(name, bytes);
  if (!format) return format.error();
  if (*format == SongFormat::ireal) return read_ireal(bytes, options.number);
  return Error{ErrorCode::unsupported, {}, "not a kind of song we know", {}};
}

Result<band::Song> read_song(std::string_view bytes, std::string_view name) {
  Result<SongRead> read = read_whole_song(bytes, name);
  if (!read) return read.error();
  return std::move(read->song);
}

}  // namespace firstchair::songs
