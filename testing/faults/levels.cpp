// Flams, swing, and how loud it is.
#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

Truth flams(Playing& playing, double gap, Seed) {
  change(playing, [](auto&) { return true; }, [&](auto& s) { s.flam_ms = gap; });
  Truth truth;
  truth.right = {anywhere(Subject::flam, gap < 30 ? -1 : 1)};
  truth.right[0].size = gap;
  return truth;
}

// The off-beats of a shuffle moved from 2/3 of the quarter to where `ratio` puts them, from bar to bar.
template <class Ratio>
void swing_to(Playing& playing, Ratio ratio) {
  const double quarter_ms = 60000 / playing.bpm;
  change(
      playing, [](auto& s) { return s.in_bar % kTicksPerQuarter == kTicksPerQuarter * 2 / 3; },
      [&](auto& s) {
        const double r = ratio(s.bar);
        s.late_ms += (r / (1 + r) - 2.0 / 3) * quarter_ms;
      });
}

Truth swing(Playing& playing, double ratio, Seed) {
  swing_to(playing, [&](int) { return ratio; });
  Truth truth;
  truth.right = {anywhere(Subject::swing, ratio < 2 ? -1 : 1)};
  truth.right[0].size = ratio;
  truth.allowed = {anywhere(Subject::pair)};
  return truth;
}

Truth swing_drifts(Playing& playing, double ratio, Seed) {
  swing_to(playing, [&](int bar) { return 2 + (ratio - 2) * bar / (playing.bars - 1); });
  Truth truth;
  truth.right = {anywhere(Subject::swing, -1)};
  truth.allowed = {anywhere(Subject::pair)};
  return truth;
}

Truth ghosts_loud(Playing& playing, double db, Seed) {
  change(playing, [](auto& s) { return s.dynamic == Dynamic::ghost; }, [&](auto& s) { s.level_db += db; });
  Truth truth;
  truth.right = {on_line(Subject::ghosts, Line::snare)};
  return truth;
}

Truth accents_soft(Playing& playing, double db, Seed) {
  change(playing, [](auto& s) { return s.dynamic == Dynamic::accent; }, [&](auto& s) { s.level_db -= db; });
  Truth truth;
  truth.right = {on_line(Subject::ghosts, Line::snare), on_line(Subject::level, Line::snare)};
  return truth;
}

Truth level_falls(Playing& playing, double db, Seed) {
  change(
      playing, [](auto&) { return true; }, [&](auto& s) { s.level_db -= db * s.bar / (playing.bars - 1); });
  Truth truth;
  truth.right = {anywhere(Subject::level_fall, -1)};
  truth.right[0].size = -db;
  truth.allowed = {anywhere(Subject::level)};
  return truth;
}

Truth place_soft(Playing& playing, double db, Seed seed) {
  const Ticks at = a_place(playing, Line::hat, seed);
  change(
      playing, [&](auto& s) { return line_of(s.voice) == Line::hat && s.in_bar == at; },
      [&](auto& s) { s.level_db -= db; });
  Truth truth;
  Planted soft = on_line(Subject::level, Line::hat, -db);
  soft.claim.beat = beat_at(playing, at);
  truth.right = {soft};
  return truth;
}

}  // namespace

std::vector<FaultKind> level_kinds() {
  return {
      {"flams closed", "ms", {17, 13, 10, 8}, 13, false, kFlam, flams},
      {"flams wide", "ms", {43, 46, 49, 52}, 46, false, kFlam, flams},
      {"swing too straight", "to 1", {1.8, 1.6, 1.4, 1.2}, 1.6, false, kShuffle, swing},
      {"swing too wide", "to 1", {2.2, 2.5, 3, 3.5}, 3, false, kShuffle, swing},
      {"swing gets straighter", "to 1", {1.8, 1.5, 1.3, 1.1}, 1.3, false, kShuffle, swing_drifts},
      {"ghosts too loud", "dB", {3, 6, 9, 10}, 9, false, kGhosts, ghosts_loud},
      {"accents too soft", "dB", {3, 6, 9, 12}, 9, false, kGhosts, accents_soft},
      {"level falls over the take", "dB", {2, 4, 7, 10}, 4, false, kKit, level_falls},
      {"hat soft at one place", "dB", {3, 6, 9, 12}, 6, false, kKit, place_soft},
  };
}

}  // namespace firstchair::testing
