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

constexpr std::uint8_t kUnder = 2, kSoft = 1;

std::uint8_t kind_of(std::size_t voice, bool under, bool soft) {
  static_assert(4 * kVoiceCount <= 256);
  return static_cast<std::uint8_t>(4 * voice + (under ? kUnder : 0) + (soft ? kSoft : 0));
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
  kinds.resize(notes.size());
  for (const Chord& chord : chords) {
    const auto first = notes.begin() + chord.first_note, end = first + chord.notes;
    const bool drum = std::any_of(first, end, [](const Note& note) { return !is_thin(note.voice); });
    for (auto note = first; note != end; ++note) {
      kinds[static_cast<std::size_t>(note - notes.begin())] =
          kind_of(static_cast<std::size_t>(note->voice), drum && is_thin(note->voice), soft(*note));
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
    chords[i].missed_cost = missed_cost(chords[i]);
    cost += chords[i].missed_cost;
  }
}

bool Score::soft(const Note& note) const {
  return note.suggested || note.dynamic == Dynamic::ghost ||
         (note.velocity > 0 && note.velocity < tuning.soft_velocity);
}

double Score::missed_cost(const Note& note) const {
  return missed_cost(soft(note));
}

double Score::missed_cost(bool soft) const {
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
  const std::uint8_t kind = kinds[static_cast<std::size_t>(note)];
  return voice_cost(hit, static_cast<Voice>(kind / 4), kind & kUnder);
}

void Score::hit_costs(const Hit& hit, HitCosts& costs) const {
  for (std::size_t v = 0; v < kVoiceCount; ++v) {
    if (!written[v]) continue;
    for (const bool under : {false, true}) {
      const double heard = voice_cost(hit, static_cast<Voice>(v), under);
      for (const bool is_soft : {false, true}) {
        const std::uint8_t kind = kind_of(v, under, is_soft);
        costs.heard[kind] = heard;
        costs.answered[kind] = heard - (polyphonic ? missed_cost(is_soft) : 0);
      }
    }
  }
}

double time_cost(double error, double variance) {
  const double tail = 1 + error * error / (5 * variance);
  return 0.9686 + 0.5 * std::log(static_cast<float>(variance * tail * tail * tail * tail * tail * tail));
}

}  // namespace firstchair::follow
