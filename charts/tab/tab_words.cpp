#include "charts/tab/tab_words.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "charts/decimal.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongestLine = 1500;  // any double fits
constexpr double kFastest = 10000, kMostSwing = 3.5;
constexpr int kMostBeats = 64, kShortestUnit = 64;

std::string_view skip(std::string_view text, std::string_view what) {
  return text.substr(std::min(text.find_first_not_of(what), text.size()));
}

// A plain decimal number at the start of `text`; `used` says how long it is.
std::optional<double> number_at(std::string_view text, std::size_t* used = nullptr) {
  std::size_t n = 0;
  while (n < text.size() && (is_digit(text[n]) || text[n] == '.')) ++n;
  const std::optional<Decimal> number = decimal_at(text.substr(0, n));
  if (!number) return std::nullopt;
  if (used != nullptr) *used = number->length;
  return number->value;
}

// What follows `key`: at the start of the line after an optional : or =, elsewhere only after one.
std::optional<std::string_view> after_key(std::string_view line, std::string_view key) {
  for (std::size_t at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
    if (at > 0 && is_letter(line[at - 1])) continue;
    const std::string_view rest = skip(line.substr(at + key.size()), " \t");
    const bool marked = rest.starts_with(':') || rest.starts_with('=');
    if (marked) return skip(rest.substr(1), " \t");
    if (at == 0 && (rest.empty() || !is_letter(rest.front()))) return rest;
  }
  return std::nullopt;
}

std::optional<double> tempo_said_in(std::string_view line) {
  for (const std::string_view key : {"tempo", "bpm"}) {
    if (const auto rest = after_key(line, key)) {
      if (const auto bpm = number_at(*rest)) return bpm;
    }
  }
  // "120 bpm"
  for (std::size_t at = line.find("bpm"); at != std::string_view::npos; at = line.find("bpm", at + 1)) {
    std::size_t end = at;
    while (end > 0 && line[end - 1] == ' ') --end;
    std::size_t start = end;
    while (start > 0 && (is_digit(line[start - 1]) || line[start - 1] == '.')) --start;
    if (const auto bpm = number_at(line.substr(start, end - start))) return bpm;
  }
  // "q = 120", "dotted quarter = 60", "e.=180"
  constexpr struct {
    std::string_view name;
    double quarters;
  } kNotes[] = {{"quarter", 1}, {"half", 2}, {"eighth", 0.5}, {"\u2669", 1}, {"q", 1}, {"h", 2}, {"e", 0.5}};
  for (const auto& note : kNotes) {
    for (std::size_t at = line.find(note.name); at != std::string_view::npos;
         at = line.find(note.name, at + 1)) {
      if (at > 0 && is_letter(line[at - 1])) continue;
      std::string_view rest = line.substr(at + note.name.size());
      bool dotted = line.substr(0, at).ends_with("dotted ");
      if (rest.starts_with('.')) {
        dotted = true;
        rest.remove_prefix(1);
      }
      rest = skip(rest, " ");
      if (!rest.starts_with('=')) continue;
      if (const auto bpm = number_at(skip(rest.substr(1), " ")))
        return *bpm * note.quarters * (dotted ? 1.5 : 1.0);
    }
  }
  return std::nullopt;
}

// "6/8" at the start of `text`
std::optional<std::pair<int, int>> meter_at(std::string_view text, std::size_t* used) {
  int beats = 0, unit = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, beats);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, unit);
  if (second.ec != std::errc{}) return std::nullopt;
  *used = static_cast<std::size_t>(second.ptr - text.data());
  return std::pair(beats, unit);
}

bool is_meter(std::pair<int, int> meter) {
  const auto [beats, unit] = meter;
  return beats >= 1 && beats <= kMostBeats && unit >= 1 && unit <= kShortestUnit && (unit & (unit - 1)) == 0;
}

std::optional<std::pair<int, int>> meter_said_in(std::string_view line) {
  std::size_t used = 0;
  for (const std::string_view key : {"time signature", "signature", "meter", "metre", "time"}) {
    if (const auto rest = after_key(line, key)) {
      if (const auto meter = meter_at(*rest, &used)) return meter;
    }
  }
  // Alone on its line; a date is no meter.
  const auto meter = meter_at(line, &used);
  return meter && used == line.size() && is_meter(*meter) ? meter : std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\v\f";
  text = skip(text, kSpace);
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

std::optional<std::string_view> title_in(std::string_view line) {
  for (const std::string_view key : {"title:", "song:"}) {
    if (lowered(line.substr(0, key.size())) == key) return trimmed(line.substr(key.size()));
  }
  return std::nullopt;
}

std::vector<MeterWritten> meters_in(std::string_view line) {
  constexpr std::string_view kBetween = " |()[]";
  std::vector<MeterWritten> meters;
  if (line.size() > kLongestLine) return meters;
  for (std::size_t at = 0; (at = line.find_first_not_of(kBetween, at)) != std::string_view::npos;) {
    std::size_t used = 0;
    const auto meter = meter_at(line.substr(at), &used);
    if (!meter || !is_meter(*meter)) return {};
    meters.push_back({static_cast<int>(at) + 1, meter->first, meter->second});
    at += used;
    if (at < line.size() && kBetween.find(line[at]) == std::string_view::npos) return {};
  }
  return meters;
}

std::optional<std::pair<int, int>> meter_in_words(std::string_view line) {
  constexpr std::size_t kLongest = 200;
  if (line.size() > kLongest) return std::nullopt;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char before = at > 0 ? line[at - 1] : ' ';
    if (!is_digit(line[at]) || is_digit(before) || is_letter(before) ||
        std::string_view("/.$:").find(before) != std::string_view::npos)
      continue;
    std::size_t used = 0;
    const auto meter = meter_at(line.substr(at), &used);
    if (!meter || !is_meter(*meter)) continue;
    const char behind = at + used < line.size() ? line[at + used] : ' ';
    const bool usual = meter->second == 2 || meter->second == 4 || meter->second == 8 || meter->second == 16;
    if (usual && meter->first >= 2 && behind != '/' && !is_letter(behind)) return meter;
  }
  return std::nullopt;
}

bool ends_with_count(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" )].");
  if (last == std::string_view::npos) return false;
  const std::size_t start = line.substr(0, last + 1).find_last_of(" ([-");
  if (start == std::string_view::npos || start == 0) return false;
  const std::string word = lowered(line.substr(start + 1, last - start));
  if (word.size() < 2 || word.size() > 3) return false;
  const bool before = word.front() == 'x' && std::all_of(word.begin() + 1, word.end(), is_digit);
  const bool behind = word.back() == 'x' && std::all_of(word.begin(), word.end() - 1, is_digit);
  return before || behind;
}

bool heads_second_player(std::string_view whole) {
  constexpr std::size_t kLongest = 30;
  if (whole.size() > kLongest) return false;
  const std::string line = lowered(whole);
  for (const std::string_view who : {"drummer", "kit", "drums", "player", "percussionist"}) {
    for (const std::string_view second : {" 2", " two", " b", " #2"}) {
      const std::string name = std::string(who) + std::string(second);
      const std::size_t at = line.find(name);
      if (at == std::string::npos || (at > 0 && is_letter(line[at - 1]))) continue;
      const std::size_t end = at + name.size();
      if (end == line.size() || (!is_letter(line[end]) && !is_digit(line[end]))) return true;
    }
    if (line.find("second " + std::string(who)) != std::string::npos) return true;
  }
  return false;
}

bool asks_for_bars(std::string_view whole) {
  constexpr std::size_t kLongest = 60;
  if (whole.size() > kLongest) return false;
  const std::string line = lowered(whole);
  const auto has = [&](std::string_view word) {
    const std::size_t at = line.find(word);
    const std::size_t end = at + word.size();
    return at != std::string::npos && (at == 0 || !is_letter(line[at - 1])) &&
           (end == line.size() || !is_letter(line[end]));
  };
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), has);
  };
  for (const std::string_view form :
       {"song structure", "structure", "song form", "form", "arrangement", "order", "roadmap"}) {
    if (line.starts_with(form) && trimmed(std::string_view(line).substr(form.size())).starts_with(':'))
      return true;
  }
  return any({"repeat", "play", "again", "same as", "same"}) &&
         any({"intro", "verse", "verses", "chorus", "bridge", "pre-chorus", "prechorus", "groove", "pattern",
              "beat", "riff", "part", "section", "outro", "solo", "fill"});
}

TabWords words_in(std::string_view whole) {
  TabWords words;
  if (whole.size() > kLongestLine) return words;
  const std::string line = lowered(whole);
  words.keep_time = line == "keep time:";
  if (const auto bpm = tempo_said_in(line)) {
    if (*bpm > 0 && *bpm <= kFastest) {
      words.bpm = bpm;
    } else {
      words.error = "a tempo that nobody can play";
      words.advice = "Write quarter notes a minute, as in Tempo: 120";
    }
  }
  if (const auto meter = meter_said_in(line)) {
    const auto [beats, unit] = *meter;
    if (is_meter(*meter)) {
      words.beats = beats;
      words.unit = unit;
    } else {
      words.error = "no meter is " + std::to_string(beats) + "/" + std::to_string(unit);
      words.advice = "Write 1 to 64 beats over 1, 2, 4, 8, 16, 32 or 64";
    }
  }
  if (const auto rest = after_key(line, "swing")) {
    std::size_t used = 0;
    if (auto swing = number_at(*rest, &used)) {
      if (rest->substr(used).starts_with('%'))
        swing = *swing < 100 ? *swing / (100 - *swing) : kMostSwing + 1;
      if (*swing >= 1 && *swing <= kMostSwing) {
        words.swing = swing;
      } else {
        words.error = "swing outside 1 to 3.5 (50 % to 77 %)";
        words.advice = "Write long : short, as in Swing: 1.9 or Swing: 66%";
      }
    }
  }
  return words;
}

}  // namespace firstchair::charts
