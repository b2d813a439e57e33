#include "practice/band/played_with.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/judge/norms.h"
#include "engine/session.h"
#include "practice/band/band_run.h"
#include "testing/chance.h"

namespace firstchair::practice {
namespace {

constexpr double kRate = 48000, kLean_ms = -14;
constexpr int kBeats = 160;

struct Drummed {
  std::vector<Hit> hits;
  band::BandPlayed played;
};

// A drummer of an e-kit plays so much before the band's beats, and closes .35 of the gap to that.
Drummed play(double follow, double round_trip) {
  BandRunConfig config{.notes = {}, .tempi = {{0, 120}}, .length = kBeats * kTicksPerQuarter};
  config.clock = {.follow = follow, .looseness_ms = follow > 0 ? 5. : 0};
  config.round_trip = round_trip;
  BandRun run = *BandRun::make(std::move(config));
  testing::Chance chance(4);
  Drummed result;
  double beat_ms = 500;
  std::size_t beat = 1;
  const auto strike = [&](double ms, Voice voice) {
    const Hit hit{.frame = std::llround(ms_to_frames(ms, kRate) + round_trip),
                  .voice = voice,
                  .strength = 90,
                  .sigma_ms = 1};
    result.hits.push_back(hit);
    run.push(hit);
  };
  for (Frames from = 0; !run.over(); from += 64) {
    while (run.next(from, from + 64)) {
    }
    const double now = frames_to_ms(static_cast<double>(from), kRate);
    if (now < beat_ms + 60 || run.beats().size() <= beat) continue;
    const double gap = beat_ms - run.beats()[beat].played.band_ms - kLean_ms;
    strike(beat_ms, beat % 2 == 0 ? Voice::kick : Voice::snare);
    strike(beat_ms + .4, Voice::hat_closed);
    strike(beat_ms + 250, Voice::hat_closed);
    beat_ms += 500 - .35 * gap + 4 * chance.normal();
    ++beat;
  }
  std::sort(result.hits.begin(), result.hits.end(),
            [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  result.played.follow = follow;
  result.played.beats.assign(run.beats().begin(), run.beats().end());
  return result;
}

SessionConfig config_of(const Drummed& run, std::optional<PlayedWith> band) {
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kRate;
  config.source.band = std::move(band);
  config.source.length = run.hits.back().frame + 1;
  config.bpm = 120;
  config.norms = judge::default_norms();
  config.find_kit_strokes = false;
  return config;
}

const Metric* snare_of(const Take& take) {
  for (const Metric& m : take.verdict.metrics)
    if (m.measure == Measure::placement && m.line == Line::snare) return &m;
  return nullptr;
}

TEST(PlayedWith, LeansAreJudgedAgainstTheBandThatHeldOrFollowed) {
  for (const double follow : {0., .5}) {
    const Drummed run = play(follow, 480);
    const PlayedWith band = played_with(run.played, kRate, 480, 1);
    EXPECT_EQ(band.follow, 100 * follow);
    EXPECT_EQ(band.home_bpm, 120);
    ASSERT_EQ(band.beats.size(), static_cast<std::size_t>(kBeats));
    const Take beside = judge_strokes(config_of(run, band), run.hits);
    const Metric* snare = snare_of(beside);
    ASSERT_NE(snare, nullptr);
    EXPECT_TRUE(snare->beside_band);
    EXPECT_NEAR(snare->value, kLean_ms, 2.5) << follow;
    EXPECT_LT(snare->low, kLean_ms);
    EXPECT_GT(snare->high, kLean_ms);
    EXPECT_EQ(snare->standing, follow == 0 ? Standing::out_of_band : snare->standing);
    // The same strokes against the player's own pulse show nothing of it.
    const Take alone = judge_strokes(config_of(run, {}), run.hits);
    ASSERT_NE(snare_of(alone), nullptr);
    EXPECT_FALSE(snare_of(alone)->beside_band);
    EXPECT_NEAR(snare_of(alone)->value, 0, 3);
    // The other measures do not know of the band.
    for (std::size_t k = 0; k < beside.verdict.metrics.size(); ++k)
      if (beside.verdict.metrics[k].measure == Measure::tightness) {
        const auto same =
            std::find_if(alone.verdict.metrics.begin(), alone.verdict.metrics.end(), [&](const Metric& m) {
              return m.measure == Measure::tightness && m.line == beside.verdict.metrics[k].line;
            });
        ASSERT_NE(same, alone.verdict.metrics.end());
        EXPECT_EQ(same->value, beside.verdict.metrics[k].value);
      }
  }
}

// A round trip that nobody measured may be the lean: then only the lines are told against each other.
TEST(PlayedWith, ADelayThatIsNotKnownTellsNoLeanAgainstTheBand) {
  const Drummed run = play(.2, 0);
  const Take take = judge_strokes(config_of(run, played_with(run.played, kRate, 0, -1)), run.hits);
  ASSERT_NE(snare_of(take), nullptr);
  EXPECT_FALSE(snare_of(take)->beside_band);
}

}  // namespace
}  // namespace firstchair::practice
