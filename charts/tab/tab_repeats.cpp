#include "charts/tab/tab_repeats.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongestWords = 60, kLongestLine = 400;

// Words in small letters and numbers, in order; everything else parts them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool letter = is_letter(c), digit = is_digit(c);
    if (letter || digit) {
      const bool goes_on = inside && (is_digit(words.back().back()) == digit);
      if (!goes_on) words.emplace_back();
      words.back() += letter && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    inside = letter || digit;
  }
  return words;
}

constexpr std::array<std::string_view, 9> kNumbers{"zero", "once", "two",   "three", "four",
                                                   "five", "six",  "seven", "eight"};
constexpr std::array<std::string_view, 27> kFiller{
    "x",    "times", "time",    "repeat", "repeats", "repeated", "play", "played",  "plays",
    "loop", "rpt",   "rep",     "this",   "the",     "bar",      "bars", "measure", "measures",
    "line", "part",  "section", "of",     "a",       "total",    "in",   "above",   "below"};

std::string_view stripped(std::string_view text) {
  constexpr std::string_view kAround = " -=_~*<>/\\.+";
  const std::size_t first = text.find_first_not_of(kAround);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kAround) + 1 - first);
}

}  // namespace

std::optional<int> repeat_words(std::string_view text) {
  if (text.empty() || text.size() > kLongestWords || text.find("--") != std::string_view::npos)
    return std::nullopt;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && std::string_view(" -()[]{}:.,!*'").find(c) == std::string_view::npos)
      return std::nullopt;
  }
  std::optional<int> count;
  bool repeats = false, times = false;
  for (const std::string& word : words_of(text)) {
    std::optional<int> number;
    if (is_digit(word[0])) {
      if (word.size() > 6) return std::nullopt;
      number = std::stoi(word);
    } else if (word == "twice" || word == "thrice") {
      number = word == "twice" ? 2 : 3;
      times = true;
    } else if (const auto found = std::find(kNumbers.begin(), kNumbers.end(), word);
               found != kNumbers.end()) {
      number = static_cast<int>(found - kNumbers.begin());
    } else if (std::find(kFiller.begin(), kFiller.end(), word) == kFiller.end()) {
      return std::nullopt;
    }
    if (number && count) return std::nullopt;
    if (number) count = number;
    repeats =
        repeats || word.starts_with("rep") || word == "rpt" || word == "loop" || word.starts_with("play");
    times = times || word == "x" || word.starts_with("time");
  }
  if (!count || *count == 0 || (!repeats && !times)) return std::nullopt;
  return count;
}

namespace {

constexpr std::array<std::string_view, 17> kParts{
    "intro", "verse", "pre",    "chorus", "prechorus", "bridge",     "interlude", "solo", "refrain",
    "break", "fill",  "groove", "main",   "breakdown", "breakdowns", "coda",      "outro"};

// "Verse (play 2x)", "Chorus 1: x4": the count behind the name of a part. Nothing for other words.
std::optional<int> after_heading(std::string_view text) {
  if (text.size() > kLongestWords) return std::nullopt;
  const std::vector<std::string> words = words_of(text);
  std::size_t from = 0;
  while (from < words.size() && std::ranges::find(kParts, words[from]) != kParts.end()) ++from;
  if (from == 0) return std::nullopt;
  const auto is_number = [](const std::string& word) {
    return is_digit(word[0]) || word == "twice" || word == "thrice" ||
           std::ranges::find(kNumbers, word) != kNumbers.end();
  };
  const auto rest = words.begin() + static_cast<std::ptrdiff_t>(from);
  // The part's own number is none of the count: "Verse 1 x2", not "Verse 4 times (8 bars)".
  const auto word = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i]) : ""; };
  const bool counts = word(from + 1).starts_with("time") ||
                      (word(from + 1) == "x" && !(from + 2 < words.size() && is_number(words[from + 2])));
  if (!counts && std::count_if(rest, words.end(), is_number) > 1 && is_number(words[from])) ++from;
  std::string count;
  for (; from < words.size(); ++from) count += (count.empty() ? "" : " ") + words[from];
  return repeat_words(count);
}

}  // namespace

std::vector<TabRepeat> repeats_in(std::string_view line, int number) {
  std::vector<TabRepeat> found;
  if (line.size() > kLongestLine || line.find_first_of("0123456789tThHrRpPlL") == std::string_view::npos)
    return found;
  const bool banner = line.find("--") != std::string_view::npos || line.find('|') != std::string_view::npos ||
                      line.find("==") != std::string_view::npos || line.find("__") != std::string_view::npos;
  const std::string_view all = stripped(line);
  if (!banner) {
    if (const auto plays = after_heading(all)) return {{number, 0, 0, *plays}};
    if (const auto plays = repeat_words(all)) {
      // Counts alone stand above a bar, words for the system.
      const bool short_count = all.size() <= 5;
      const int at = static_cast<int>(all.data() - line.data()) + 1;
      return {{number, short_count ? at : 0, short_count ? at : 0, *plays}};
    }
  }
  // Pieces: between bars in a banner, else between two blanks.
  for (std::size_t start = 0; start < line.size();) {
    std::size_t end = banner ? line.find('|', start) : line.find("  ", start);
    if (end == std::string_view::npos) end = line.size();
    const std::string_view piece = line.substr(start, end - start);
    if (const std::string_view words = stripped(piece); !words.empty()) {
      const auto plays = repeat_words(words);
      if (!plays) return {};
      const bool wide = banner && piece.size() > words.size() + 2;
      const auto at = [&](const char* place) { return static_cast<int>(place - line.data()) + 1; };
      const std::size_t first = piece.find_first_not_of(' '), last = piece.find_last_not_of(' ');
      if (wide) {
        found.push_back({number, at(piece.data() + first), at(piece.data() + last), *plays});
      } else {
        found.push_back({number, at(words.data()), at(words.data()), *plays});
      }
    }
    start = end + 1;
  }
  return found;
}

}  // namespace firstchair::charts
