// Notes left out, too many or on another drum; bars left out or too many; another tempo, another chart.
#include <algorithm>
#include <cmath>
#include <span>

#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

bool by_share(const PlayedStroke& stroke, double share, Seed seed) {
  // Every bar has its own lot, spread evenly.
  const double lot = std::fmod(0.618034 * stroke.bar + 0.1 * static_cast<double>(seed), 1.0);
  return lot < share;
}

Truth note_missed(Playing& playing, double share, Seed seed) {
  const Ticks at = a_place(playing, Line::kick, seed);
  change(
      playing,
      [&](auto& s) { return line_of(s.voice) == Line::kick && s.in_bar == at && by_share(s, share, seed); },
      [&](auto& s) { s.struck = false; });
  Truth truth;
  Planted missed = on_line(Subject::missed, Line::kick);
  missed.claim.beat = beat_at(playing, at);
  truth.right = {missed};
  truth.allowed = {anywhere(Subject::missed)};
  return truth;
}

Truth missed_in_a_bar(Playing& playing, double notes, Seed seed) {
  const int bar = 6 + static_cast<int>(seed % 11);
  int left = static_cast<int>(notes);
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar != bar || left == 0 || line_of(stroke.voice) != Line::hat || stroke.in_bar == 0) continue;
    stroke.struck = false;
    --left;
  }
  Truth truth;
  Planted missed = on_line(Subject::missed, Line::hat);
  missed.claim.bar = bar + 1;
  truth.right = {missed};
  truth.allowed = {anywhere(Subject::missed)};
  return truth;
}

Truth extra_ghosts(Playing& playing, double share, Seed seed) {
  const Ticks sixteenth = kTicksPerQuarter / 4;
  const Ticks at = sixteenth * (seed % 2 == 0 ? 7 : 15);
  for (int bar = 0; bar < playing.bars; ++bar) {
    PlayedStroke ghost{.tick = bar * playing.bar_length() + at,
                       .bar = bar,
                       .in_bar = at,
                       .voice = Voice::snare,
                       .dynamic = Dynamic::ghost};
    if (by_share(ghost, share, seed)) playing.strokes.push_back(ghost);
  }
  Truth truth;
  Planted extra = on_line(Subject::extra, Line::snare);
  truth.right = {extra};
  truth.allowed = {anywhere(Subject::extra)};
  return truth;
}

Truth wrong_drum(Playing& playing, double share, Seed seed) {
  const Ticks at = a_place(playing, Line::snare, seed);
  change(
      playing,
      [&](auto& s) { return line_of(s.voice) == Line::snare && s.in_bar == at && by_share(s, share, seed); },
      [&](auto& s) { s.voice = Voice::tom_low; });
  Truth truth;
  Planted wrong = on_line(Subject::wrong_drum, Line::snare);
  wrong.claim.beat = beat_at(playing, at);
  truth.right = {wrong};
  truth.allowed = {anywhere(Subject::wrong_drum)};
  return truth;
}

// Takes the bars [from, from + count) of the take out; what follows closes up.
Truth skipped(Playing& playing, double count, Seed) {
  const int from = 10, n = static_cast<int>(count);
  std::erase_if(playing.strokes, [&](const PlayedStroke& s) { return s.bar >= from && s.bar < from + n; });
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar < from) continue;
    stroke.bar -= n;
    stroke.tick -= n * playing.bar_length();
  }
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth doubled(Playing& playing, double count, Seed) {
  const int at = 9, n = static_cast<int>(count);
  std::vector<PlayedStroke> again;
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar == at) {
      for (int k = 1; k <= n; ++k) {
        PlayedStroke copy = stroke;
        copy.bar += k;
        copy.tick += k * playing.bar_length();
        again.push_back(copy);
      }
    } else if (stroke.bar > at) {
      stroke.bar += n;
      stroke.tick += n * playing.bar_length();
    }
  }
  playing.strokes.insert(playing.strokes.end(), again.begin(), again.end());
  std::stable_sort(playing.strokes.begin(), playing.strokes.end(),
                   [](auto& a, auto& b) { return a.tick < b.tick; });
  playing.period.resize(
      playing.period.size() + static_cast<std::size_t>(n * playing.bar_length() / kTicksPerQuarter),
      60 / playing.bpm);
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth starts_inside(Playing& playing, double bars, Seed) {
  const int from = static_cast<int>(bars);
  std::erase_if(playing.strokes, [&](const PlayedStroke& s) { return s.bar < from; });
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth other_tempo(Playing& playing, double percent, Seed seed) {
  const double factor = seed % 2 == 0 ? 1 + percent / 100 : 1 - percent / 100;
  for (double& period : playing.period) period /= factor;
  Truth truth;
  truth.right = {anywhere(Subject::tempo, seed % 2 == 0 ? 1 : -1)};
  return truth;
}

// Another chart lies on the stand: percent of the tempo at which the played one is taken.
Truth other_chart(Playing& playing, double percent, Seed) {
  for (double& period : playing.period) period /= percent / 100;
  for (Groove& groove : [] {
         static std::vector<Groove> all = built_in_grooves();
         return std::span(all);
       }()) {
    if (groove.name == "rock-8ths") playing.groove.chart = groove.chart;
  }
  Truth truth;
  truth.right = {anywhere(Subject::other_chart)};
  return truth;
}

}  // namespace

std::vector<FaultKind> note_kinds() {
  return {
      {"a kick always missed", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kKit, note_missed},
      {"notes missed in one bar", "notes", {1, 2, 3, 4}, 3, false, kEighths, missed_in_a_bar},
      {"extra ghosts", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kUnghosted, extra_ghosts},
      {"another drum at one place", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kKit, wrong_drum},
      {"bars skipped", "bars", {1, 2, 3, 1}, 1, false, kFour, skipped},
      {"a bar played again", "times", {1, 2, 3, 1}, 1, false, kFour, doubled},
      {"begins inside", "bars", {1, 2, 3, 2}, 1, false, kFour, starts_inside},
      {"another tempo than asked", "%", {3, 5, 8, 12}, 5, false, kKit, other_tempo},
      {"another groove than the chart", "% tempo", {80, 100, 120, 150}, 80, false, kOthers, other_chart},
  };
}

}  // namespace firstchair::testing
