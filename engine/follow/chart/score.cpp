#include "engine/follow/chart/score.h"

#include <algorithm>
#include <cmath>

namespace firstchair::follow {
namespace {

double nats(double probability) {
  return -std::log(static_cast<float>(probability));
}

bool is_thin(Voice voice) {
  const Line line = line_of(voice);
  return line == Line::hat || line == Line::hat_foot || line == Line::ride;
}

int graces_of(Ornament ornament) {
  return ornament == Ornament::flam ? 1 : ornament == Ornament::drag ? 2 : 0;
}

}  // namespace

Score::Score(const Chart& chart, VoiceDetail detail_of_hits, bool polyphonic_hits,
             const ScoreTuning& its_tuning)
    : notes(chart.notes),
      grid(chart),
      detail(detail_of_hits),
      polyphonic(polyphonic_hits),
      tuning(its_tuning) {
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (chords.empty() || chords.back().tick != notes[i].tick) {
      Chord chord;
      chord.tick = notes[i].tick;
      chord.position = grid.position(chord.tick);
      chord.first_note = static_cast<int>(i);
      chords.push_back(chord);
    }
    Chord& chord = chords.back();
    ++chord.notes;
    if (graces_of(notes[i].ornament) > chord.graces) {
      chord.graces = graces_of(notes[i].ornament);
      chord.grace_note = static_cast<int>(i);
    }
  }
  for (const Note& note : notes) written[static_cast<std::size_t>(note.voice)] = true;
  under_drum.resize(notes.size());
  for (const Chord& chord : chords) {
    const auto first = notes.begin() + chord.first_note, end = first + chord.notes;
    const bool drum = std::any_of(first, end, [](const Note& note) { return !is_thin(note.voice); });
    for (auto note = first; note != end; ++note) {
      under_drum[static_cast<std::size_t>(note - notes.begin())] = drum && is_thin(note->voice);
    }
  }
  std::size_t next = 0;
  for (const Bar& bar : bars_of(chart)) {
    bars.push_back({bar.start, grid.position(bar.start), 0});
    while (next < chords.size() && chords[next].tick < bar.start) ++next;
    bars.back().first_chord = static_cast<int>(next);
  }
  bars.push_back({chart.length, grid.position(chart.length), static_cast<int>(chords.size())});
  double cost = 0;
  for (std::size_t i = 0, bar = 0; i < chords.size(); ++i) {
    while (chords[i].tick >= bars[bar + 1].tick) ++bar;
    chords[i].bar = static_cast<int>(bar);
    chords[i].skipped_cost = cost;
    cost += missed_cost(chords[i]);
  }
}

double Score::missed_cost(const Note& note) const {
  const bool soft =
      note.dynamic == Dynamic::ghost || (note.velocity > 0 && note.velocity < tuning.soft_velocity);
  if (!from_sound()) return soft ? tuning.missed_soft : tuning.missed;
  return soft ? tuning.missed_sound_soft : tuning.missed_sound;
}

double Score::missed_cost(const Chord& chord) const {
  double sum = 0, most = 0;
  for (int i = chord.first_note; i < chord.first_note + chord.notes; ++i) {
    const double cost = missed_cost(notes[static_cast<std::size_t>(i)]);
    sum += cost;
    most = std::max(most, cost);
  }
  return polyphonic ? sum : most;
}

double Score::missed_cost(int from, int to) const {
  if (from >= to) return 0;
  const Chord& last = chords[static_cast<std::size_t>(to - 1)];
  return last.skipped_cost + missed_cost(last) - chords[static_cast<std::size_t>(from)].skipped_cost;
}

double Score::voice_cost(const Hit& hit, Voice voice, bool under) const {
  if (detail == VoiceDetail::none || hit.voice == Voice::pad || voice == Voice::pad) return 0;
  const double sure = std::clamp(static_cast<double>(hit.voice_probability), tuning.least_sure, 1.0);
  const double covered = polyphonic ? 0 : nats(under ? tuning.heard_covered : tuning.heard_uncovered);
  if (same_voice(hit.voice, voice, detail))
    return covered + nats(tuning.any_voice + tuning.right_voice * sure);
  // Another surface of the same drum (an open hat for a closed one) is a smaller slip than another drum.
  const double slip = family_of(hit.voice) == family_of(voice) ? tuning.slip : tuning.wrong_drum;
  return covered + nats(slip + (1 - sure) * tuning.unsure_slip);
}

double Score::voice_cost(const Hit& hit, int note) const {
  const std::size_t n = static_cast<std::size_t>(note);
  return voice_cost(hit, notes[n].voice, under_drum[n]);
}

void Score::voice_costs(const Hit& hit, VoiceCosts& costs) const {
  for (std::size_t v = 0; v < costs.size(); ++v) {
    if (!written[v]) continue;
    costs[v] = {voice_cost(hit, static_cast<Voice>(v), false), voice_cost(hit, static_cast<Voice>(v), true)};
  }
}

double time_cost(double error, double variance) {
  const float z2 = static_cast<float>(error * error / variance);
  return 0.9686 + 0.5 * std::log(static_cast<float>(variance)) + 3.0 * std::log(1.0f + z2 / 5.0f);
}

}  // namespace firstchair::follow
