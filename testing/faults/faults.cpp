#include "testing/faults/faults.h"

#include <algorithm>
#include <cmath>

#include "engine/judge/norms.h"
#include "engine/session.h"

namespace firstchair::testing {
namespace {

using Seed = std::uint64_t;

constexpr double kAsked = 110;

int sign_of(double x) {
  return x < 0 ? -1 : 1;
}

Planted on_line(Subject subject, Line line, double size = 0) {
  Planted p;
  p.claim.subject = subject;
  p.claim.line = line;
  p.claim.sign = size == 0 ? 0 : sign_of(size);
  p.size = size;
  return p;
}

Planted anywhere(Subject subject, int sign = 0) {
  Planted p;
  p.claim.subject = subject;
  p.claim.sign = sign;
  return p;
}

Planted at_place(Line line, double beat, double size, int every = 0) {
  Planted p = on_line(Subject::place, line, size);
  p.claim.beat = beat;
  p.claim.every = every;
  return p;
}

Planted in_phrase(double from, double to, double size, int every) {
  Planted p;
  p.claim = {.subject = Subject::phrase, .beat = from, .every = every, .sign = sign_of(size)};
  p.beat_to = to;
  p.size = size;
  return p;
}

Planted in_bar(int bar, double size) {
  Planted p;
  p.claim = {.subject = Subject::bar, .bar = bar, .sign = sign_of(size)};
  p.size = size;
  return p;
}

template <class Of, class Change>
int change(Playing& playing, Of of, Change to) {
  int n = 0;
  for (PlayedStroke& stroke : playing.strokes) {
    if (of(stroke)) to(stroke), ++n;
  }
  return n;
}

double beat_at(const Playing& playing, Ticks in_bar) {
  return 1 + static_cast<double>(in_bar) * playing.groove.chart.meters.front().unit /
                 static_cast<double>(kTicksPerWhole);
}

// One of the places at which the line plays in every bar: the last for a backbeat, else one that the seed
// picks and that is not the first.
Ticks a_place(const Playing& playing, Line line, Seed seed) {
  const std::vector<Ticks> places = playing.places(line);
  return places.size() < 2 ? places.front() : places[1 + seed / 7 % (places.size() - 1)];
}

// --- lines

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

// --- one place of one line

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

// --- all lines together

// Displaced by 0.67 to 1.33 of `ms` from beat 3 to the end of every fourth bar: `ms` in the mean.
Truth phrase_end(Playing& playing, double ms, Seed) {
  const double half = static_cast<double>(playing.bar_length()) / 2;
  change(
      playing, [&](auto& s) { return s.bar % 4 == 3 && 2 * s.in_bar >= playing.bar_length(); },
      [&](auto& s) { s.late_ms += ms * (0.67 + 0.75 * (static_cast<double>(s.in_bar) - half) / half); });
  Truth truth;
  truth.right = {in_phrase(2, 5, ms, 4)};
  truth.allowed = {in_phrase(2, 5, 0, 0)};
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

// --- spread

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

// --- hands

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
  Planted second = at_place(Line::pad, 1.25, 0);
  second.beat_to = 4.75;
  second.claim.sign = 1;
  truth.right = {second};
  Planted first = at_place(Line::pad, 1, 0);
  first.beat_to = 4.75;
  truth.allowed = {first};
  return truth;
}

Truth second_soft(Playing& playing, double db, Seed) {
  change(playing, is_second, [&](auto& s) { s.level_db -= db; });
  Truth truth;
  truth.right = {on_line(Subject::level, Line::pad)};
  return truth;
}

// --- ornaments, swing

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

// --- level

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

// --- notes

bool by_share(const PlayedStroke& stroke, double share, Seed seed) {
  // Every bar has its own lot, spread evenly.
  const double lot = std::fmod(0.618034 * stroke.bar + 0.1 * static_cast<double>(seed), 1.0);
  return lot < share;
}

Truth note_missed(Playing& playing, double share, Seed seed) {
  const Ticks at = a_place(playing, Line::kick, seed);
  change(
      playing,
      [&](auto& s) { return line_of(s.voice) == Line::kick && s.in_bar == at && by_share(s, share, seed); },
      [&](auto& s) { s.struck = false; });
  Truth truth;
  Planted missed = on_line(Subject::missed, Line::kick);
  missed.claim.beat = beat_at(playing, at);
  truth.right = {missed};
  truth.allowed = {anywhere(Subject::missed)};
  return truth;
}

Truth missed_in_a_bar(Playing& playing, double notes, Seed seed) {
  const int bar = 6 + static_cast<int>(seed % 11);
  int left = static_cast<int>(notes);
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar != bar || left == 0 || line_of(stroke.voice) != Line::hat || stroke.in_bar == 0) continue;
    stroke.struck = false;
    --left;
  }
  Truth truth;
  Planted missed = on_line(Subject::missed, Line::hat);
  missed.claim.bar = bar + 1;
  truth.right = {missed};
  truth.allowed = {anywhere(Subject::missed)};
  return truth;
}

Truth extra_ghosts(Playing& playing, double share, Seed seed) {
  const Ticks sixteenth = kTicksPerQuarter / 4;
  const Ticks at = sixteenth * (seed % 2 == 0 ? 7 : 15);
  for (int bar = 0; bar < playing.bars; ++bar) {
    PlayedStroke ghost{.tick = bar * playing.bar_length() + at,
                       .bar = bar,
                       .in_bar = at,
                       .voice = Voice::snare,
                       .dynamic = Dynamic::ghost};
    if (by_share(ghost, share, seed)) playing.strokes.push_back(ghost);
  }
  Truth truth;
  Planted extra = on_line(Subject::extra, Line::snare);
  truth.right = {extra};
  truth.allowed = {anywhere(Subject::extra)};
  return truth;
}

Truth wrong_drum(Playing& playing, double share, Seed seed) {
  const Ticks at = a_place(playing, Line::snare, seed);
  change(
      playing,
      [&](auto& s) { return line_of(s.voice) == Line::snare && s.in_bar == at && by_share(s, share, seed); },
      [&](auto& s) { s.voice = Voice::tom_low; });
  Truth truth;
  Planted wrong = on_line(Subject::wrong_drum, Line::snare);
  wrong.claim.beat = beat_at(playing, at);
  truth.right = {wrong};
  truth.allowed = {anywhere(Subject::wrong_drum)};
  return truth;
}

// --- form

// Takes the bars [from, from + count) of the take out; what follows closes up.
Truth skipped(Playing& playing, double count, Seed) {
  const int from = 10, n = static_cast<int>(count);
  std::erase_if(playing.strokes, [&](const PlayedStroke& s) { return s.bar >= from && s.bar < from + n; });
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar < from) continue;
    stroke.bar -= n;
    stroke.tick -= n * playing.bar_length();
  }
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth doubled(Playing& playing, double count, Seed) {
  const int at = 9, n = static_cast<int>(count);
  std::vector<PlayedStroke> again;
  for (PlayedStroke& stroke : playing.strokes) {
    if (stroke.bar == at) {
      for (int k = 1; k <= n; ++k) {
        PlayedStroke copy = stroke;
        copy.bar += k;
        copy.tick += k * playing.bar_length();
        again.push_back(copy);
      }
    } else if (stroke.bar > at) {
      stroke.bar += n;
      stroke.tick += n * playing.bar_length();
    }
  }
  playing.strokes.insert(playing.strokes.end(), again.begin(), again.end());
  std::stable_sort(playing.strokes.begin(), playing.strokes.end(),
                   [](auto& a, auto& b) { return a.tick < b.tick; });
  playing.period.resize(
      playing.period.size() + static_cast<std::size_t>(n * playing.bar_length() / kTicksPerQuarter),
      60 / playing.bpm);
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth starts_inside(Playing& playing, double bars, Seed) {
  const int from = static_cast<int>(bars);
  std::erase_if(playing.strokes, [&](const PlayedStroke& s) { return s.bar < from; });
  Truth truth;
  truth.right = {anywhere(Subject::form)};
  return truth;
}

Truth other_tempo(Playing& playing, double percent, Seed seed) {
  const double factor = seed % 2 == 0 ? 1 + percent / 100 : 1 - percent / 100;
  for (double& period : playing.period) period /= factor;
  Truth truth;
  truth.right = {anywhere(Subject::tempo, seed % 2 == 0 ? 1 : -1)};
  return truth;
}

// Another chart lies on the stand: percent of the tempo at which the played one is taken.
Truth other_chart(Playing& playing, double percent, Seed) {
  for (double& period : playing.period) period /= percent / 100;
  for (Groove& groove : [] {
         static std::vector<Groove> all = built_in_grooves();
         return std::span(all);
       }()) {
    if (groove.name == "rock-8ths") playing.groove.chart = groove.chart;
  }
  Truth truth;
  truth.right = {anywhere(Subject::other_chart)};
  return truth;
}

// --- the kit's own strokes

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

const std::vector<std::string_view> kKit = {"rock-8ths",   "rock-16ths", "four-bars",
                                            "funk-ghosts", "gmd-rock",   "gmd-funk"};
const std::vector<std::string_view> kEighths = {"rock-8ths", "funk-ghosts", "gmd-rock"};
const std::vector<std::string_view> kFour = {"four-bars"};
const std::vector<std::string_view> kSingles = {"single-stroke-roll"};
const std::vector<std::string_view> kDoubles = {"double-stroke-open-roll"};
const std::vector<std::string_view> kFlam = {"flam"};
const std::vector<std::string_view> kShuffle = {"shuffle"};
const std::vector<std::string_view> kGhosts = {"funk-ghosts"};
const std::vector<std::string_view> kOthers = {"bossa-nova", "swing-ride", "samba"};
const std::vector<std::string_view> kPedal = {"swing-ride"};

const std::vector<FaultKind> kKinds = {
    {"snare late", "ms", {8, 15, 20, 30}, 15, false, kKit, snare_late},
    {"kick early", "ms", {8, 15, 20, 30}, 15, false, kKit, kick_early},
    {"hat late", "ms", {8, 15, 20, 30}, 15, false, kKit, hat_late},
    {"toms late (a pad's delay)", "ms", {10, 20, 30, 40}, 20, false, kFour, tom_late},
    {"kick early at one place", "ms", {10, 15, 20, 30}, 15, false, kKit, kick_place},
    {"snare late at one place", "ms", {10, 15, 20, 30}, 15, true, kKit, snare_place},
    {"hat early at one place", "ms", {10, 15, 20, 30}, 15, false, kKit, hat_place},
    {"kick early at one place, every 2nd bar", "ms", {15, 20, 30, 40}, 20, false, kKit, kick_place_2},
    {"snare late at one place, every 4th bar", "ms", {15, 20, 30, 40}, 20, false, kKit, snare_place_4},
    {"hat late at one place, every 8th bar", "ms", {15, 20, 30, 40}, 20, false, kEighths, hat_place_8, 48},
    {"hat apart from the snare", "ms", {10, 15, 20, 30}, 15, false, kKit, flammed_unisons},
    {"end of every 4th bar rushes", "ms", {15, 27, 40, 60}, 20, false, kKit, end_rushes},
    {"end of every 4th bar drags", "ms", {15, 27, 40, 60}, 20, true, kKit, end_drags},
    {"fill rushes", "ms", {15, 27, 40, 60}, 20, false, kFour, end_rushes},
    {"bar after the fill sags", "ms", {15, 27, 40, 60}, 20, false, kFour, sag_after},
    {"tempo jumps after bar 12", "%", {1.5, 2.5, 4, 6}, 4, false, kKit, jump_after_fill},
    {"tempo gains", "%/min", {2, 4, 7, 10}, 7, false, kKit, gains},
    {"tempo loses", "%/min", {2, 4, 7, 10}, 7, false, kKit, loses},
    {"tempo swings over 8 bars", "ms", {10, 20, 35, 50}, 35, false, kKit, wave},
    {"one bar late", "ms", {30, 45, 60, 80}, 45, false, kKit, bar_late},
    {"one beat late", "ms", {30, 45, 60, 80}, 60, false, kKit, beat_late},
    {"late after a rest", "ms", {15, 25, 40, 60}, 25, false, {"rest"}, late_entry},
    {"hat loose", "ms SD", {15, 20, 30, 40}, 30, false, kKit, hat_loose},
    {"snare loose", "ms SD", {15, 20, 30, 40}, 30, true, kKit, snare_loose},
    {"kick loose", "ms SD", {18, 24, 32, 40}, 32, false, kKit, kick_loose},
    {"left hand loose", "ms SD", {12, 16, 20, 30}, 16, false, kSingles, left_loose},
    {"left hand late", "ms", {6, 10, 15, 20}, 15, false, kSingles, left_late},
    {"second of doubles late", "ms", {8, 15, 22, 30}, 15, false, kDoubles, second_late},
    {"second of doubles soft", "dB", {2, 4, 7, 10}, 4, false, kDoubles, second_soft},
    {"flams closed", "ms", {17, 13, 10, 8}, 13, false, kFlam, flams},
    {"flams wide", "ms", {43, 46, 49, 52}, 46, false, kFlam, flams},
    {"swing too straight", "to 1", {1.8, 1.6, 1.4, 1.2}, 1.6, false, kShuffle, swing},
    {"swing too wide", "to 1", {2.2, 2.5, 3, 3.5}, 3, false, kShuffle, swing},
    {"swing gets straighter", "to 1", {1.8, 1.5, 1.3, 1.1}, 1.3, true, kShuffle, swing_drifts},
    {"ghosts too loud", "dB", {3, 6, 9, 10}, 9, false, kGhosts, ghosts_loud},
    {"accents too soft", "dB", {3, 6, 9, 12}, 9, false, kGhosts, accents_soft},
    {"level falls over the take", "dB", {2, 4, 7, 10}, 4, false, kKit, level_falls},
    {"hat soft at one place", "dB", {3, 6, 9, 12}, 6, false, kKit, place_soft},
    {"a kick always missed", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kKit, note_missed},
    {"notes missed in one bar", "notes", {1, 2, 3, 4}, 3, false, kEighths, missed_in_a_bar},
    {"extra ghosts",
     "share",
     {0.25, 0.5, 0.75, 1},
     0.5,
     false,
     {"rock-8ths", "rock-16ths", "gmd-rock"},
     extra_ghosts},
    {"another drum at one place", "share", {0.25, 0.5, 0.75, 1}, 0.5, true, kKit, wrong_drum},
    {"bars skipped", "bars", {1, 2, 3, 1}, 1, false, kFour, skipped},
    {"a bar played again", "times", {1, 2, 3, 1}, 1, false, kFour, doubled},
    {"begins inside", "bars", {1, 2, 3, 2}, 1, false, kFour, starts_inside},
    {"another tempo than asked", "%", {3, 5, 8, 12}, 5, false, kKit, other_tempo},
    {"another groove than the chart", "% tempo", {80, 100, 120, 150}, 80, false, kOthers, other_chart},
    {"crosstalk of the pedal", "velocity", {8, 14, 18, 24}, 8, false, kPedal, pedal_crosstalk},
    {"crosstalk of the kick on a tom", "velocity", {4, 8, 14, 20}, 4, false, kKit, tom_crosstalk},
    {"double triggers", "velocity", {8, 14, 20, 30}, 8, false, kKit, double_trigger},
    {"phantoms of a choke", "velocity", {4, 8, 12, 18}, 4, false, kKit, choke},
    {"stomps on the hi-hat", "velocity", {6, 10, 16, 24}, 6, false, kEighths, stomp},
    {"soft strokes lost", "share", {0.25, 0.5, 0.75, 1}, 0.5, false, kGhosts, soft_lost},
};

const Groove& pick(std::span<const std::string_view> names, Seed seed, std::span<const Groove> grooves) {
  std::vector<const Groove*> there;
  for (const std::string_view name : names) {
    for (const Groove& groove : grooves) {
      if (groove.name == name) there.push_back(&groove);
    }
  }
  return *there[seed % there.size()];
}

}  // namespace

bool FaultKind::is_heard(double strength) const {
  return strengths[3] >= strengths[0] ? strength >= heard : strength <= heard;
}

std::span<const FaultKind> fault_kinds() {
  return kKinds;
}

FaultyTake faulty_take(const FaultKind& kind, double strength, Seed seed, std::span<const Groove> grooves) {
  FaultlessPlayer player;
  player.sd_ms = 5 + 1.5 * static_cast<double>(seed / 3 % 4);
  if (seed % 2 == 1) player.shared_ms = 5, player.walk = 0.0005;
  Playing playing = play(pick(kind.grooves, seed, grooves), player, kind.bars, kAsked);
  FaultyTake take;
  take.truth = kind.plant(playing, strength, seed);
  take.hits = hits_of(playing, 1000 + seed);
  take.chart = playing.groove.chart;
  take.bpm = kAsked;
  return take;
}

FaultyTake clean_take(double sd_ms, bool as_drummers_do, Seed seed, std::span<const Groove> grooves) {
  FaultlessPlayer player;
  player.sd_ms = sd_ms;
  if (as_drummers_do) {
    // Of 17 ms, 14.5 are common, 3.6 the hand's and 9.3 the foot's.
    player.sd_ms = 0.22 * sd_ms;
    player.foot = 2.5;
    player.shared_ms = 0.87 * sd_ms;
    player.walk = 0.0005;
  }
  const Playing playing = play(pick(kKit, seed, grooves), player, 24, kAsked);
  return {hits_of(playing, 5000 + seed), playing.groove.chart, kAsked, {}};
}

Take judged(const FaultyTake& faulty) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.source.name = "planted";
  config.source.length = faulty.hits.empty() ? 0 : faulty.hits.back().frame + 1;
  config.chart = faulty.chart;
  config.bpm = faulty.bpm;
  config.ask_chart_played = true;
  config.norms = judge::default_norms();
  return judge_strokes(config, faulty.hits);
}

}  // namespace firstchair::testing
