#include "engine/follow/chart/claims.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::follow {
namespace {

// Snare on 1 2 3, tom on 4, sixteen bars; one snare of bar 9 is struck on the tom, and every `blur`-th stroke
// of the ear says hat.
struct Played {
  Chart chart;
  std::vector<Hit> hits;
  Alignment alignment;

  explicit Played(int blur) {
    for (int i = 0; i < 64; ++i) {
      const Voice written = i % 4 == 3 ? Voice::tom_mid : Voice::snare;
      chart.notes.push_back({.tick = i * kTicksPerQuarter, .voice = written});
      Voice heard = i == 33 ? Voice::tom_mid : written;
      if (blur > 0 && i % blur == 0) heard = Voice::hat_closed;
      hits.push_back({.frame = i * 24000, .voice = heard, .voice_probability = 0.95f});
      alignment.matches.push_back({.kind = heard == written ? MatchKind::matched : MatchKind::wrong_voice,
                                   .hit = i,
                                   .note = i,
                                   .tick = i * kTicksPerQuarter});
    }
    settle(chart);
  }
  int claimed(VoiceDetail detail, bool polyphonic) {
    withdraw_claims(alignment, hits, Score(chart, detail, polyphonic));
    int count = 0;
    for (const Match& match : alignment.matches) count += match.kind == MatchKind::wrong_voice;
    return count;
  }
};

TEST(Claims, AnEarThatTellsBothDrumsMaySayWhichOneWasStruck) {
  EXPECT_EQ(Played(0).claimed(VoiceDetail::family, false), 1);
}

TEST(Claims, AnEarThatConfusesADrumInThisTakeMayNot) {
  EXPECT_EQ(Played(4).claimed(VoiceDetail::family, false), 0);
}

TEST(Claims, AnUnsureStrokeIsNoWrongDrum) {
  Played played(0);
  played.hits[33].voice_probability = 0.6f;
  EXPECT_EQ(played.claimed(VoiceDetail::family, false), 0);
}

TEST(Claims, AnEKitKnowsItsPads) {
  EXPECT_EQ(Played(4).claimed(VoiceDetail::voice, true), 17);
}

}  // namespace
}  // namespace firstchair::follow
