#include "charts/games/game_midi.h"

#include <algorithm>
#include <array>

namespace firstchair::charts {
namespace {

constexpr std::uint8_t kDrums = 0x99;
constexpr int kPlain = 80, kGhost = 40, kAccent = 115;
constexpr std::uint8_t kFirstTom = 110;  // marks yellow as a tom; blue and green follow
constexpr std::array<std::uint8_t, 4> kLevels{96, 84, 72, 60};  // expert, hard, medium, easy

bool is_drums(const std::string& name) {
  return name == "PART DRUMS" || name == "PART DRUM" || name == "PART REAL_DRUMS_PS" ||
         name == "PART REAL DRUMS";
}

std::uint8_t note_of(const LaneNote& note, bool five) {
  switch (note.lane) {
    case Lane::kick:
      return 36;
    case Lane::red:
      return 38;
    case Lane::yellow:
      return note.tom && !five ? 48 : 42;
    case Lane::blue:
      return note.tom || five ? 45 : 51;
    case Lane::green:
      return note.tom || five ? 43 : 49;
    case Lane::orange:
      return 49;
  }
  return 38;
}

}  // namespace

void add_lanes(const std::vector<LaneNote>& notes, bool five, midi::Smf& smf) {
  for (const LaneNote& note : notes) {
    // A word before the note says what velocities of a few strokes would not.
    if (note.velocity != kPlain) {
      smf.events.push_back(
          {note.tick, midi::kMeta, midi::kLyric, 0, note.velocity < kPlain ? "ghost" : "accent"});
    }
    smf.events.push_back(
        {note.tick, kDrums, note_of(note, five), static_cast<std::uint8_t>(note.velocity), {}});
    smf.events.push_back({note.tick + 1, kDrums, note_of(note, five), 0, {}});
  }
  std::stable_sort(smf.events.begin(), smf.events.end(),
                   [](const midi::SmfEvent& a, const midi::SmfEvent& b) { return a.tick < b.tick; });
}

std::optional<GameChart> game_chart_in(const midi::Smf& smf) {
  const auto named = std::find_if(smf.events.begin(), smf.events.end(), [](const midi::SmfEvent& event) {
    return event.status == midi::kMeta && event.data1 == midi::kName && is_drums(event.text);
  });
  if (named == smf.events.end()) return std::nullopt;
  const int track = named->track;
  GameChart game;
  game.smf.ticks_per_quarter = smf.ticks_per_quarter;
  bool dynamics = false, toms = false, five = false;
  std::array<int, 4> strokes{};  // of each level
  for (const midi::SmfEvent& event : smf.events) {
    const bool own = event.track == track;
    if (event.status == midi::kMeta) {
      if (own && event.data1 == midi::kText && event.text.find("ENABLE_CHART_DYNAMICS") != std::string::npos)
        dynamics = true;
      const bool title = event.data1 == midi::kName && event.track == 0 && !is_drums(event.text);
      if (event.data1 == midi::kTempo || event.data1 == midi::kMeter || event.data1 == midi::kEndOfTrack ||
          title)
        game.smf.events.push_back(event);
    }
    if (!own || !event.is_note_on()) continue;
    toms = toms || (event.data1 >= kFirstTom && event.data1 < kFirstTom + 3);
    for (std::size_t l = 0; l < kLevels.size(); ++l) {
      if (event.data1 < kLevels[l] || event.data1 > kLevels[l] + 5) continue;
      ++strokes[l];
      five = five || event.data1 == kLevels[l] + 5;
    }
  }
  const auto level = std::find_if(strokes.begin(), strokes.end(), [](int n) { return n > 0; });
  if (level == strokes.end()) return std::nullopt;
  const std::uint8_t base = kLevels[static_cast<std::size_t>(level - strokes.begin())];

  std::array<bool, 3> tom{};  // the marks that are held, yellow, blue and green
  std::vector<LaneNote> notes;
  for (std::size_t i = 0; i < smf.events.size();) {
    // Marks of one tick hold for its notes, in whatever order they are written.
    std::size_t end = i;
    for (; end < smf.events.size() && smf.events[end].tick == smf.events[i].tick; ++end) {
      const midi::SmfEvent& event = smf.events[end];
      const bool note = (event.status & 0xE0) == 0x80 && event.track == track;
      if (note && event.data1 >= kFirstTom && event.data1 < kFirstTom + 3)
        tom[static_cast<std::size_t>(event.data1 - kFirstTom)] = event.is_note_on();
    }
    for (; i < end; ++i) {
      const midi::SmfEvent& event = smf.events[i];
      const bool second_kick = base == kLevels[0] && event.data1 == kLevels[0] - 1;
      if (event.track != track || !event.is_note_on() ||
          (!second_kick && (event.data1 < base || event.data1 > base + 5)))
        continue;
      constexpr std::array kLanes{Lane::kick, Lane::red, Lane::yellow, Lane::blue, Lane::green, Lane::green};
      const int lane = second_kick ? 0 : event.data1 - base;
      LaneNote note{.tick = event.tick, .lane = kLanes[static_cast<std::size_t>(lane)]};
      if (five && lane == 4) note.lane = Lane::orange;
      if (lane >= 2 && lane <= 4) note.tom = tom[static_cast<std::size_t>(lane - 2)];
      note.velocity = !dynamics ? kPlain : event.data2 == 1 ? kGhost : event.data2 == 127 ? kAccent : kPlain;
      notes.push_back(note);
    }
  }
  add_lanes(notes, five, game.smf);
  game.remarks.push_back(
      "a chart of a music game: the drums of its hardest level are read, as lanes of a kit");
  if (!toms && !five)
    game.remarks.push_back("no lane is marked as a tom: yellow, blue and green are hi-hat, ride and crash");
  return game;
}

}  // namespace firstchair::charts
