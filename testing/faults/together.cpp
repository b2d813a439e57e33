// What all lines do together: phrases, bars, the course of the tempo.
#include <cmath>

#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

// Displaced by 0.67 to 1.33 of `ms` from beat 3 to the end of every fourth bar. Its size is the mean of what
// the groove's strokes there got.
Truth phrase_end(Playing& playing, double ms, Seed) {
  const double half = static_cast<double>(playing.bar_length()) / 2;
  double sum = 0;
  const int strokes = change(
      playing, [&](auto& s) { return s.bar % 4 == 3 && 2 * s.in_bar >= playing.bar_length(); },
      [&](auto& s) {
        const double late = ms * (0.67 + 0.75 * (static_cast<double>(s.in_bar) - half) / half);
        s.late_ms += late;
        sum += late;
      });
  Truth truth;
  truth.right = {in_phrase(2, 5, strokes > 0 ? sum / strokes : ms, 4)};
  truth.allowed = {in_phrase(2, 5, 0, 0)};
  truth.allowed[0].claim.sign = sign_of(ms);
  return truth;
}

Truth end_rushes(Playing& p, double s, Seed seed) {
  return phrase_end(p, -s, seed);
}
Truth end_drags(Playing& p, double s, Seed seed) {
  return phrase_end(p, s, seed);
}

// The bar after the fill begins late and comes back: half a sine, `ms` at its height.
Truth sag_after(Playing& playing, double ms, Seed) {
  change(
      playing, [&](auto& s) { return s.bar % 4 == 0 && s.bar > 0; },
      [&](auto& s) {
        s.late_ms += ms * std::sin(3.14159 * (static_cast<double>(s.in_bar) /
                                                  static_cast<double>(playing.bar_length()) * 0.75 +
                                              0.2));
      });
  Truth truth;
  truth.right = {in_phrase(1, 5, ms * 0.8, 4)};
  return truth;
}

Truth jump_after_fill(Playing& playing, double percent, Seed) {
  for (std::size_t q = first_quarter(playing, 12); q < playing.period.size(); ++q)
    playing.period[q] /= 1 + percent / 100;
  Truth truth;
  Planted step = anywhere(Subject::step, 1), drift = anywhere(Subject::drift, 1);
  step.claim.bar = drift.claim.bar = 13;
  step.bar_reach = drift.bar_reach = 2;
  truth.right = {step, drift};
  truth.allowed = {anywhere(Subject::tempo), anywhere(Subject::drift, 1)};
  return truth;
}

Truth steady(Playing& playing, double percent) {
  double minutes = 0;
  for (double& period : playing.period) {
    period /= 1 + percent / 100 * minutes;
    minutes += period / 60;
  }
  Truth truth;
  Planted drift = anywhere(Subject::drift, sign_of(percent));
  drift.size = percent;
  truth.right = {drift};
  truth.allowed = {anywhere(Subject::tempo)};
  return truth;
}

Truth gains(Playing& p, double s, Seed) {
  return steady(p, s);
}
Truth loses(Playing& p, double s, Seed) {
  return steady(p, -s);
}

// The whole kit swings to and fro over eight bars.
Truth wave(Playing& playing, double ms, Seed) {
  const double length = 8 * static_cast<double>(playing.bar_length());
  change(
      playing, [](auto&) { return true; },
      [&](auto& s) { s.late_ms += ms * std::sin(6.28318 * static_cast<double>(s.tick) / length); });
  Truth truth;
  truth.right = {in_phrase(0, 5, 0, 8)};
  truth.right[0].claim.sign = 0;
  truth.allowed = {anywhere(Subject::phrase)};
  return truth;
}

Truth bar_late(Playing& playing, double ms, Seed seed) {
  const int bar = 8 + static_cast<int>(seed % 9);
  change(playing, [&](auto& s) { return s.bar == bar; }, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {in_bar(bar + 1, ms)};
  return truth;
}

Truth beat_late(Playing& playing, double ms, Seed seed) {
  const int bar = 8 + static_cast<int>(seed % 9);
  const Ticks beat = static_cast<Ticks>(seed % 4) * kTicksPerQuarter;
  change(
      playing,
      [&](auto& s) { return s.bar == bar && s.in_bar >= beat && s.in_bar < beat + kTicksPerQuarter; },
      [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {in_bar(bar + 1, ms)};
  return truth;
}

// After half a bar of rest the first stroke of the next four bars comes late.
Truth late_entry(Playing& playing, double ms, Seed) {
  change(
      playing, [&](auto& s) { return s.bar % 4 == 0 && s.bar > 0 && s.in_bar == 0; },
      [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {in_phrase(1, 1.5, ms, 4), at_place(Line::hat, 1, ms), at_place(Line::kick, 1, ms)};
  truth.allowed = {in_phrase(1, 2, 0, 0)};
  truth.allowed[0].claim.sign = 1;
  return truth;
}

}  // namespace

std::vector<FaultKind> together_kinds() {
  return {
      {"end of every 4th bar rushes", "ms", {15, 27, 40, 60}, 20, false, kKit, end_rushes},
      {"end of every 4th bar drags", "ms", {15, 27, 40, 60}, 20, false, kKit, end_drags},
      {"fill rushes", "ms", {15, 27, 40, 60}, 20, false, kFour, end_rushes},
      {"bar after the fill sags", "ms", {15, 27, 40, 60}, 20, false, kFour, sag_after},
      {"tempo jumps after bar 12", "%", {1.5, 2.5, 4, 6}, 4, false, kKit, jump_after_fill},
      {"tempo gains", "%/min", {2, 4, 7, 10}, 7, false, kKit, gains},
      {"tempo loses", "%/min", {2, 4, 7, 10}, 7, false, kKit, loses},
      {"tempo swings over 8 bars", "ms", {10, 20, 35, 50}, 35, false, kKit, wave},
      {"one bar late", "ms", {30, 45, 60, 80}, 45, false, kKit, bar_late},
      {"one beat late", "ms", {30, 45, 60, 80}, 60, false, kKit, beat_late},
      {"late after a rest", "ms", {15, 25, 40, 60}, 25, false, {"rest"}, late_entry},
  };
}

}  // namespace firstchair::testing
