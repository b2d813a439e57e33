// This file reads Clone Hero's .chart: sections of "tick = kind value" in braces.
#include <algorithm>
#include <charconv>
#include <map>

#include "charts/games/game_midi.h"
#include "charts/tab/tab_words.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kMostLines = 2'000'000;
constexpr std::int64_t kMostTicks = std::int64_t{1} << 40;

Error broken(int line, std::string what) {
  return {ErrorCode::malformed, "line " + std::to_string(line), std::move(what), "Export the chart again"};
}

// The whole numbers of "N 2 0", behind the kind.
std::vector<std::int64_t> numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!(text = trimmed(text)).empty() && numbers.size() < 4) {
    std::int64_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc{}) break;
    numbers.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(end.ptr - text.data()));
  }
  return numbers;
}

struct Section {
  struct Entry {
    int line = 0;
    std::string_view key, value;
  };
  std::vector<Entry> entries;
};

std::map<std::string_view, Section> sections_of(std::string_view text) {
  std::map<std::string_view, Section> sections;
  Section* now = nullptr;
  int number = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && static_cast<std::size_t>(number) < kMostLines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = trimmed(line);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.starts_with('[') && line.ends_with(']')) {
      now = &sections[line.substr(1, line.size() - 2)];
    } else if (const std::size_t equals = line.find('=');
               now != nullptr && equals != std::string_view::npos) {
      now->entries.push_back({number, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1))});
    }
  }
  return sections;
}

std::optional<Error> read_song(const Section& song, midi::Smf& smf) {
  for (const Section::Entry& entry : song.entries) {
    if (entry.key == "Resolution") {
      const auto numbers = numbers_in(entry.value);
      if (numbers.empty() || numbers[0] < 1 || numbers[0] > 32767)
        return broken(entry.line, "a resolution that is none");
      smf.ticks_per_quarter = static_cast<int>(numbers[0]);
    } else if (entry.key == "Name") {
      std::string_view name = entry.value;
      if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
      smf.events.push_back({0, midi::kMeta, midi::kName, 0, std::string(name)});
    }
  }
  return std::nullopt;
}

std::optional<Error> tick_of(const Section::Entry& entry, std::int64_t& tick) {
  const auto numbers = numbers_in(entry.key);
  if (numbers.size() != 1 || numbers[0] < 0 || numbers[0] > kMostTicks)
    return broken(entry.line, "a tick that is none");
  tick = numbers[0];
  return std::nullopt;
}

std::optional<Error> read_sync(const Section& sync, midi::Smf& smf) {
  for (const Section::Entry& entry : sync.entries) {
    std::int64_t tick = 0;
    if (const auto error = tick_of(entry, tick)) return error;
    const bool meter = entry.value.starts_with("TS"), tempo = entry.value.starts_with("B ");
    const std::vector<std::int64_t> numbers = numbers_in(entry.value.substr(meter ? 2 : tempo ? 1 : 0));
    if (meter && !numbers.empty()) {
      const std::int64_t power = numbers.size() > 1 ? numbers[1] : 2;
      if (numbers[0] < 1 || numbers[0] > 64 || power < 0 || power > 6)
        return broken(entry.line, "a meter that is none");
      smf.events.push_back({tick,
                            midi::kMeta,
                            midi::kMeter,
                            0,
                            {static_cast<char>(numbers[0]), static_cast<char>(power), 24, 8}});
    } else if (tempo && !numbers.empty()) {
      if (numbers[0] < 4000 || numbers[0] > 10'000'000)
        return broken(entry.line, "a tempo that nobody can play");
      const std::int64_t us = 60'000'000'000 / numbers[0];  // it counts thousandths of a beat a minute
      smf.events.push_back(
          {tick,
           midi::kMeta,
           midi::kTempo,
           0,
           {static_cast<char>(us >> 16), static_cast<char>(us >> 8), static_cast<char>(us)}});
    }
  }
  return std::nullopt;
}

// Lanes 0 to 5; 32 is a second kick; 34.. accents, 40.. ghosts, 66.. cymbals of the lanes 1 to 5 and 2 to 4.
struct Marks {
  std::array<bool, 6> lane{}, accent{}, ghost{}, cymbal{};
};

}  // namespace

Result<GameChart> read_clone_hero(std::string_view text) {
  const std::map<std::string_view, Section> sections = sections_of(text);
  GameChart game;
  game.smf.ticks_per_quarter = 192;
  const auto section = [&](std::string_view name) {
    const auto found = sections.find(name);
    return found == sections.end() ? nullptr : &found->second;
  };
  if (const Section* song = section("Song")) {
    if (const auto error = read_song(*song, game.smf)) return *error;
  }
  if (const Section* sync = section("SyncTrack")) {
    if (const auto error = read_sync(*sync, game.smf)) return *error;
  }
  const Section* drums = nullptr;
  for (const std::string_view level : {"ExpertDrums", "HardDrums", "MediumDrums", "EasyDrums"}) {
    drums = section(level);
    if (drums != nullptr && !drums->entries.empty()) break;
  }
  if (drums == nullptr || drums->entries.empty()) {
    return Error{
        ErrorCode::unsupported, {}, "a chart of a music game without drums", "Choose one with drums"};
  }
  std::map<std::int64_t, Marks> places;
  bool five = false, cymbals = false;
  std::int64_t last = 0;
  for (const Section::Entry& entry : drums->entries) {
    std::int64_t tick = 0;
    if (const auto error = tick_of(entry, tick)) return *error;
    if (!entry.value.starts_with("N ")) continue;
    const std::vector<std::int64_t> numbers = numbers_in(entry.value.substr(1));
    if (numbers.empty()) return broken(entry.line, "a note without a lane");
    Marks& marks = places[tick];
    last = std::max(last, tick);
    const std::int64_t n = numbers[0];
    const auto within = [&](std::int64_t from, std::int64_t to) { return n >= from && n <= to; };
    if (within(0, 5)) marks.lane[static_cast<std::size_t>(n)] = true;
    if (n == 32) marks.lane[0] = true;
    if (within(34, 38)) marks.accent[static_cast<std::size_t>(n - 33)] = true;
    if (within(40, 44)) marks.ghost[static_cast<std::size_t>(n - 39)] = true;
    if (within(66, 68)) marks.cymbal[static_cast<std::size_t>(n - 64)] = cymbals = true;
    five = five || n == 5;
  }
  std::vector<LaneNote> notes;
  for (const auto& [tick, marks] : places) {
    for (std::size_t lane = 0; lane < marks.lane.size(); ++lane) {
      if (!marks.lane[lane]) continue;
      constexpr std::array kLanes{Lane::kick, Lane::red, Lane::yellow, Lane::blue, Lane::green, Lane::green};
      LaneNote note{.tick = tick, .lane = kLanes[lane]};
      if (five && lane == 4) note.lane = Lane::orange;
      // Where no lane is marked as a cymbal, the chart does not part them.
      note.tom = cymbals && lane >= 2 && !marks.cymbal[lane];
      note.velocity = marks.ghost[lane] ? 40 : marks.accent[lane] ? 115 : 80;
      notes.push_back(note);
    }
  }
  game.smf.events.push_back({last + 1, midi::kMeta, midi::kEndOfTrack, 0, {}});
  add_lanes(notes, five, game.smf);
  game.remarks.push_back(
      "a chart of a music game: the drums of its hardest level are read, as lanes of a kit");
  if (!cymbals && !five)
    game.remarks.push_back(
        "no lane is marked as a cymbal: yellow, blue and green are hi-hat, ride and crash");
  return game;
}

}  // namespace firstchair::charts
