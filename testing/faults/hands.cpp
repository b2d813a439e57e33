// Loose lines and unequal hands.
#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

Truth loose(Playing& playing, Line line, double sd) {
  playing.line_sd_ms[static_cast<std::size_t>(line)] = sd;
  Truth truth;
  truth.right = {on_line(Subject::looseness, line)};
  truth.allowed = {anywhere(Subject::pair)};
  return truth;
}

Truth hat_loose(Playing& p, double s, Seed) {
  return loose(p, Line::hat, s);
}
Truth snare_loose(Playing& p, double s, Seed) {
  return loose(p, Line::snare, s);
}
Truth kick_loose(Playing& p, double s, Seed) {
  return loose(p, Line::kick, s);
}

Truth left_loose(Playing& playing, double sd, Seed) {
  playing.left_sd_ms = sd;
  Truth truth;
  truth.right = {anywhere(Subject::hand_spread, 1)};
  truth.allowed = {on_line(Subject::looseness, Line::pad)};
  return truth;
}

Truth left_late(Playing& playing, double ms, Seed) {
  change(playing, [](auto& s) { return s.hand == Hand::left; }, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {on_line(Subject::hand, Line::pad, ms)};
  return truth;
}

bool is_second(const PlayedStroke& stroke) {
  return stroke.in_bar / (kTicksPerQuarter / 4) % 2 == 1;
}

Truth second_late(Playing& playing, double ms, Seed) {
  change(playing, is_second, [&](auto& s) { s.late_ms += ms; });
  Truth truth;
  truth.right = {on_line(Subject::second, Line::pad, ms)};
  return truth;
}

Truth second_soft(Playing& playing, double db, Seed) {
  change(playing, is_second, [&](auto& s) { s.level_db -= db; });
  Truth truth;
  truth.right = {on_line(Subject::second_level, Line::pad, -db)};
  truth.allowed = {on_line(Subject::level, Line::pad)};
  return truth;
}

}  // namespace

std::vector<FaultKind> hand_kinds() {
  return {
      {"hat loose", "ms SD", {15, 20, 30, 40}, 30, false, kKit, hat_loose},
      {"snare loose", "ms SD", {15, 20, 30, 40}, 30, false, kKit, snare_loose},
      {"kick loose", "ms SD", {18, 24, 32, 40}, 32, false, kKit, kick_loose},
      {"left hand loose", "ms SD", {12, 16, 20, 30}, 16, false, kSingles, left_loose},
      {"left hand late", "ms", {6, 10, 15, 20}, 15, false, kSingles, left_late},
      {"second of doubles late", "ms", {8, 15, 22, 30}, 15, false, kDoubles, second_late},
      {"second of doubles soft", "dB", {2, 4, 7, 10}, 4, false, kDoubles, second_soft},
  };
}

}  // namespace firstchair::testing
