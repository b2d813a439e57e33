#include "engine/judge/chart_played.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace firstchair::judge {
namespace {

constexpr std::size_t kLeastStrokes = 32;
constexpr std::size_t kLeastTimes = 8;  // below them slips by chance come back most times
constexpr double kMostTimes = 0.7;      // a place where it happens in these is the groove's
constexpr double kSteady = 0.85;        // of a groove's times and of its notes; slips leave out more
constexpr Ticks kNear = kTicksPerQuarter / 12;
// Rock eighths with a line left out explain .87 of the chart, with the ghosts of funk added .87; bossa nova
// explains .78 of rock eighths, and rock eighths .80 of it. An ear loses and adds strokes of its own, and
// often at the same places.
constexpr double kLeastExplained = 0.81, kLeastHeard = 0.6;
constexpr double kForgiven = 0.02;  // what chance may add to that in another groove; 40 % of slips leave .89
constexpr double kNothing = 0.3;    // below it the places of the chart mean nothing
constexpr double kAllAnswered = 0.95;  // of the strokes: then it is the chart, with notes left out

struct Shares {
  double answered = 0, strokes = 0, notes = 0;
};

Shares shares(const Alignment& alignment) {
  Shares s;
  for (const Match& match : alignment.matches) {
    switch (match.kind) {
      case MatchKind::matched:
        ++s.answered, ++s.strokes, ++s.notes;
        break;
      case MatchKind::wrong_voice:
        ++s.strokes, ++s.notes;
        break;
      case MatchKind::extra:
        ++s.strokes;
        break;
      case MatchKind::missed:
        ++s.notes;
        break;
      case MatchKind::grace:
      case MatchKind::masked:
        break;
    }
  }
  return s;
}

// This says where in a groove of one bar or of two a stroke lies.
struct PlaceInGroove {
  Ticks tick = 0;       // in the groove
  std::size_t bar = 0;  // of the take, from 0
};

// Returns how many of the strokes of one line have another, or themselves, near their place in most of the
// `rounds` of the groove.
std::size_t at_home(std::vector<PlaceInGroove> strokes, double rounds) {
  std::ranges::sort(strokes, {}, &PlaceInGroove::tick);
  std::size_t count = 0, from = 0;
  for (const PlaceInGroove& stroke : strokes) {
    while (strokes[from].tick < stroke.tick - kNear) ++from;
    std::set<std::size_t> in;
    for (std::size_t i = from; i < strokes.size() && strokes[i].tick <= stroke.tick + kNear; ++i)
      in.insert(strokes[i].bar);
    count += static_cast<double>(in.size()) >= kMostTimes * rounds;
  }
  return count;
}

// Returns how many missed notes and extra strokes are at home in a groove of `length` bars.
std::size_t of_groove(const Alignment& alignment, const Chart& chart, std::span<const Hit> hits,
                      std::size_t length) {
  struct Written {
    std::size_t notes = 0, missed = 0;
  };
  using PlayedBar = std::pair<std::int32_t, int>;  // of a passage, the chart's
  const std::vector<Bar> bars = bars_of(chart);
  std::map<PlayedBar, std::size_t> order;
  const auto counts = [](const Match& m) {
    return m.kind != MatchKind::grace && m.kind != MatchKind::masked;
  };
  for (const Match& match : alignment.matches) {
    if (counts(match)) order[{match.passage, bar_at(bars, match.tick).number}] = 0;
  }
  if (order.size() < kLeastTimes * length) return 0;
  std::size_t next = 0;
  for (auto& [bar, index] : order) index = next++;
  std::map<std::pair<Ticks, Voice>, Written> places;
  std::array<std::vector<PlaceInGroove>, kLineCount> extras;
  for (const Match& match : alignment.matches) {
    if (!counts(match)) continue;
    const Bar& bar = bar_at(bars, match.tick);
    const std::size_t index = order[{match.passage, bar.number}];
    const Ticks tick = match.tick - bar.start + static_cast<Ticks>(index % length) * bar.meter.bar_length();
    if (match.note >= 0) {
      Written& place = places[{tick, chart.notes[static_cast<std::size_t>(match.note)].voice}];
      ++place.notes;
      place.missed += match.kind != MatchKind::matched;
    }
    if (match.hit >= 0 && match.kind != MatchKind::matched) {
      const Line line = line_of(hits[static_cast<std::size_t>(match.hit)].voice);
      extras[static_cast<std::size_t>(line)].push_back({tick, index});
    }
  }
  std::size_t groove = 0;
  for (const auto& [where, place] : places) {
    if (place.notes >= kLeastTimes &&
        static_cast<double>(place.missed) >= kMostTimes * static_cast<double>(place.notes))
      groove += place.missed;
  }
  for (const std::vector<PlaceInGroove>& line : extras)
    groove += at_home(line, static_cast<double>(order.size()) / static_cast<double>(length));
  return groove;
}

}  // namespace

double explained(const Alignment& alignment) {
  const Shares s = shares(alignment);
  return s.strokes + s.notes > 0 ? 2 * s.answered / (s.strokes + s.notes) : 1;
}

double explained_but_for_slips(const Alignment& alignment, const Chart& chart, std::span<const Hit> hits) {
  const Shares s = shares(alignment);
  const std::size_t groove =
      std::max(of_groove(alignment, chart, hits, 1), of_groove(alignment, chart, hits, 2));
  return s.strokes + s.notes > 0 ? 1 - static_cast<double>(groove) / (s.strokes + s.notes) : 1;
}

Played what_was_played(const Alignment& given, const Chart& chart, std::span<const Hit> hits,
                       SourceKind kind) {
  Alignment alignment = given;
  const FreeBars free(chart);
  std::erase_if(alignment.matches,
                [&](const Match& match) { return match.kind == MatchKind::extra && free.has(match.tick); });
  if (hits.size() < kLeastStrokes) return Played::chart;
  const Shares s = shares(alignment);
  if (s.answered > 0 && s.answered >= kAllAnswered * s.strokes) return Played::chart;
  if (explained(alignment) < kNothing) return Played::lost;
  const double least = kind == SourceKind::audio ? kLeastHeard : kLeastExplained;
  return explained(alignment) < least && explained_but_for_slips(alignment, chart, hits) < least + kForgiven
             ? Played::other
             : Played::chart;
}

bool comes_back(const Chart& heard) {
  const std::vector<Bar> bars = bars_of(heard);
  for (const std::size_t length : {1, 2}) {
    if (bars.size() < kLeastTimes * length) continue;
    std::map<std::pair<Ticks, Voice>, std::size_t> places;
    for (const Note& note : heard.notes) {
      const Bar& bar = bar_at(bars, note.tick);
      const auto round = static_cast<Ticks>(static_cast<std::size_t>(bar.number - 1) % length);
      ++places[{note.tick - bar.start + round * bar.meter.bar_length(), note.voice}];
    }
    const double rounds = static_cast<double>(bars.size()) / static_cast<double>(length);
    std::size_t home = 0;
    for (const auto& [where, times] : places) {
      if (static_cast<double>(times) >= kSteady * rounds) home += times;
    }
    if (static_cast<double>(home) >= kSteady * static_cast<double>(heard.notes.size())) return true;
  }
  return false;
}

}  // namespace firstchair::judge
