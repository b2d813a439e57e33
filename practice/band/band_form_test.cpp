// The run does what the form says: it jumps, waits, leads to the end and lets a last chord ring.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "practice/band/band_run.h"
#include "testing/audio_scope.h"

namespace firstchair::practice {
namespace {

constexpr Ticks kQ = kTicksPerQuarter, kBar = kTicksPerWhole;
constexpr double kRate = 48000;
constexpr Frames kBeat = 24000;  // at 120

// A note on every quarter, its pitch 40 and the number of its bar.
BandRunConfig bars(int count, std::vector<band::MarkAt> marks = {}) {
  BandRunConfig config{.tempi = {{0, 120}}, .marks = std::move(marks), .length = count * kBar};
  config.clock = {.follow = .5, .looseness_ms = 0};
  for (int n = 0; n < 4 * count; ++n)
    config.notes.push_back({.tick = n * kQ,
                            .end = n * kQ + kQ / 2,
                            .pitch = static_cast<std::uint8_t>(40 + n / 4),
                            .velocity = 90});
  return config;
}

struct Note {
  Frames frame;
  int bar, velocity;
};
struct Played {
  std::vector<Note> notes;
  Frames over = 0;
  int open = 0;  // notes begun less notes ended
};

// Plays the run to its end, at most so many seconds. `drum(frame)`: is a stroke hit in the stretch that
// begins there?
template <class Drum>
Played play(BandRun& run, double seconds, const Drum& drum) {
  Played played;
  played.notes.reserve(10000);
  for (Frames from = 0; from < static_cast<Frames>(seconds * kRate) && !run.over(); from += 64) {
    const testing::AudioScope scope;
    while (const std::optional<band::Sounded> sounded = run.next(from, from + 64)) {
      played.open += sounded->velocity > 0 ? 1 : -1;
      if (sounded->velocity > 0)
        played.notes.push_back({sounded->frame, sounded->pitch - 39, sounded->velocity});
    }
    drum(run, from);
    played.over = from + 64;
  }
  return played;
}

void strike(BandRun& run, Frames frame, Voice voice = Voice::snare) {
  run.push({.frame = frame, .voice = voice, .level_db = -10, .strength = 90, .sigma_ms = 1});
}
// Kick and snare by turns on every beat, in time with the band's own clock.
void in_time(BandRun& run, Frames from) {
  if (from % kBeat < 64) strike(run, from, from / kBeat % 2 == 0 ? Voice::kick : Voice::snare);
}

std::string bars_of(const Played& played) {
  std::string text;
  for (std::size_t k = 0; k < played.notes.size(); ++k)
    if (k == 0 || played.notes[k].bar != played.notes[k - 1].bar ||
        played.notes[k].frame - played.notes[k - 1].frame > 2 * kBeat)
      text += (text.empty() ? "" : " ") + std::to_string(played.notes[k].bar);
  return text;
}

//  bars  1 2 | 3 4 solo | 5 6      open: it goes round until the cue in its third round
TEST(BandForm, AnOpenSoloGoesRoundInTimeUntilTheCue) {
  BandRunConfig config = bars(6, {{2 * kBar, 4 * kBar, band::Mark::solo}});
  config.form.solo_bars = 0;
  config.clock.follow = 0;
  BandRun run = *BandRun::make(config);
  const Frames cue = (2 + 4) * 4 * kBeat + kBeat;
  const Played played = play(run, 40, [&](BandRun& at, Frames from) {
    in_time(at, from);
    if (from >= cue && from < cue + 64) at.cue();
  });
  EXPECT_EQ(bars_of(played), "1 2 5 6");
  // The cue is in bar 7 that is played: 8 is bar 5 of the song.
  const auto back =
      std::find_if(played.notes.begin(), played.notes.end(), [](const Note& n) { return n.bar == 5; });
  ASSERT_NE(back, played.notes.end());
  EXPECT_NEAR(static_cast<double>(back->frame), 7 * 4 * kBeat, 1);
  EXPECT_EQ(played.open, 0);
  ASSERT_EQ(run.beats().size(), 4u * 9);
  int alone = 0;
  for (std::size_t k = 0; k < run.beats().size(); ++k) {
    const band::BandBeat& beat = run.beats()[k];
    alone += beat.alone;
    EXPECT_EQ(beat.alone, beat.held);
    EXPECT_NEAR(beat.played.band_ms, 500. * static_cast<double>(k), .1);
    if (k >= 8 && k < 12) {
      EXPECT_TRUE(beat.played.heard);  // the first round's own beat
    }
  }
  EXPECT_EQ(alone, 20);
}

Chart quarters(int count) {
  Chart chart;
  chart.length = count * kBar;
  chart.tempi = {{0, 120}};
  for (int n = 0; n < 4 * count; ++n)
    for (const Voice voice : {Voice::ride, n % 2 == 0 ? Voice::kick : Voice::snare})
      chart.notes.push_back({.tick = n * kQ, .voice = voice});
  settle(chart);
  return chart;
}

// A fermata on beat 1 of bar 5; the drummer holds it for 2.5 s and goes on with beat 2.
TEST(BandForm, TheBandWaitsAtAFermataAndGoesOnWithTheDrummer) {
  BandRunConfig config = bars(8, {{4 * kBar, 4 * kBar, band::Mark::fermata}});
  config.drummer.chart = quarters(8);
  config.form.waits = true;
  BandRun run = *BandRun::make(config);
  const Frames held = 16 * kBeat + 60000 * 2;
  const Played played = play(run, 40, [&](BandRun& at, Frames from) {
    const Frames now = from <= 16 * kBeat + 64 ? from : from - held + 17 * kBeat;
    if (from > 16 * kBeat + 64 && from < held) return;
    if (now % kBeat < 64) {
      strike(at, from, Voice::ride);
      strike(at, from, now / kBeat % 2 == 0 ? Voice::kick : Voice::snare);
    }
  });
  std::vector<Frames> five;
  for (const Note& note : played.notes)
    if (note.bar == 5) five.push_back(note.frame);
  ASSERT_EQ(five.size(), 4u) << bars_of(played);
  EXPECT_NEAR(static_cast<double>(five[0]), 16 * kBeat, 500);
  EXPECT_NEAR(static_cast<double>(five[1]), static_cast<double>(held), 2000);
  EXPECT_NEAR(static_cast<double>(five[2]), static_cast<double>(held + kBeat), 2000);
  EXPECT_EQ(run.waited_out(), 0);
  EXPECT_EQ(played.open, 0);
}

TEST(BandForm, AtAFermataNobodyIsWaitedForLongerThanAsked) {
  BandRunConfig config = bars(4, {{2 * kBar, 2 * kBar, band::Mark::fermata}});
  config.drummer.chart = quarters(4);
  config.form.waits = true;
  config.form.wait_s = 3;
  BandRun run = *BandRun::make(config);
  const Played played = play(run, 30, [](BandRun&, Frames) {});
  EXPECT_EQ(run.waited_out(), 1);
  EXPECT_NEAR(static_cast<double>(played.over), 16 * kBeat + 3 * kRate, 200);
  // Without a chart it does not wait.
  config.drummer.chart.reset();
  BandRun free = *BandRun::make(config);
  EXPECT_NEAR(static_cast<double>(play(free, 30, [](BandRun&, Frames) {}).over), 16 * kBeat, 200);
}

// He stops after bar 3: the band leads to the end of bar 8, softer and softer, and comes in again with him.
TEST(BandForm, WhoStopsIsLedToThePhrasesEndAndWhoIsBackBringsTheBandIn) {
  BandRun run = *BandRun::make(bars(16));
  const Played played = play(run, 60, [](BandRun& at, Frames from) {
    if (from < 12 * kBeat || from > 41 * kBeat) in_time(at, from);
  });
  EXPECT_EQ(bars_of(played), "1 2 3 4 5 6 7 8 12 13 14 15 16");
  int softest = 127;
  for (const Note& note : played.notes)
    if (note.bar <= 8) softest = std::min(softest, note.velocity);
  EXPECT_LT(softest, 25);
  EXPECT_EQ(played.notes.back().velocity, 90);
}

TEST(BandForm, ALastChordRingsUntilTheCymbalHasFallenOrSixSeconds) {
  for (const double ring_s : {1.5, 20.}) {
    BandRunConfig config = bars(4, {{3 * kBar, 4 * kBar, band::Mark::ending}});
    config.notes.resize(12);
    config.notes.push_back({.tick = 3 * kBar, .end = 4 * kBar, .pitch = 43});
    BandRun run = *BandRun::make(config);
    const Played played = play(run, 30, [&](BandRun& at, Frames from) {
      if (from < 13 * kBeat) in_time(at, from);
      const double since_s = static_cast<double>(from - 12 * kBeat) / kRate;
      at.level(since_s < 0 ? -20 : -6 - 40 * since_s / ring_s);
    });
    const double end_s = static_cast<double>(played.over - 12 * kBeat) / kRate;
    EXPECT_NEAR(end_s, std::min(ring_s, 6.), .1);
    EXPECT_EQ(played.open, 1);  // who sounds it lets it go
  }
  // Of an e-kit no sound is heard: three seconds after the last stroke. Where nobody drums, as it is written.
  BandRunConfig config = bars(4, {{3 * kBar, 4 * kBar, band::Mark::ending}});
  BandRun midi = *BandRun::make(config);
  const Played rung = play(midi, 30, [](BandRun& at, Frames from) {
    if (from < 13 * kBeat) in_time(at, from);
  });
  EXPECT_NEAR(static_cast<double>(rung.over), 12 * kBeat + 3 * kRate, 500);
  BandRun alone = *BandRun::make(config);
  EXPECT_NEAR(static_cast<double>(play(alone, 30, [](BandRun&, Frames) {}).over), 16 * kBeat, 100);
}

TEST(BandForm, ASoloThatIsAskedForSilencesTheBandUntilTheCue) {
  BandRun run = *BandRun::make(bars(8));
  const Played played = play(run, 30, [](BandRun& at, Frames from) {
    in_time(at, from);
    if (from / 64 == 6 * kBeat / 64) at.ask_solo();
    if (from / 64 == 18 * kBeat / 64) at.cue();
  });
  EXPECT_EQ(bars_of(played), "1 2 6 7 8");
}

}  // namespace
}  // namespace firstchair::practice
