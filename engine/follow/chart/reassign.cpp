#include "engine/follow/chart/reassign.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace firstchair::follow {
namespace {

// The cheapest pairing of a few strokes with the notes of one chord, by dynamic programming over the set of
// notes taken.
std::vector<int> pair_up(const std::vector<int>& strokes, const Chord& chord, double time,
                         std::span<const Hit> hits, const Score& score, double rate,
                         const ReassignTuning& tuning) {
  const std::size_t sets = std::size_t{1} << chord.notes;
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<double> cost(sets, kNever);
  std::vector<std::vector<std::int8_t>> taken;
  cost[0] = 0;
  for (int stroke : strokes) {
    const Hit& hit = hits[static_cast<std::size_t>(stroke)];
    std::array<double, 16> pair{};
    for (int n = 0; n < chord.notes; ++n) {
      const Note& note = score.notes[static_cast<std::size_t>(chord.first_note + n)];
      const double missed = score.polyphonic ? score.missed_cost(note) : tuning.masked;
      pair[static_cast<std::size_t>(n)] =
          score.voice_cost(hit, chord.first_note + n) - missed +
          time_cost(static_cast<double>(hit.frame) / rate - time, tuning.stroke * tuning.stroke);
    }
    std::vector<double> next(sets, kNever);
    std::vector<std::int8_t> choice(sets, -1);
    for (std::size_t set = 0; set < sets; ++set) {
      if (cost[set] == kNever) continue;
      if (cost[set] + tuning.extra < next[set]) next[set] = cost[set] + tuning.extra, choice[set] = -1;
      for (int n = 0; n < chord.notes; ++n) {
        if (set >> n & 1) continue;
        const std::size_t with = set | std::size_t{1} << n;
        const double sum = cost[set] + pair[static_cast<std::size_t>(n)];
        if (sum < next[with]) next[with] = sum, choice[with] = static_cast<std::int8_t>(n);
      }
    }
    cost = std::move(next);
    taken.push_back(std::move(choice));
  }
  std::size_t set = static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
  std::vector<int> notes(strokes.size(), -1);
  for (std::size_t i = strokes.size(); i-- > 0;) {
    const int n = taken[i][set];
    if (n < 0) continue;
    notes[i] = chord.first_note + n;
    set &= ~(std::size_t{1} << n);
  }
  return notes;
}

}  // namespace

bool reassign(std::vector<Answer>& answers, const Alignment& alignment, std::span<const Hit> hits,
              const Score& score, double rate, const ReassignTuning& tuning) {
  bool changed = false;
  std::vector<int> chord_of_note(score.notes.size());
  for (std::size_t c = 0; c < score.chords.size(); ++c) {
    for (int n = 0; n < score.chords[c].notes; ++n) {
      chord_of_note[static_cast<std::size_t>(score.chords[c].first_note + n)] = static_cast<int>(c);
    }
  }
  const int count = static_cast<int>(hits.size());
  auto answer = [&](int hit) -> Answer& { return answers[static_cast<std::size_t>(hit)]; };
  auto seconds = [&](int hit) {
    return static_cast<double>(hits[static_cast<std::size_t>(hit)].frame) / rate;
  };
  std::vector<double> target(hits.size(), 0);
  for (const Match& match : alignment.matches) {
    if (match.hit >= 0) target[static_cast<std::size_t>(match.hit)] = match.target / rate;
  }

  // Chords in the order they were played; [first, last] are the hits that answer one, before and after lie
  // extras.
  int free_from = 0;  // first hit that no earlier chord holds
  for (int i = 0; i < count; ++i) {
    if (answer(i).note < 0 || answer(i).grace) continue;
    const int passage = answer(i).passage, c = chord_of_note[static_cast<std::size_t>(answer(i).note)];
    const Chord& chord = score.chords[static_cast<std::size_t>(c)];
    int last = i, after = i + 1;
    for (; after < count; ++after) {
      const Answer& a = answer(after);
      if (a.note < 0 || a.grace) continue;
      if (a.passage != passage || chord_of_note[static_cast<std::size_t>(a.note)] != c) break;
      last = after;
    }
    const double time = target[static_cast<std::size_t>(i)];
    std::vector<int> strokes;
    bool amiss = false;
    for (int h = free_from; h < after; ++h) {
      const Answer& a = answer(h);
      if (a.passage != passage || a.grace) continue;
      if (a.note < 0) {
        if (std::abs(seconds(h) - time) > tuning.near) continue;
        // Not one that the next chord is nearer to.
        if (after < count &&
            std::abs(seconds(h) - target[static_cast<std::size_t>(after)]) < std::abs(seconds(h) - time))
          continue;
        amiss = true;
      } else if (!same_voice(hits[static_cast<std::size_t>(h)].voice,
                             score.notes[static_cast<std::size_t>(a.note)].voice, score.detail)) {
        amiss = true;
      }
      strokes.push_back(h);
    }
    if (amiss && strokes.size() <= static_cast<std::size_t>(tuning.most_strokes)) {
      const std::vector<int> notes = pair_up(strokes, chord, time, hits, score, rate, tuning);
      for (std::size_t k = 0; k < strokes.size(); ++k) {
        changed |= answer(strokes[k]).note != notes[k];
        answer(strokes[k]).note = notes[k];
        if (notes[k] >= 0) last = std::max(last, strokes[k]);
      }
    }
    // A spare stroke just before an ornamented main stroke is its grace stroke.
    if (chord.graces > 0) {
      int main = -1, have = 0;
      for (int h = free_from; h <= last; ++h) {
        if (answer(h).note == chord.grace_note)
          (answer(h).grace ? have : main) = answer(h).grace ? have + 1 : h;
      }
      for (int h = main - 1; main >= 0 && h >= free_from && have < chord.graces; --h) {
        const double lead = seconds(main) - seconds(h);
        if (lead > tuning.grace_first) break;
        const Note& note = score.notes[static_cast<std::size_t>(chord.grace_note)];
        if (answer(h).note >= 0 || answer(h).passage != passage || lead < tuning.grace_last) continue;
        if (!same_voice(hits[static_cast<std::size_t>(h)].voice, note.voice, score.detail)) continue;
        answer(h) = {chord.grace_note, true, passage};
        changed = true;
        ++have;
      }
    }
    free_from = last + 1;
    i = last;
  }
  // A grace stroke whose main stroke was not played after all is extra.
  std::vector<std::int32_t> main_in(score.notes.size(), -1);
  for (int h = count - 1; h >= 0; --h) {
    Answer& a = answer(h);
    if (a.note < 0) continue;
    if (!a.grace) {
      main_in[static_cast<std::size_t>(a.note)] = a.passage;
    } else if (main_in[static_cast<std::size_t>(a.note)] != a.passage) {
      a = {-1, false, a.passage};
      changed = true;
    }
  }
  return changed;
}

}  // namespace firstchair::follow
