#include "apps/cli/band/find_song.h"

#include <filesystem>

#include "io/files/files.h"
#include "songs/songs.h"

namespace firstchair::cli {

Result<songs::SongRead> find_song(const std::string& name, int number) {
  std::error_code failed;
  const bool plain_word = name.find_first_of("./") == std::string::npos;
  if (plain_word && !std::filesystem::exists(name, failed)) return songs::song_by_name(name);
  const Result<std::vector<std::uint8_t>> read = io::read_file(name);
  if (!read) return read.error();
  const std::string bytes(read->begin(), read->end());
  Result<songs::SongRead> song = songs::read_whole_song(bytes, name, {.number = number});
  if (!song) {
    Error error = song.error();
    error.place = error.place.empty() ? name : name + ": " + error.place;
    return error;
  }
  return song;
}

Result<band::Style> find_style(const std::string& name, const band::Song& song) {
  if (!name.empty()) return songs::style_by_name(name);
  return songs::style_for(song.style, song.meters.front().beats).style;
}

}  // namespace firstchair::cli
