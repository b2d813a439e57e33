// The bass: contour and chord tones first, passing notes to lead from one to the next (the contour method of
// Dias and Guedes, SMC 2013).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "engine/band/comp.h"
#include "engine/band/draw.h"
#include "engine/band/felt_bar.h"
#include "engine/band/plays_at.h"
#include "engine/band/scale.h"

namespace firstchair::band {
namespace {

constexpr std::uint64_t kCellPlace = 1u << 20, kTurnPlace = 2u << 20, kGuidePlace = 5u << 20,
                        kLeadPlace = 6u << 20, kApproachPlace = 7u << 20;
constexpr int kNearEnd = 6;        // half tones from an end of the range where a line turns
constexpr int kHome = 6;           // half tones above the low end: where a line likes to be
constexpr double kHomePull = .4;   // what a half tone from there counts against one of a leap
constexpr double kTurns = .15;     // of bars in which it turns by itself
constexpr double kLeadsOver = .6;  // of places before a chord inside a bar that are led from

class Bassist {
 public:
  Bassist(const Song& song, const Style& style, std::uint64_t seed)
      : song_(song), style_(style), seed_(seed), plays_(song), bars_of_song_(bars_of(song)) {
    last_ = style.bass_low + kHome;
  }

  std::vector<PartNote> play() {
    for (const Bar& bar : bars_of_song_) add_stretches(bar, style_.beats, stretches_);
    for (const FeltStretch& stretch : stretches_) cells_.push_back(&style_.bass[cell_of(stretch)]);
    for (std::size_t s = 0; s < stretches_.size(); ++s)
      stretch(s, bar_at(bars_of_song_, stretches_[s].start));
    return std::move(notes_);
  }

 private:
  // Of the cells, by their weights, one with a note on every chord that begins inside the stretch; where the
  // style has none, any.
  std::size_t cell_of(const FeltStretch& stretch) const {
    const Ticks beat = felt_beat(bar_at(bars_of_song_, stretch.start).meter);
    std::vector<double> weights, any;
    double sum = 0;
    for (const BassCell& cell : style_.bass) {
      const auto tells = [&](const ChordAt& at) {
        return std::any_of(cell.notes.begin(), cell.notes.end(), [&](const BassNote& note) {
          return stretch.start + ticks_of(note.beat, beat) == at.tick;
        });
      };
      bool all = true;
      for (const ChordAt& at : song_.chords) {
        if (at.tick >= stretch.start + ticks_of(stretch.beats, beat)) break;
        all = all && (at.tick <= stretch.start || at.none || tells(at));
      }
      any.push_back(cell.weight);
      sum += weights.emplace_back(all ? cell.weight : 0);
    }
    return draw_weighted(seed_, kCellPlace + stretch.place, sum > 0 ? weights : any);
  }

  void stretch(std::size_t s, const Bar& bar) {
    const FeltStretch& stretch = stretches_[s];
    beat_ = felt_beat(bar.meter);
    end_ = stretch.start + ticks_of(stretch.beats, beat_);
    next_first_ =
        s + 1 < cells_.size() && !cells_[s + 1]->notes.empty() && cells_[s + 1]->notes.front().beat == 0
            ? &cells_[s + 1]->notes.front()
            : nullptr;
    // Written hits are played with everybody, on every chord, and nothing between them.
    if (const MarkAt* mark = plays_.together(stretch.start)) {
      for (const ChordAt& at : song_.chords)
        if (at.tick >= stretch.start && at.tick < end_ && !at.none)
          add(at.tick, PlaysAt::length_of(*mark, at.tick, beat_),
              not_thrice(nearest(at.chord.bass, last_, up_, style_.bass_low, style_.bass_high), at, true),
              .8);
      return;
    }
    const BassCell& cell = *cells_[s];
    std::size_t used = 0;
    while (used < cell.notes.size() && cell.notes[used].beat < stretch.beats) ++used;
    // A cell that is cut short still leads on with its last note, as it would have done.
    const bool leads = !cell.notes.empty() && cell.notes.back().role == BassRole::approach;
    if (last_ >= style_.bass_high - kNearEnd) {
      up_ = false;
    } else if (last_ <= style_.bass_low + kNearEnd) {
      up_ = true;
    } else if (draw(seed_, kTurnPlace + stretch.place) < kTurns) {
      up_ = !up_;
    }
    for (std::size_t k = 0; k < used; ++k) {
      const BassNote& written = cell.notes[k];
      BassRole role = written.role;
      if (k + 1 == used && used < cell.notes.size() && leads && k > 0) role = BassRole::approach;
      const double until = k + 1 < used ? cell.notes[k + 1].beat : stretch.beats;
      note(stretch, written, role, std::min(written.length, until - written.beat), k + 1 < used ? until : 0);
    }
  }

  // `next_beat`: of the stretch's next note, 0 for the last one.
  void note(const FeltStretch& stretch, const BassNote& written, BassRole role, double length,
            double next_beat) {
    const Ticks tick = stretch.start + ticks_of(written.beat, beat_);
    const ChordAt* at = chord_at(song_, tick);
    if (at == nullptr || at->none) return;
    const bool strong = written.beat == 0 || (written.beat == 2 && style_.beats == 4);
    const bool last = next_beat == 0;
    // A chord that begins here is told by its root.
    if (at->tick == tick && role != BassRole::guide) role = BassRole::root;
    // A chord that begins with the next note is led to, or told by one more tone of this one.
    if (!last && (role == BassRole::step || role == BassRole::tone)) {
      const ChordAt* then = chord_at(song_, stretch.start + ticks_of(next_beat, beat_));
      if (then != at && !then->none) {
        lead_to_ = nearest(then->chord.bass, last_, up_, style_.bass_low, style_.bass_high);
        role = !strong && draw(seed_, kLeadPlace + stretch.place) < kLeadsOver ? BassRole::approach
                                                                               : BassRole::tone;
      }
    }
    if (last && (role == BassRole::approach || role == BassRole::next)) lead_to_ = first_of_next();
    if ((role == BassRole::approach || role == BassRole::next) && !lead_to_) role = BassRole::tone;
    if (strong && (role == BassRole::step || role == BassRole::approach || role == BassRole::next))
      role = BassRole::tone;
    int pitch = choose(role, *at, stretch, tick);
    if (strong && !at->chord.holds(pitch)) pitch = walk_to(at->chord.tones, at->chord.root, 1, 12);
    pitch = not_thrice(pitch, *at, strong);
    if (last && lead_to_) goal_ = lead_to_, goal_tick_ = end_;
    lead_to_.reset();
    if (plays_.at(tick)) add(tick, ticks_of(length, beat_), pitch, written.accent);
  }

  void add(Ticks tick, Ticks length, int pitch, double accent) {
    notes_.push_back({.tick = tick,
                      .length = std::max<Ticks>(1, length),
                      .pitch = pitch,
                      .velocity = std::clamp(static_cast<int>(std::lround(84 + 14 * accent)), 1, 127)});
    before_ = last_;
    last_ = pitch;
  }

  // The pitch that the next stretch begins with, as far as its chord and its cell say.
  std::optional<int> first_of_next() const {
    if (end_ >= song_.length || next_first_ == nullptr) return std::nullopt;
    const ChordAt* next = chord_at(song_, end_);
    if (next == nullptr || next->none) return std::nullopt;
    return first_pitch(*next, next_first_->role, end_);
  }

  int first_pitch(const ChordAt& at, BassRole role, Ticks tick) const {
    const int low = style_.bass_low, high = style_.bass_high;
    if (role != BassRole::guide || at.tick == tick) return nearest(at.chord.bass, last_, up_, low, high);
    // The chord goes on: its fifth, its third or the root again.
    const double drawn = draw(seed_, kGuidePlace + static_cast<std::uint64_t>(tick / kTicksPerQuarter));
    const int step = drawn < .4 ? fifth_of(at.chord) : drawn < .7 ? third_of(at.chord) : -1;
    if (step < 0) return nearest(at.chord.bass, last_, up_, low, high);
    return nearest(pitch_class(at.chord.root + step), last_, up_, low, high);
  }

  static int fifth_of(const Chord& chord) { return first_of(chord.tones, {7, 6, 8}); }
  static int third_of(const Chord& chord) { return first_of(chord.tones, {4, 3, 5, 2}); }
  static int first_of(std::uint16_t tones, std::initializer_list<int> steps) {
    for (const int step : steps)
      if ((tones >> step & 1) != 0) return step;
    return -1;
  }

  int choose(BassRole role, const ChordAt& at, const FeltStretch& stretch, Ticks tick) {
    const int low = style_.bass_low, high = style_.bass_high;
    const Chord& chord = at.chord;
    const auto step_or_tone = [&](int step) {
      if (step < 0) return walk_to(chord.tones, chord.root, 1, 5);
      const int pitch = nearest(pitch_class(chord.root + step), last_, up_, low, high, 0);
      // 1 3 5 6 ends with a tone that is near where the sixth lies above the range.
      return last_ - pitch > 6 ? walk_to(chord.tones, chord.root, 1, 5) : pitch;
    };
    switch (role) {
      case BassRole::root:
      case BassRole::guide:
        if (tick == stretch.start) return goal_ && goal_tick_ == tick ? *goal_ : first_pitch(at, role, tick);
        return nearest(chord.bass, last_, up_, low, high);
      case BassRole::third:
        return step_or_tone(third_of(chord));
      case BassRole::fifth:
        return step_or_tone(fifth_of(chord));
      case BassRole::sixth:
        return step_or_tone(first_of(scale_of(chord), {9, 8}));
      case BassRole::seventh:
        return step_or_tone(first_of(chord.tones, {10, 11, 9}) >= 0 ? first_of(chord.tones, {10, 11, 9})
                                                                    : first_of(scale_of(chord), {9, 8}));
      case BassRole::octave: {
        const int near_root = nearest(chord.bass, last_, up_, low, high);
        // From the root it leaps an octave; from a seventh it goes on to the root that is near.
        const auto near = [&](int pitch) {
          return tick == stretch.start || std::abs(pitch - last_) <= 7 || std::abs(pitch - last_) == 12;
        };
        for (const int away : {12, -12})
          if (near_root + away >= low && near_root + away <= high - 2 && near(near_root + away))
            return near_root + away;
        return near_root;
      }
      case BassRole::tone:
        return walk_to(chord.tones, chord.root, 1, 5);
      case BassRole::step:
        return walk_to(scale_of(chord), chord.root, 1, 2);
      case BassRole::next:
        return *lead_to_;
      case BassRole::approach:
        return approach(chord, *lead_to_, tick);
    }
    return last_;
  }

  // Leads to `goal`, from the side the line comes from most of the time: by a half tone, or by a whole tone
  // of the chord's scale. A leap to it is rarer the wider it is.
  int approach(const Chord& chord, int goal, Ticks tick) const {
    const int side = last_ <= goal ? -1 : 1;
    std::vector<int> pitches;
    std::vector<double> weights;
    double sum = 0;
    for (const int step : {side, -side, 2 * side, -2 * side}) {
      const int pitch = goal + step, leap = std::abs(pitch - last_);
      if (pitch < style_.bass_low || pitch > style_.bass_high || leap == 0) continue;
      const bool half = std::abs(step) == 1,
                 in_scale = (scale_of(chord) >> pitch_class(pitch - chord.root) & 1) != 0;
      double weight = half ? 5 : in_scale ? 3 : .05;
      if (step * side < 0) weight *= .4;
      weight *= leap > 7 ? .15 : leap > 5 ? .5 : 1;
      if (half && leap > 1 && speaks_against(chord, pitch)) weight *= .01;
      pitches.push_back(pitch);
      sum += weights.emplace_back(weight);
    }
    if (!(sum > 0)) return goal;
    const auto place = static_cast<std::uint64_t>(tick / (kTicksPerQuarter / 4));
    return pitches[draw_weighted(seed_, kApproachPlace + place, weights)];
  }

  // The third or seventh that the chord does not have, where it has the other one: a line passes it by half
  // tones, and else it sounds as another chord.
  static bool speaks_against(const Chord& chord, int pitch) {
    const int step = pitch_class(pitch - chord.root);
    const auto has = [&](int tone) { return (chord.tones >> tone & 1) != 0; };
    for (const auto& [one, other] : {std::pair(3, 4), std::pair(4, 3), std::pair(10, 11)})
      if (step == one && has(other) && !has(one)) return true;
    return false;
  }

  // The pitch of that class in the range that lies nearest to `from`, and, by `pull`, not far from where a
  // bass is at home; of two equally near the one in direction `up`.
  static int nearest(int wanted_class, int from, bool up, int low, int high, double pull = kHomePull) {
    int best = low;
    double best_away = 1000;
    for (int pitch = low; pitch <= high; ++pitch) {
      if (pitch_class(pitch) != wanted_class) continue;
      const double away =
          std::abs(pitch - from) + pull * std::abs(pitch - low - kHome) - ((pitch > from) == up ? .5 : 0);
      if (away < best_away) {
        best = pitch;
        best_away = away;
      }
    }
    return best;
  }

  // The nearest allowed pitch at least `least` half tones on in the line's direction; where none is near, or
  // the range ends, it turns.
  int walk_to(std::uint16_t allowed, int root, int least, int most) const {
    for (const int farthest : {most, 12})
      for (const bool up : {up_, !up_})
        for (int reach = least; reach <= farthest; ++reach) {
          const int pitch = up ? last_ + reach : last_ - reach;
          if (pitch < style_.bass_low || pitch > style_.bass_high) break;
          if ((allowed >> pitch_class(pitch - root) & 1) != 0) return pitch;
        }
    return last_;
  }

  int not_thrice(int pitch, const ChordAt& at, bool strong) const {
    if (pitch != last_ || last_ != before_) return pitch;
    if (!strong) return walk_to(at.chord.tones, at.chord.root, 1, 7);
    for (const int octave : {-12, 12})
      if (pitch + octave >= style_.bass_low && pitch + octave <= style_.bass_high) return pitch + octave;
    return walk_to(at.chord.tones, at.chord.root, 1, 12);
  }

  const Song& song_;
  const Style& style_;
  std::uint64_t seed_;
  PlaysAt plays_;
  std::vector<Bar> bars_of_song_;
  std::vector<FeltStretch> stretches_;
  std::vector<const BassCell*> cells_;  // of every stretch
  std::vector<PartNote> notes_;
  Ticks beat_ = kTicksPerQuarter, end_ = 0;
  const BassNote* next_first_ = nullptr;
  std::optional<int> lead_to_;  // what the note at hand leads to
  std::optional<int> goal_;     // what the stretch at goal_tick_ begins with: it was led to
  Ticks goal_tick_ = 0;
  int last_ = 40, before_ = -1;
  bool up_ = true;
};

}  // namespace

Part bass_part(const Song& song, const Style& style, const CompOptions& options) {
  return {.name = "bass", .program = style.bass_program, .notes = Bassist(song, style, options.seed).play()};
}

}  // namespace firstchair::band
