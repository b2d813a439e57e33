// The bass: contour and chord tones first, passing notes to lead from one to the next.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "engine/band/comp.h"
#include "engine/band/draw.h"

namespace firstchair::band {
namespace {

constexpr std::uint64_t kCellPlace = 1u << 20, kTurnPlace = 2u << 20;

// The notes a step may use over a chord: its own, and the whole tones and half tones of the scale that goes
// with it.
std::uint16_t scale_of(const Chord& chord) {
  constexpr std::uint16_t kMajor = 0b101010110101, kDorian = 0b011010101101, kMixolydian = 0b011010110101,
                          kLocrian = 0b010101101011, kDiminished = 0b101101101101;
  const bool minor = (chord.tones >> 3 & 1) != 0 && (chord.tones >> 4 & 1) == 0;
  const bool flat_fifth = (chord.tones >> 6 & 1) != 0 && (chord.tones >> 7 & 1) == 0;
  const bool seventh = (chord.tones >> 10 & 1) != 0;
  if (minor && flat_fifth)
    return static_cast<std::uint16_t>((seventh ? kLocrian : kDiminished) | chord.tones);
  if (minor) return kDorian | chord.tones;
  return static_cast<std::uint16_t>((seventh ? kMixolydian : kMajor) | chord.tones);
}

// The pitch of that class in the range that lies nearest to `from`; of two equally near the one in direction
// `up`.
int nearest(int wanted_class, int from, bool up, int low, int high) {
  int best = low;
  int best_away = 1000;
  for (int pitch = low; pitch <= high; ++pitch) {
    if (pitch_class(pitch) != wanted_class) continue;
    const int away = 2 * std::abs(pitch - from) - ((pitch > from) == up ? 1 : 0);
    if (away < best_away) {
      best = pitch;
      best_away = away;
    }
  }
  return best;
}

class Bassist {
 public:
  Bassist(const Song& song, const Style& style, std::uint64_t seed)
      : song_(song), style_(style), seed_(seed) {
    last_ = (style.bass_low + style.bass_high) / 2 - 4;
  }

  std::vector<PartNote> play() {
    const Chart frame{.title = {}, .meters = song_.meters, .tempi = {}, .notes = {}, .length = song_.length};
    const std::vector<Bar> bars = bars_of(frame);
    std::vector<double> weights;
    for (const BassCell& cell : style_.bass) weights.push_back(cell.weight);
    for (const Bar& bar : bars) {
      if (bar.start >= song_.length) break;
      const auto place = static_cast<std::uint64_t>(bar.number);
      const BassCell& cell = style_.bass[draw_weighted(seed_, kCellPlace + place, weights)];
      for (std::size_t k = 0; k < cell.notes.size(); ++k) note(bar, cell, k);
      if (last_ >= style_.bass_high - 5) up_ = false;
      if (last_ <= style_.bass_low + 5) up_ = true;
      if (draw(seed_, kTurnPlace + place) < .2) up_ = !up_;
    }
    return std::move(notes_);
  }

 private:
  void note(const Bar& bar, const BassCell& cell, std::size_t k) {
    const BassNote& written = cell.notes[k];
    const Ticks beat = kTicksPerWhole / bar.meter.unit;
    if (written.beat >= bar.meter.beats) return;
    const Ticks tick = bar.start + static_cast<Ticks>(std::llround(written.beat * static_cast<double>(beat)));
    const ChordAt* at = chord_at(song_, tick);
    if (at == nullptr || at->none) return;
    const bool last_of_bar = k + 1 == cell.notes.size() || cell.notes[k + 1].beat >= bar.meter.beats;
    const bool strong = tick == bar.start || written.beat == 2;
    BassRole role = written.role;
    // A chord that begins here is told by its root; what leads somewhere needs a place to lead to.
    if (at->tick == tick) role = BassRole::root;
    const ChordAt* next = chord_at(song_, bar.end());
    if (role == BassRole::approach && (next == nullptr || next->none || bar.end() >= song_.length))
      role = BassRole::tone;
    if (strong && (role == BassRole::step || role == BassRole::approach)) role = BassRole::tone;
    const int pitch = not_thrice(choose(role, *at, next), *at, strong);
    const double until =
        last_of_bar ? std::min(written.length, bar.meter.beats - written.beat) : written.length;
    notes_.push_back(
        {.tick = tick,
         .length = static_cast<Ticks>(std::llround(until * static_cast<double>(beat))),
         .pitch = pitch,
         .velocity = std::clamp(static_cast<int>(std::lround(84 + 14 * written.accent)), 1, 127)});
    before_ = last_;
    last_ = pitch;
  }

  int choose(BassRole role, const ChordAt& at, const ChordAt* next) const {
    const int low = style_.bass_low, high = style_.bass_high;
    const Chord& chord = at.chord;
    switch (role) {
      case BassRole::root:
        return nearest(chord.bass, last_, up_, low, high);
      case BassRole::fifth: {
        int above = 7;
        for (const int fifth : {7, 6, 8})
          if ((chord.tones >> fifth & 1) != 0) {
            above = fifth;
            break;
          }
        return nearest(pitch_class(chord.root + above), last_, up_, low, high);
      }
      case BassRole::tone:
        return walk_to(chord.tones, chord.root, 2, 5);
      case BassRole::step:
        return walk_to(scale_of(chord), chord.root, 1, 2);
      case BassRole::approach: {
        const int target = nearest(next->chord.bass, last_, up_, low, high);
        // From the side the line comes from, a half tone, or a whole one where the half was just played.
        const int side = last_ <= target ? -1 : 1;
        for (const int step : {side, -side, 2 * side, -2 * side}) {
          const int pitch = target + step;
          if (pitch >= low && pitch <= high && pitch != last_) return pitch;
        }
        return target;
      }
    }
    return last_;
  }

  // The nearest allowed pitch at least `least` half tones on in the line's direction; at a range's end it
  // turns.
  int walk_to(std::uint16_t allowed, int root, int least, int most) const {
    for (const bool up : {up_, !up_})
      for (int reach = least; reach <= 12; ++reach) {
        const int pitch = up ? last_ + reach : last_ - reach;
        if (pitch < style_.bass_low || pitch > style_.bass_high) break;
        if (reach > most && up == up_ && reach > 7) break;
        if ((allowed >> pitch_class(pitch - root) & 1) != 0) return pitch;
      }
    return last_;
  }

  int not_thrice(int pitch, const ChordAt& at, bool strong) const {
    if (pitch != last_ || last_ != before_) return pitch;
    for (const int octave : {12, -12})
      if (pitch + octave >= style_.bass_low && pitch + octave <= style_.bass_high) return pitch + octave;
    return strong ? walk_to(at.chord.tones, at.chord.root, 1, 12)
                  : walk_to(scale_of(at.chord), at.chord.root, 1, 12);
  }

  const Song& song_;
  const Style& style_;
  std::uint64_t seed_;
  std::vector<PartNote> notes_;
  int last_ = 40, before_ = -1;
  bool up_ = true;
};

}  // namespace

Part bass_part(const Song& song, const Style& style, const CompOptions& options) {
  return {.name = "bass", .program = style.bass_program, .notes = Bassist(song, style, options.seed).play()};
}

}  // namespace firstchair::band
