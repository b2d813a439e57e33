// Strokes that the kit makes, and strokes that it does not tell.
#include <cmath>

#include "testing/faults/plant.h"

namespace firstchair::testing {
namespace {

void phantom(Playing& playing, std::size_t of, Voice voice, double after_ms, double velocity) {
  PlayedStroke own = playing.strokes[of];
  own.voice = voice;
  own.ornament = Ornament::none;
  own.instrument = true;
  own.of = of;
  own.after_ms = after_ms;
  own.velocity = velocity;
  playing.strokes.push_back(own);
}

Truth kit_adds(Playing& playing, Line of, Voice voice, double after_ms, double velocity) {
  for (std::size_t i = 0, n = playing.strokes.size(); i < n; ++i) {
    if (line_of(playing.strokes[i].voice) == of) phantom(playing, i, voice, after_ms, velocity);
  }
  Truth truth;
  truth.right = {on_line(Subject::instrument, line_of(voice))};
  return truth;
}

Truth pedal_crosstalk(Playing& p, double velocity, Seed) {
  return kit_adds(p, Line::hat_foot, Voice::hat_closed, 12, velocity);
}
Truth tom_crosstalk(Playing& p, double velocity, Seed) {
  return kit_adds(p, Line::kick, Voice::tom_low, 4, velocity);
}
Truth double_trigger(Playing& p, double velocity, Seed) {
  return kit_adds(p, Line::snare, Voice::snare, 24, velocity);
}
Truth choke(Playing& p, double velocity, Seed) {
  return kit_adds(p, Line::snare, Voice::crash, 49, velocity);
}
// Nobody strikes the crash: it shakes with two kicks of three, late and unevenly.
Truth shaken_crash(Playing& playing, double velocity, Seed seed) {
  Truth truth = kit_adds(playing, Line::kick, Voice::crash, 40, velocity);
  Seed k = seed;
  std::erase_if(playing.strokes, [&](const PlayedStroke& s) { return s.instrument && k++ % 3 == 0; });
  for (PlayedStroke& s : playing.strokes) {
    if (s.instrument) s.after_sd_ms = 8;
  }
  return truth;
}
Truth stomp(Playing& p, double velocity, Seed) {
  return kit_adds(p, Line::kick, Voice::hat_pedal, 8, velocity);
}

// The pad does not tell soft strokes: a share of the ghosts is lost.
Truth soft_lost(Playing& playing, double share, Seed seed) {
  int k = 0;
  change(
      playing,
      [&](auto& s) {
        return s.dynamic == Dynamic::ghost &&
               std::fmod(0.618034 * ++k + 0.1 * static_cast<double>(seed), 1.0) < share;
      },
      [&](auto& s) { s.struck = false; });
  Truth truth;
  truth.right = {on_line(Subject::missed, Line::snare), on_line(Subject::instrument, Line::snare)};
  truth.allowed = {anywhere(Subject::missed)};
  return truth;
}

}  // namespace

std::vector<FaultKind> own_stroke_kinds() {
  return {
      {"crosstalk of the pedal", "velocity", {8, 14, 18, 24}, 8, false, kPedal, pedal_crosstalk},
      {"crosstalk of the kick on a tom", "velocity", {4, 8, 14, 20}, 4, false, kKit, tom_crosstalk},
      {"double triggers", "velocity", {8, 14, 20, 30}, 8, false, kKit, double_trigger},
      {"phantoms of a choke", "velocity", {4, 8, 12, 18}, 4, false, kKit, choke},
      {"a crash that shakes with the kick", "velocity", {6, 9, 12, 15}, 6, false, kKit, shaken_crash},
      {"stomps on the hi-hat", "velocity", {6, 10, 16, 24}, 6, false, kEighths, stomp},
      {"soft strokes lost", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kGhosts, soft_lost},
  };
}

}  // namespace firstchair::testing
