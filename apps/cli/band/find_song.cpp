#include "apps/cli/band/find_song.h"

#include <filesystem>
#include <string_view>

#include "io/files/files.h"
#include "songs/songs.h"

namespace firstchair::cli {
namespace {

// The demo's song.
constexpr std::string_view kBlues =
    "irealbook://Blues in F=Firstchair=Medium Swing=F=n="
    "{T44F7 |Bb7 |F7 |x |Bb7 |Bo7 |F7 |D7b9 |G-7 |C7 |F7 D7b9 |G-7 C7 Z";

}  // namespace

Result<songs::SongRead> find_song(const std::string& name, int number) {
  std::error_code failed;
  std::string bytes(kBlues);
  if (name != "blues" || std::filesystem::exists(name, failed)) {
    Result<std::vector<std::uint8_t>> read = io::read_file(name);
    if (!read) return read.error();
    bytes.assign(read->begin(), read->end());
  }
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
