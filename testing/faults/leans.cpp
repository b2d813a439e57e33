// Lines that lean, everywhere or at one place of the bar.
#include <algorithm>

#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

Truth lean(Playing& playing, Line line, double ms) {
  change(playing, [&](auto& s) { return line_of(s.voice) == line; }, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {on_line(Subject::line_lean, line, ms)};
  // Leans are against the other lines, so the others lean the other way.
  truth.allowed = {anywhere(Subject::line_lean, -sign_of(ms)), on_line(Subject::pair, line)};
  truth.allowed.push_back(anywhere(Subject::pair));
  return truth;
}

Truth snare_late(Playing& p, double s, Seed) {
  return lean(p, Line::snare, s);
}
Truth kick_early(Playing& p, double s, Seed) {
  return lean(p, Line::kick, -s);
}
Truth hat_late(Playing& p, double s, Seed) {
  return lean(p, Line::hat, s);
}
Truth tom_late(Playing& p, double s, Seed) {
  return lean(p, Line::tom, s);
}

Truth place(Playing& playing, Line line, double ms, int every, Seed seed) {
  const Ticks at = a_place(playing, line, seed);
  const int phase = every > 1 ? static_cast<int>(seed % static_cast<Seed>(every)) : 0;
  change(
      playing, [&](auto& s) { return line_of(s.voice) == line && s.in_bar == at && s.bar % every == phase; },
      [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {at_place(line, beat_at(playing, at), ms, every > 1 ? every : 0)};
  truth.allowed = {on_line(Subject::pair, line), anywhere(Subject::pair)};
  return truth;
}

Truth kick_place(Playing& p, double s, Seed seed) {
  return place(p, Line::kick, -s, 1, seed);
}
Truth snare_place(Playing& p, double s, Seed seed) {
  return place(p, Line::snare, s, 1, seed);
}
Truth hat_place(Playing& p, double s, Seed seed) {
  return place(p, Line::hat, -s, 1, seed);
}
Truth kick_place_2(Playing& p, double s, Seed seed) {
  return place(p, Line::kick, -s, 2, seed);
}
Truth snare_place_4(Playing& p, double s, Seed seed) {
  return place(p, Line::snare, s, 4, seed);
}
Truth hat_place_8(Playing& p, double s, Seed seed) {
  return place(p, Line::hat, s, 8, seed);
}

Truth flammed_unisons(Playing& playing, double ms, Seed) {
  const std::vector<Ticks> snares = playing.places(Line::snare);
  const auto together = [&](const PlayedStroke& s) {
    return line_of(s.voice) == Line::hat && std::find(snares.begin(), snares.end(), s.in_bar) != snares.end();
  };
  change(playing, together, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  for (const Ticks tick : snares) truth.right.push_back(at_place(Line::hat, beat_at(playing, tick), ms));
  truth.right.push_back(on_line(Subject::pair, Line::snare));
  truth.allowed = {on_line(Subject::line_lean, Line::snare, -1)};
  truth.allowed.back().size = 0;
  return truth;
}

}  // namespace

std::vector<FaultKind> leaning_kinds() {
  return {
      {"snare late", "ms", {8, 15, 20, 30}, 15, false, kKit, snare_late},
      {"kick early", "ms", {8, 15, 20, 30}, 15, false, kKit, kick_early},
      {"hat late", "ms", {8, 15, 20, 30}, 15, false, kKit, hat_late},
      {"toms late (a pad's delay)", "ms", {10, 20, 30, 40}, 20, false, kFour, tom_late},
      {"kick early at one place", "ms", {10, 15, 20, 30}, 15, false, kKit, kick_place},
      {"snare late at one place", "ms", {10, 15, 20, 30}, 15, false, kKit, snare_place},
      {"hat early at one place", "ms", {10, 15, 20, 30}, 15, false, kKit, hat_place},
      {"kick early at one place, every 2nd bar", "ms", {15, 20, 30, 40}, 20, false, kKit, kick_place_2},
      {"snare late at one place, every 4th bar", "ms", {15, 20, 30, 40}, 20, false, kKit, snare_place_4},
      {"hat late at one place, every 8th bar", "ms", {15, 20, 30, 40}, 20, false, kEighths, hat_place_8, 48},
      {"hat apart from the snare", "ms", {10, 15, 20, 30}, 15, false, kKit, flammed_unisons},
  };
}

}  // namespace firstchair::testing
