#include "engine/follow/chart/reassign.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace firstchair::follow {
namespace {

constexpr float kGraceSoft = 0.8F;  // of the main stroke's strength, as in free playing (WriteTuning)

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

// The stroke before or after h that answers a note, by step; -1: none.
int answered(const std::vector<Answer>& answers, int h, int step) {
  const int count = static_cast<int>(answers.size());
  for (h += step; h >= 0 && h < count; h += step) {
    if (answers[static_cast<std::size_t>(h)].note >= 0) return h;
  }
  return -1;
}

// A chord that nothing answers was not looked at: a spare stroke of the drum nearest to a note that was left
// out there is that note, as the first stroke after a bar that drags.
bool pick_up(std::vector<Answer>& answers, const Alignment& alignment, std::span<const Hit> hits,
             const Score& score, double rate, const ReassignTuning& tuning) {
  if (alignment.passages.empty()) return false;  // nothing of the chart was found
  struct LeftOut {
    double target;
    int note, passage;
    bool missed;
  };
  std::vector<LeftOut> notes;
  bool any_missed = false;
  for (const Match& match : alignment.matches) {
    if (match.note < 0 || match.kind == MatchKind::grace || match.kind == MatchKind::masked) continue;
    const bool missed = match.kind == MatchKind::missed;
    any_missed = any_missed || missed;
    notes.push_back({match.target / rate, match.note, match.passage, missed});
  }
  if (!any_missed) return false;
  std::stable_sort(notes.begin(), notes.end(),
                   [](const LeftOut& a, const LeftOut& b) { return a.target < b.target; });
  bool changed = false;
  for (int h = 0; h < static_cast<int>(answers.size()); ++h) {
    const Hit& hit = hits[static_cast<std::size_t>(h)];
    if (answers[static_cast<std::size_t>(h)].note >= 0) continue;
    const double at = static_cast<double>(hit.frame) / rate;
    LeftOut* nearest = nullptr;
    for (auto n = std::lower_bound(notes.begin(), notes.end(), at - tuning.near,
                                   [](const LeftOut& note, double from) { return note.target < from; });
         n != notes.end() && n->target <= at + tuning.near; ++n) {
      if (!same_voice(hit.voice, score.notes[static_cast<std::size_t>(n->note)].voice, score.detail))
        continue;
      if (nearest == nullptr || std::abs(n->target - at) < std::abs(nearest->target - at)) nearest = &*n;
    }
    if (nearest == nullptr || !nearest->missed) continue;
    // The order of passages, and of notes within one, stays.
    const auto tick_of = [&](int note) { return score.notes[static_cast<std::size_t>(note)].tick; };
    const int before = answered(answers, h, -1), after = answered(answers, h, 1);
    const auto in_order = [&](int other, int sign) {
      if (other < 0) return true;
      const Answer& a = answers[static_cast<std::size_t>(other)];
      if (a.passage != nearest->passage) return sign * (nearest->passage - a.passage) > 0;
      return sign * (tick_of(nearest->note) - tick_of(a.note)) >= 0;
    };
    if (!in_order(before, 1) || !in_order(after, -1)) continue;
    answers[static_cast<std::size_t>(h)] = {nearest->note, false, nearest->passage};
    nearest->missed = false;
    changed = true;
  }
  // Spare strokes between two passages go with the one that has begun.
  for (std::size_t h = 1; changed && h < answers.size(); ++h)
    answers[h].passage = std::max(answers[h].passage, answers[h - 1].passage);
  return changed;
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
      // Where the softer of two answers and the louder after it is spare, the softer one was the grace
      // stroke.
      for (int h = main + 1; main >= 0 && h < after && have < chord.graces; ++h) {
        if (seconds(h) - seconds(main) > tuning.grace_first / 2) break;
        const Hit &first = hits[static_cast<std::size_t>(main)], &second = hits[static_cast<std::size_t>(h)];
        if (answer(h).note >= 0 || second.voice != first.voice ||
            first.strength > kGraceSoft * second.strength || seconds(h) - seconds(main) < tuning.grace_last) {
          continue;
        }
        answer(h) = answer(main);
        answer(main).grace = true;
        changed = true;
        ++have;
        main = h;
        last = std::max(last, h);
        break;
      }
      for (int h = main - 1; main >= 0 && h >= free_from && have < chord.graces; --h) {
        const double lead = seconds(main) - seconds(h);
        if (lead > tuning.grace_first) break;
        const Note& note = score.notes[static_cast<std::size_t>(chord.grace_note)];
        // One before the first stroke of a passage still counts to the passage before.
        if (answer(h).note >= 0 || answer(h).passage > passage || lead < tuning.grace_last) continue;
        if (!same_voice(hits[static_cast<std::size_t>(h)].voice, note.voice, score.detail)) continue;
        answer(h) = {chord.grace_note, true, passage};
        changed = true;
        ++have;
      }
    }
    free_from = last + 1;
    i = last;
  }
  changed |= pick_up(answers, alignment, hits, score, rate, tuning);
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
