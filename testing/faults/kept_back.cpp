// Kinds that are kept back: nothing of the judge was chosen with takes of theirs. Whoever changes a rule
// looks at them last.
#include <cmath>

#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

Truth ride_late(Playing& playing, double ms, Seed) {
  change(playing, [](auto& s) { return line_of(s.voice) == Line::ride; }, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {on_line(Subject::line_lean, Line::ride, ms)};
  truth.allowed = {anywhere(Subject::line_lean, -1), anywhere(Subject::pair)};
  return truth;
}

Truth snare_early_at_place(Playing& playing, double ms, Seed seed) {
  const Ticks at = a_place(playing, Line::snare, seed);
  change(
      playing, [&](auto& s) { return line_of(s.voice) == Line::snare && s.in_bar == at; },
      [&](auto& s) { s.late_ms -= ms; });
  Truth truth;
  truth.right = {at_place(Line::snare, beat_at(playing, at), -ms)};
  truth.allowed = {anywhere(Subject::pair)};
  return truth;
}

// Early by 0.67 to 1.33 of `ms` from beat 3 to the end of every eighth bar.
Truth eighth_bar_rushes(Playing& playing, double ms, Seed) {
  const double half = static_cast<double>(playing.bar_length()) / 2;
  double sum = 0;
  const int strokes = change(
      playing, [&](auto& s) { return s.bar % 8 == 7 && 2 * s.in_bar >= playing.bar_length(); },
      [&](auto& s) {
        const double early = ms * (0.67 + 0.75 * (static_cast<double>(s.in_bar) - half) / half);
        s.late_ms -= early;
        sum += early;
      });
  Truth truth;
  truth.right = {in_phrase(2, 5, strokes > 0 ? -sum / strokes : -ms, 8)};
  truth.allowed = {in_phrase(2, 5, 0, 0)};
  truth.allowed[0].claim.sign = -1;
  return truth;
}

Truth bar_early(Playing& playing, double ms, Seed seed) {
  const int bar = 8 + static_cast<int>(seed % 9);
  change(playing, [&](auto& s) { return s.bar == bar; }, [&](auto& s) { s.late_ms -= ms; });
  Truth truth;
  truth.right = {in_bar(bar + 1, -ms)};
  return truth;
}

Truth drops_after_nine(Playing& playing, double percent, Seed) {
  for (std::size_t q = first_quarter(playing, 9); q < playing.period.size(); ++q)
    playing.period[q] /= 1 - percent / 100;
  Truth truth;
  Planted step = anywhere(Subject::step, -1), drift = anywhere(Subject::drift, -1);
  step.claim.bar = drift.claim.bar = 10;
  step.bar_reach = drift.bar_reach = 2;
  truth.right = {step, drift};
  truth.allowed = {anywhere(Subject::tempo), anywhere(Subject::drift, -1)};
  return truth;
}

Truth right_loose(Playing& playing, double sd, Seed) {
  playing.right_sd_ms = sd;
  Truth truth;
  truth.right = {anywhere(Subject::hand_spread, -1)};
  truth.allowed = {on_line(Subject::looseness, Line::pad)};
  return truth;
}

// The take begins soft and ends as loud as usual.
Truth level_rises(Playing& playing, double db, Seed) {
  change(
      playing, [](auto&) { return true; },
      [&](auto& s) { s.level_db -= db * (1 - static_cast<double>(s.bar) / (playing.bars - 1)); });
  Truth truth;
  truth.right = {anywhere(Subject::level_fall, 1)};
  truth.right[0].size = db;
  truth.allowed = {anywhere(Subject::level)};
  return truth;
}

// The off-beats of a shuffle move from 2 to 1 to `ratio` to 1.
Truth swing_widens(Playing& playing, double ratio, Seed) {
  const double quarter_ms = 60000 / playing.bpm;
  change(
      playing, [](auto& s) { return s.in_bar % kTicksPerQuarter == kTicksPerQuarter * 2 / 3; },
      [&](auto& s) {
        const double r = 2 + (ratio - 2) * s.bar / (playing.bars - 1);
        s.late_ms += (r / (1 + r) - 2.0 / 3) * quarter_ms;
      });
  Truth truth;
  truth.right = {anywhere(Subject::swing, 1)};
  truth.allowed = {anywhere(Subject::pair)};
  return truth;
}

}  // namespace

std::vector<FaultKind> kept_back_kinds() {
  return {
      {"ride late", "ms", {10, 20, 30, 40}, 20, true, {"samba"}, ride_late, 48},
      {"snare early at one place", "ms", {10, 15, 20, 30}, 15, true, kKit, snare_early_at_place},
      {"end of every 8th bar rushes", "ms", {20, 30, 40, 60}, 30, true, kEighths, eighth_bar_rushes, 48},
      {"one bar early", "ms", {30, 45, 60, 80}, 45, true, kKit, bar_early},
      {"tempo drops after bar 9", "%", {1.5, 2.5, 4, 6}, 4, true, kKit, drops_after_nine},
      {"right hand loose", "ms SD", {12, 16, 20, 30}, 16, true, kSingles, right_loose},
      {"level rises over the take", "dB", {2, 4, 7, 10}, 4, true, kKit, level_rises},
      {"swing gets wider", "to 1", {2.2, 2.5, 3, 3.5}, 3, true, kShuffle, swing_widens},
  };
}

}  // namespace firstchair::testing
