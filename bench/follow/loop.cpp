#include "bench/follow/loop.h"

#include <cstdlib>
#include <map>
#include <set>

namespace firstchair::bench {

Groove with_loop(const Groove& groove, int loop_bars) {
  const Ticks bar = groove.meter.bar_length();
  const Ticks loop = loop_bars * bar;
  using Key = std::pair<Ticks, Voice>;
  std::map<Key, std::pair<int, int>> votes;  // strokes, sum of velocities
  for (const Note& note : groove.chart.notes) {
    auto& vote = votes[{note.tick % loop, note.voice}];
    ++vote.first;
    vote.second += note.velocity;
  }
  Groove looped = groove;
  looped.chart.notes.clear();
  for (Ticks start = 0; start < groove.chart.length; start += loop) {
    for (const auto& [key, vote] : votes) {
      const auto [place, voice] = key;
      const Ticks rounds = (groove.chart.length - place - 1) / loop + 1;
      if (2 * vote.first < rounds || start + place >= groove.chart.length) continue;
      Note note{.tick = start + place, .voice = voice};
      note.velocity = static_cast<std::uint8_t>(vote.second / vote.first);
      note.dynamic = note.velocity < 40 && line_of(voice) == Line::snare ? Dynamic::ghost : Dynamic::normal;
      looped.chart.notes.push_back(note);
    }
  }
  settle(looped.chart);
  looped.chart.length = groove.chart.length;

  std::map<Key, int> written;
  for (std::size_t i = 0; i < looped.chart.notes.size(); ++i) {
    written[{looped.chart.notes[i].tick, looped.chart.notes[i].voice}] = static_cast<int>(i);
  }
  const Ticks reach = kTicksPerQuarter / 12;
  looped.note_of.assign(groove.hits.size(), -1);
  std::set<int> taken;
  for (const bool exact : {true, false}) {
    for (std::size_t h = 0; h < groove.hits.size(); ++h) {
      if (groove.note_of[h] < 0 || looped.note_of[h] >= 0) continue;
      const Note& played = groove.chart.notes[static_cast<std::size_t>(groove.note_of[h])];
      const Ticks around = exact ? 0 : reach;
      int best = -1;
      Ticks nearest = reach + 1;
      for (auto at = written.lower_bound({played.tick - around, Voice::kick});
           at != written.end() && at->first.first <= played.tick + around; ++at) {
        const Ticks away = std::abs(at->first.first - played.tick);
        if (at->first.second != played.voice || away >= nearest || taken.contains(at->second)) continue;
        best = at->second;
        nearest = away;
      }
      if (best < 0) continue;
      taken.insert(best);
      looped.note_of[h] = best;
    }
  }
  return looped;
}

double known_share(const Groove& groove) {
  double known = 0;
  for (const int note : groove.note_of) known += note >= 0;
  return known / static_cast<double>(groove.note_of.size());
}

std::vector<int> bar_contents(const Groove& groove) {
  const Ticks bar = groove.meter.bar_length();
  std::vector<std::vector<std::pair<Ticks, Voice>>> bars(
      static_cast<std::size_t>(groove.chart.length / bar + 1));
  for (const Note& note : groove.chart.notes) {
    bars[static_cast<std::size_t>(note.tick / bar)].emplace_back(note.tick % bar, note.voice);
  }
  std::map<std::vector<std::pair<Ticks, Voice>>, int> numbers;
  std::vector<int> contents;
  for (const auto& content : bars) {
    contents.push_back(numbers.try_emplace(content, static_cast<int>(numbers.size())).first->second);
  }
  return contents;
}

}  // namespace firstchair::bench
