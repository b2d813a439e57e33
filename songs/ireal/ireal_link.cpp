#include "songs/ireal/ireal_link.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/core/letters.h"

namespace firstchair::songs {
namespace {

constexpr std::string_view kScrambled = "irealb://", kPlain = "irealbook://", kMusic = "1r34LbKcu7";
constexpr std::size_t kMostSongs = 5000;
constexpr int kMostLinks = 50;  // of which one must have a song

struct Found {
  std::size_t at = std::string_view::npos;
  bool scrambled = false;
};

Found find_link(std::string_view text, std::size_t from) {
  const std::size_t one = text.find(kScrambled, from), other = text.find(kPlain, from);
  return {std::min(one, other), one < other};
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex(text[i + 1]) : -1;
    const int low = high >= 0 ? hex(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(16 * high + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string without_entities(std::string_view text) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}};
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    char c = text.front();
    for (const auto& [written, meant] : kEntities)
      if (text.starts_with(written)) length = written.size(), c = meant;
    out += c;
    text.remove_prefix(length);
  }
  return out;
}

// The link's own text: to the quote that it began with, or to the end of the line.
std::string_view link_text(std::string_view text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : '\n';
  const bool quoted = before == '"' || before == '\'';
  const std::size_t end = quoted ? text.find(before, at) : text.find_first_of("\r\n\"", at);
  return text.substr(at, end == std::string_view::npos ? end : end - at);
}

std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  for (std::size_t from = 0;;) {
    const std::size_t equals = text.find('=', from);
    fields.emplace_back(text.substr(from, equals == std::string_view::npos ? equals : equals - from));
    if (equals == std::string_view::npos) return fields;
    from = equals + 1;
  }
}

std::string trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// "Gentle Rain, The" -> "The Gentle Rain".
std::string title_of(std::string_view text) {
  const std::string title = trim(text);
  for (const std::string_view article : {"The", "A", "An"})
    if (title.size() > article.size() + 2 && title.ends_with(", " + std::string(article)))
      return std::string(article) + " " + title.substr(0, title.size() - article.size() - 2);
  return title;
}

// "Last First" -> "First Last"; other names stay.
std::string composer_of(std::string_view text) {
  const std::string name = trim(text);
  const std::size_t blank = name.find(' ');
  if (blank == std::string::npos || name.find(' ', blank + 1) != std::string::npos) return name;
  return name.substr(blank + 1) + " " + name.substr(0, blank);
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number >= 20 && number <= 500 ? number : 0;
}

// Title=Composer==Style=Key=Transpose=Music=Groove=Tempo=Repeats===...: a song is found by its music, since
// empty fields look like the ends of songs.
std::vector<IRealSong> scrambled_songs(const std::vector<std::string>& fields) {
  std::vector<IRealSong> songs;
  for (std::size_t k = 0; k < fields.size() && songs.size() < kMostSongs; ++k) {
    const std::size_t prefix = fields[k].find(kMusic);
    if (prefix == std::string::npos) continue;
    const auto field = [&](std::size_t back) { return back <= k ? fields[k - back] : std::string(); };
    const auto after = [&](std::size_t on) {
      return k + on < fields.size() ? fields[k + on] : std::string();
    };
    songs.push_back({.title = title_of(k >= 6 ? field(6) : fields[0]),
                     .composer = composer_of(k >= 6   ? field(5)
                                             : k >= 2 ? fields[1]
                                                      : ""),
                     .style = trim(field(3)),
                     .key = trim(field(2)),
                     .groove = trim(after(1)),
                     .bpm = number_of(after(2)),
                     .music = unscrambled(std::string_view(fields[k]).substr(prefix + kMusic.size()))});
  }
  return songs;
}

// Title=Composer=Style=Key=n=Music, one after the other.
std::vector<IRealSong> plain_songs(const std::vector<std::string>& fields) {
  std::vector<IRealSong> songs;
  for (std::size_t k = 0; k + 5 < fields.size() && songs.size() < kMostSongs;) {
    if (fields[k].empty()) {  // between songs
      ++k;
      continue;
    }
    songs.push_back({.title = title_of(fields[k]),
                     .composer = composer_of(fields[k + 1]),
                     .style = trim(fields[k + 2]),
                     .key = trim(fields[k + 3]),
                     .groove = {},
                     .bpm = 0,
                     .music = fields[k + 5]});
    k += 6;
  }
  return songs;
}

// Writes out what a link shortens.
std::string expanded(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"Kcl", "| x"}, {"LZ", " |"}, {"XyQ", "   "}};
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    std::string_view as = text.substr(0, 1);
    for (const auto& [written, meant] : kShort)
      if (text.starts_with(written)) length = written.size(), as = meant;
    out += as;
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

bool has_ireal_link(std::string_view text) {
  return find_link(text, 0).at != std::string_view::npos;
}

Result<std::vector<IRealSong>> ireal_songs(std::string_view text) {
  if (text.size() > kMaxIRealBytes)
    return Error{ErrorCode::too_large, {}, "over 8 MiB of links", "Export fewer songs at once"};
  std::size_t first = std::string_view::npos;
  int links = 0;
  for (Found found = find_link(text, 0); found.at != std::string_view::npos && links < kMostLinks;
       found = find_link(text, found.at + 1), ++links) {
    if (first == std::string_view::npos) first = found.at;
    const std::string_view link = link_text(text, found.at);
    const std::string_view body = link.substr(std::min(link.find("://") + 3, link.size()));
    const std::vector<std::string> fields = fields_of(percent_decoded(without_entities(body)));
    std::vector<IRealSong> songs = found.scrambled ? scrambled_songs(fields) : plain_songs(fields);
    // Some write music that is not scrambled behind the name of the other form, and the other way about.
    if (songs.empty()) songs = found.scrambled ? plain_songs(fields) : scrambled_songs(fields);
    if (!songs.empty()) return songs;
  }
  if (first == std::string_view::npos)
    return Error{
        ErrorCode::malformed, {}, "no link of iReal Pro in it", "Share the song from iReal Pro again"};
  return Error{ErrorCode::malformed, "byte " + std::to_string(first),
               "a link of iReal Pro that was cut off: title, composer, style, key and music belong in it",
               "Share the song from iReal Pro again"};
}

std::string scrambled(std::string_view music) {
  std::string out(music);
  for (std::size_t from = 0; out.size() - from > 51; from += 50) {
    const auto change = [&](std::size_t a) { std::swap(out[from + a], out[from + 49 - a]); };
    for (std::size_t k = 0; k < 5; ++k) change(k);
    for (std::size_t k = 10; k < 24; ++k) change(k);
  }
  return out;
}

std::string unscrambled(std::string_view music) {
  return expanded(scrambled(music));
}

std::string plain_link(const IRealSong& song) {
  const std::string fields[] = {song.title, song.composer, song.style, song.key, "n", song.music};
  std::string link(kPlain);
  for (std::size_t k = 0; k < std::size(fields); ++k) {
    if (k > 0) link += '=';
    for (const char c : fields[k]) {
      const bool safe =
          is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '*' || c == '|';
      constexpr char kHex[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      if (c == '=') {
        link += "%2D";  // no field may hold one
      } else if (safe) {
        link += c;
      } else {
        link += {'%', kHex[byte >> 4], kHex[byte & 15]};
      }
    }
  }
  return link;
}

}  // namespace firstchair::songs
