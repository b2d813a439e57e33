// Drummers who do what no chart says: the band keeps its count and its tempo, and what happened is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/band/played.h"
#include "practice/band/band_run.h"
#include "testing/chance.h"

namespace firstchair::practice {
namespace {

constexpr double kRate = 48000;
constexpr int kBeats = 128;

struct Stroke {
  double quarter;  // of the drummer's own count
  Voice voice;
};

// Plays `strokes` (in order) at the drummer's own steady tempo beside a band at 120 with the dial at 60.
band::BandPlayed play_beside(const std::vector<Stroke>& strokes, double bpm, int beats = kBeats) {
  BandRunConfig config{.notes = {}, .tempi = {{0, 120}}, .length = beats * kTicksPerQuarter};
  for (int n = 0; n < beats; ++n)
    config.notes.push_back(
        {.tick = n * kTicksPerQuarter, .end = n * kTicksPerQuarter + kTicksPerQuarter / 2});
  config.clock = {.follow = .6};
  BandRun run = *BandRun::make(std::move(config));
  testing::Chance chance(9);
  std::vector<Hit> hits;
  for (const Stroke& stroke : strokes)
    hits.push_back(
        {.frame = std::llround(ms_to_frames(stroke.quarter * 60000 / bpm + 3 * chance.normal(), kRate)),
         .voice = stroke.voice,
         .strength = 90,
         .sigma_ms = 1});
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  std::size_t next = 0;
  int begun = 0;
  for (Frames from = 0; !run.over() && from < 200 * 48000; from += 64) {
    while (const std::optional<band::Sounded> sounded = run.next(from, from + 64))
      begun += sounded->velocity > 0;
    for (; next < hits.size() && hits[next].frame < from + 64; ++next) run.push(hits[next]);
  }
  EXPECT_TRUE(run.over());
  EXPECT_LE(begun, beats);
  band::BandPlayed played{.title = {}, .follow = .6};
  played.beats.assign(run.beats().begin(), run.beats().end());
  played.limited = run.limited();
  double before = -1e9;
  for (const band::BandBeat& beat : played.beats) {
    EXPECT_GT(beat.played.band_ms, before);
    before = beat.played.band_ms;
  }
  return played;
}

// The furthest that the band's tempo is from one, from a quarter on, in %.
double furthest(const band::BandPlayed& played, double bpm, std::int64_t from = 0) {
  double most = 0;
  for (const band::BandBeat& beat : played.beats)
    if (beat.quarter >= from) most = std::max(most, 100 * std::abs(beat.band_bpm / bpm - 1));
  return most;
}

// Kick and snare on the beats, hats on the eighths, each `scale` quarters long.
void rock(std::vector<Stroke>& strokes, double from, double to, double scale) {
  for (int n = 0; from + n * scale / 2 < to; ++n) {
    const double at = from + n * scale / 2;
    strokes.push_back({at, Voice::hat_closed});
    if (n % 2 == 0) strokes.push_back({at, n % 4 == 0 ? Voice::kick : Voice::snare});
  }
}

TEST(BandFaults, NobodyPlays) {
  const band::BandPlayed played = play_beside({}, 120);
  EXPECT_EQ(played.beats.size(), static_cast<std::size_t>(kBeats));
  EXPECT_EQ(furthest(played, 120), 0);
  EXPECT_EQ(moves_of(played).both, 0);
}

TEST(BandFaults, SilentAfterEightBarsTheBandEndsThePhraseAndTheSong) {
  std::vector<Stroke> strokes;
  rock(strokes, 0, 32, 1);
  EXPECT_LT(furthest(play_beside(strokes, 121), 120.6), 1.5);
}

TEST(BandFaults, DoubleTimeIsToldAndNotFollowedAway) {
  std::vector<Stroke> strokes;
  rock(strokes, 0, 48, 1);
  rock(strokes, 48, 96, .5);
  rock(strokes, 96, 128, 1);
  const band::BandPlayed played = play_beside(strokes, 121);
  EXPECT_LT(furthest(played, 120.5), 2);
  EXPECT_GE(moves_of(played).double_time, 10);
  EXPECT_EQ(moves_of(played).half_time, 0);
  EXPECT_EQ(moves_of(played).lost, 0);
}

TEST(BandFaults, HalfTimeIsToldAndNotFollowedAway) {
  std::vector<Stroke> strokes;
  rock(strokes, 0, 32, 1);
  rock(strokes, 32, 112, 2);
  rock(strokes, 112, 128, 1);
  const band::BandPlayed played = play_beside(strokes, 121);
  EXPECT_LT(furthest(played, 120.5), 2);
  EXPECT_GE(moves_of(played).half_time, 17);
  EXPECT_EQ(moves_of(played).double_time, 0);
  EXPECT_EQ(moves_of(played).lost, 0);
}

// Sevens of eighths over fours: the eighths are the same, the bars are not.
TEST(BandFaults, SevenEighthsOverFourQuartersMovesNoTempo) {
  std::vector<Stroke> strokes;
  for (int eighth = 0; eighth < 2 * kBeats; ++eighth) {
    strokes.push_back({eighth / 2., Voice::hat_closed});
    if (eighth % 7 == 0 || eighth % 7 == 4) strokes.push_back({eighth / 2., Voice::kick});
    if (eighth % 7 == 2 || eighth % 7 == 6) strokes.push_back({eighth / 2., Voice::snare});
  }
  const band::BandPlayed played = play_beside(strokes, 121);
  EXPECT_LT(furthest(played, 120.5), 2);
  EXPECT_LE(moves_of(played).lost, 2);  // an eighth beside the beat, and told as such
}

// Fives and sevens of quarters, by turns.
TEST(BandFaults, OddMetresOverFoursMoveNoTempo) {
  std::vector<Stroke> strokes;
  int in_bar = 0, beats = 5;
  for (int n = 0; n < kBeats; ++n) {
    strokes.push_back({1. * n, in_bar == 0 ? Voice::kick : Voice::snare});
    strokes.push_back({n + .5, Voice::hat_closed});
    if (++in_bar == beats) in_bar = 0, beats = 12 - beats;
  }
  const band::BandPlayed played = play_beside(strokes, 121);
  EXPECT_LT(furthest(played, 120.5), 2);
  EXPECT_EQ(moves_of(played).lost, 0);
}

// A kit whose strokes come 60 ms late, played by somebody who plays with the band: 30 ms are learnt as a
// lean, what is beyond pulls both as the closed form says, and no further than the limit.
TEST(BandFaults, AKitSixtyMillisecondsLatePullsAsTheClosedFormSays) {
  constexpr double kFollow = .5, kF = .45, kLate_ms = 60;
  BandRunConfig config{.notes = {}, .tempi = {{0, 120}}, .length = 256 * kTicksPerQuarter};
  config.clock = {.follow = kFollow};
  BandRun run = *BandRun::make(std::move(config));
  testing::Chance chance(2);
  double at_ms = 0, period = 500;
  std::size_t beat = 0;
  for (Frames from = 0; !run.over(); from += 64) {
    while (run.next(from, from + 64)) {
    }
    const double now = frames_to_ms(static_cast<double>(from), kRate);
    if (now < at_ms + kLate_ms + 40 || run.beats().size() <= beat) continue;
    const double gap = at_ms - run.beats()[beat].played.band_ms;  // as it sounds in the room
    const auto strike = [&](double ms, Voice voice) {
      run.push({.frame = std::llround(ms_to_frames(ms + kLate_ms, kRate)),
                .voice = voice,
                .strength = 90,
                .sigma_ms = 1});
    };
    strike(at_ms, beat % 2 == 0 ? Voice::kick : Voice::snare);
    strike(at_ms + .5, Voice::hat_closed);
    at_ms += period - .35 * gap + 4 * chance.normal();
    period -= .04 * gap;
    ++beat;
  }
  band::BandPlayed played{.title = {}, .follow = kFollow};
  played.beats.assign(run.beats().begin(), run.beats().end());
  double bpm = 0;
  const std::size_t from = played.beats.size() - 64;
  for (std::size_t n = from; n < played.beats.size(); ++n) bpm += played.beats[n].band_bpm / 64;
  const band::Moves moves = moves_of(played);
  EXPECT_NEAR(moves.lean_ms, 30, .01);
  const double beyond = kLate_ms - 30;
  EXPECT_NEAR(bpm, 60000 / (500 + band::BandClock::kPhaseOfTempo * kF * beyond / (1 - kF)), 2.5);
  EXPECT_GE(bpm, 108);
}

}  // namespace
}  // namespace firstchair::practice
