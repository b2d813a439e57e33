#include "engine/follow/free/transcribe.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/follow/free/quantise.h"
#include "engine/follow/free/reading.h"
#include "engine/follow/free/strength_levels.h"
#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

Transcription heard(const std::vector<Hit>& hits, TranscribeConfig config = {.rate = testing::kTestRate}) {
  const Transcription t = transcribe(hits, config);
  EXPECT_EQ(check_chart(t.chart), "");
  std::vector<int> seen(hits.size(), 0);
  std::set<int> answered;
  for (const Match& m : t.alignment.matches) {
    if (m.hit >= 0) ++seen[static_cast<std::size_t>(m.hit)];
    if (m.note >= 0 && m.kind != MatchKind::grace) {
      EXPECT_TRUE(answered.insert(m.note).second);
    }
  }
  for (int s : seen) EXPECT_EQ(s, 1);
  EXPECT_EQ(answered.size(), t.chart.notes.size());
  const Reading& r = t.reading;
  for (double p : {r.tempo_probability, r.meter_probability, r.bar_probability}) {
    EXPECT_GE(p, 0);
    EXPECT_LE(p, 1);
  }
  return t;
}

std::vector<Hit> human(const Chart& chart, double bpm, std::uint64_t seed = 1, double spread_ms = 7) {
  testing::Drummer drummer{.random = std::mt19937_64(seed),
                           .spread_ms = spread_ms,
                           .seconds = [bpm](double q) { return q * 60 / bpm; }};
  return testing::play(chart, drummer);
}

// The written places, as the set of (tick, voice).
std::set<std::pair<Ticks, Voice>> places(const Chart& chart) {
  std::set<std::pair<Ticks, Voice>> set;
  for (const Note& note : chart.notes) set.insert({note.tick, note.voice});
  return set;
}

TEST(Transcribe, ARockGrooveIsWrittenDownAsItIs) {
  for (double bpm : {72.0, 96.0, 120.0, 150.0}) {
    const Chart chart = testing::rock(16, bpm);
    const Transcription t = heard(human(chart, bpm));
    EXPECT_NEAR(t.reading.bpm, bpm, 0.5) << bpm;
    EXPECT_LE(t.reading.bpm_low, t.reading.bpm);
    EXPECT_GE(t.reading.bpm_high, t.reading.bpm);
    EXPECT_EQ(t.chart.meters[0], (MeterChange{0, 4, 4}));
    EXPECT_EQ(places(t.chart), places(chart)) << bpm;
    EXPECT_EQ(t.chart.swing, 1);
  }
}

TEST(Transcribe, TooFewStrokesMakeNoChart) {
  const std::vector<Hit> all = human(testing::rock(4), 120);
  for (std::size_t n = 0; n < 8; ++n) {
    const Transcription t =
        heard(std::vector<Hit>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)));
    EXPECT_TRUE(t.chart.notes.empty());
    EXPECT_EQ(t.alignment.matches.size(), n);
    for (const Match& m : t.alignment.matches) EXPECT_EQ(m.kind, MatchKind::extra);
  }
}

TEST(Transcribe, AWaltzIsInThree) {
  const Chart chart = testing::chart_of({{Voice::kick, testing::times("x...........", 16)},
                                         {Voice::snare, testing::times("....x...x...", 16)},
                                         {Voice::hat_closed, testing::times("x.x.x.x.x.x.", 16)}},
                                        110, {0, 3, 4});
  const Transcription t = heard(human(chart, 110));
  EXPECT_EQ(t.chart.meters[0], (MeterChange{0, 3, 4}));
  EXPECT_EQ(places(t.chart), places(chart));
}

TEST(Transcribe, TheNamedTempoAndMeterAreKept) {
  const Chart chart = testing::rock(16, 80);
  const std::vector<Hit> hits = human(chart, 80);
  for (double bpm : {80.0, 160.0}) {
    const Transcription t = heard(hits, {.rate = testing::kTestRate, .bpm = bpm});
    EXPECT_NEAR(t.reading.bpm, bpm, 1);
    EXPECT_DOUBLE_EQ(t.reading.tempo_probability, 1);
  }
  const Transcription t = heard(hits, {.rate = testing::kTestRate, .meter = {0, 2, 4}, .meter_given = true});
  EXPECT_EQ(t.chart.meters[0], (MeterChange{0, 2, 4}));
  EXPECT_DOUBLE_EQ(t.reading.meter_probability, 1);
}

// Two tempi are told exactly when the first is not sure, and the second is another one and less likely.
TEST(Transcribe, TwoTempiAreToldWhereOneIsNotSure) {
  int one = 0, two = 0;
  // Quarters on one pad, of which nobody can say whether they are eighths.
  const Chart quarters = testing::chart_of({{Voice::pad, testing::times("x...x...x...x...", 12)}}, 150);
  std::vector<std::vector<Hit>> takes{human(quarters, 150), human(quarters, 75)};
  for (double bpm : {72.0, 96.0, 120.0}) takes.push_back(human(testing::rock(16, bpm), bpm));
  for (const std::vector<Hit>& hits : takes) {
    const Reading r = heard(hits).reading;
    EXPECT_EQ(r.two_tempi(), r.other_probability > 0) << r.bpm;
    if (r.two_tempi()) {
      EXPECT_LT(r.tempo_probability, kSureTempo) << r.bpm;
    }
    (r.two_tempi() ? two : one) += 1;
    if (!r.two_tempi()) continue;
    EXPECT_GT(std::abs(r.other_bpm / r.bpm - 1), 0.03);
    EXPECT_GT(r.other_probability, 0);
    EXPECT_LE(r.tempo_probability + r.other_probability, 1.001);
  }
  EXPECT_GE(one, 3);
  EXPECT_GE(two, 1);
}

TEST(Transcribe, ATempoNamedNearbyIsAHintAndTheTempoPlayedIsMeasured) {
  for (double bpm : {80.0, 100.0, 132.0}) {
    const std::vector<Hit> hits = human(testing::rock(16, bpm), bpm);
    for (double named : {0.9, 0.95, 1.0, 1.05, 1.1}) {
      const Transcription t = heard(hits, {.rate = testing::kTestRate, .bpm = bpm * named});
      EXPECT_NEAR(t.reading.bpm, bpm, 0.5) << bpm << " named " << bpm * named;
      EXPECT_DOUBLE_EQ(t.reading.tempo_probability, 1);
      EXPECT_FALSE(t.reading.two_tempi());
    }
  }
}

// A ride and a foot at 140: the ride's triplets are swung eighths of 140, and not sextuplets of 70.
TEST(Transcribe, ASwingRideIsNotReadAtHalfTheTempo) {
  for (double bpm : {120.0, 140.0, 160.0}) {
    Chart chart = testing::chart_of({{Voice::ride, testing::times("x...x.x.x...x.x.", 12)},
                                     {Voice::hat_pedal, testing::times("....x.......x...", 12)},
                                     {Voice::kick, testing::times("x.......x.......", 12)}},
                                    bpm);
    chart.swing = 2;
    const Reading r = heard(human(chart, bpm, 5, 3)).reading;
    EXPECT_TRUE(std::abs(r.bpm - bpm) < 1 || std::abs(r.other_bpm - bpm) < 1)
        << bpm << ": " << r.bpm << " or " << r.other_bpm;
    if (!r.two_tempi()) {
      EXPECT_NEAR(r.bpm, bpm, 0.3);  // although the take ends on a swung eighth
    }
  }
}

TEST(Transcribe, ADriftingTempoIsFollowed) {
  const Chart chart = testing::rock(32, 110);
  // From 110 to 125 over the take.
  testing::Drummer drummer{.random = std::mt19937_64(3), .spread_ms = 7, .seconds = [](double q) {
                             return 60 / 110.0 * q * (1 - 0.0005 * q);
                           }};
  const Transcription t = heard(testing::play(chart, drummer));
  EXPECT_EQ(places(t.chart), places(chart));
  EXPECT_GT(t.alignment.pulse.back().bpm, t.alignment.pulse.front().bpm + 9);
}

TEST(Transcribe, APauseIsANewPulseNotATempo) {
  const Chart chart = testing::rock(16, 120);
  std::vector<Hit> hits = human(chart, 120, 4);
  for (Hit& hit : hits) {
    if (hit.frame > (1 + 16) * 48000 - 2400) hit.frame += static_cast<Frames>(3.37 * 48000);
  }
  const Transcription t = heard(hits);
  EXPECT_NEAR(t.reading.bpm, 120, 0.5);
  EXPECT_EQ(t.alignment.passages.size(), 2u);
  for (const Match& m : t.alignment.matches) EXPECT_LT(std::abs(m.error_ms), 40);
}

TEST(Transcribe, TripletFeelIsWrittenAsSwungEighths) {
  Chart chart = testing::chart_of({{Voice::ride, testing::times("x...x.x.x...x.x.", 12)},
                                   {Voice::hat_pedal, testing::times("....x.......x...", 12)},
                                   {Voice::kick, testing::times("x.......x.......", 12)}},
                                  140);
  chart.swing = 1.9;
  const Transcription t = heard(human(chart, 140, 5, 5), {.rate = testing::kTestRate, .bpm = 140});
  EXPECT_EQ(t.chart.swing, 2);
  EXPECT_NEAR(t.reading.bpm, 140, 1);
  for (const Note& note : t.chart.notes) EXPECT_EQ(note.tick % (kTicksPerQuarter / 2), 0);
}

TEST(Transcribe, AFlamIsOneNoteWithItsGraceStroke) {
  const Chart chart = testing::rock(12, 100);
  std::vector<Hit> hits;
  int flams = 0;
  for (const Hit& hit : human(chart, 100, 6, 4)) {
    if (hit.voice == Voice::snare && flams < 10) {
      Hit grace = hit;
      grace.frame -= static_cast<Frames>(0.03 * testing::kTestRate);
      grace.strength = 40;
      hits.push_back(grace);
      ++flams;
    }
    hits.push_back(hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  const Transcription t = heard(hits);
  int written = 0, graces = 0;
  for (const Note& note : t.chart.notes) written += note.ornament == Ornament::flam;
  for (const Match& m : t.alignment.matches) {
    if (m.kind != MatchKind::grace) continue;
    ++graces;
    EXPECT_NEAR(m.error_ms, -30, 0.1);
  }
  EXPECT_EQ(written, 10);
  EXPECT_EQ(graces, 10);
  EXPECT_EQ(places(t.chart), places(chart));
}

TEST(Transcribe, GhostsAreToldFromBackbeats) {
  const Chart chart = testing::chart_of({{Voice::hat_closed, testing::times("x.x.x.x.x.x.x.x.", 12)},
                                         {Voice::snare, testing::times(".g..x..g.g..x..g", 12)},
                                         {Voice::kick, testing::times("x.....x...x.....", 12)}},
                                        92);
  const Transcription t = heard(human(chart, 92, 7));
  EXPECT_EQ(places(t.chart), places(chart));
  for (const Note& note : t.chart.notes) {
    if (note.voice == Voice::snare) {
      EXPECT_EQ(note.dynamic == Dynamic::ghost, note.tick % kTicksPerQuarter != 0);
    }
  }
}

TEST(Transcribe, OddInputsAreSurvived) {
  std::mt19937_64 random(8);
  heard(std::vector<Hit>(50, Hit{.frame = 7}));
  for (int round = 0; round < 20; ++round) {
    std::vector<Hit> hits(8 + random() % 300);
    for (Hit& hit : hits) {
      hit.frame = static_cast<Frames>(random() % (48000 * (round % 2 == 0 ? 20 : 200)));
      hit.voice = static_cast<Voice>(random() % kVoiceCount);
      hit.strength = static_cast<float>(random() % 128);
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
    heard(hits);
    heard(hits, {.rate = testing::kTestRate, .detail = VoiceDetail::none, .bpm = 20.0 + 40 * round});
    heard(hits, {.rate = testing::kTestRate, .meter = {0, 11, 16}, .meter_given = true});
  }
}

//  in the beat   0   1/3  2/3
//  played        x    x    x
TEST(Quantise, ABeatOfThreeIsATriplet) {
  std::vector<Placed> strokes;
  for (int beat = 0; beat < 8; ++beat) {
    for (double at : {0.0, 0.34, 0.66}) strokes.push_back({beat + at, 0});
  }
  const Quantised q = quantise(strokes, 0.02, false);
  for (std::size_t i = 0; i < strokes.size(); ++i)
    EXPECT_EQ(q.tick[i], static_cast<Ticks>(i) * kTicksPerQuarter / 3);
}

TEST(Quantise, OneBeatOfTripletsAmongEighthsStaysOneBeat) {
  std::vector<Placed> strokes;
  for (int beat = 0; beat < 8; ++beat) {
    for (double at : beat == 5 ? std::vector{0.0, 0.33, 0.67} : std::vector{0.01, 0.49})
      strokes.push_back({beat + at, 0});
  }
  const Quantised q = quantise(strokes, 0.02, false);
  EXPECT_EQ(q.swing, 1);
  EXPECT_EQ(q.tick[11], 5 * kTicksPerQuarter + kTicksPerQuarter / 3);
  EXPECT_EQ(q.tick[13], 6 * kTicksPerQuarter);
  EXPECT_EQ(q.tick[14], 6 * kTicksPerQuarter + kTicksPerQuarter / 2);
}

TEST(Dynamics, OneLevelWithNoiseHasNoGhostsAndNoAccents) {
  std::mt19937_64 random(9);
  std::normal_distribution<float> level(90, 12);
  for (int round = 0; round < 50; ++round) {
    std::vector<float> strengths(60);
    for (float& s : strengths) s = level(random);
    for (Dynamic d : dynamics_of(strengths, round % 2 == 0 ? Line::snare : Line::hat))
      EXPECT_EQ(d, Dynamic::normal);
  }
}

}  // namespace
}  // namespace firstchair::follow
