#include "report/text/band_text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace firstchair::report {
namespace {

band::Moves moves_like(band::Led led) {
  band::Moves moves;
  moves.gain = {.value = .41, .low = .25, .high = .57, .open = false, .beats = 255};
  moves.band_gain = .3;
  moves.led = led;
  moves.tempo = {.told = true,
                 .from = {.bpm = 140.2, .half_bpm = .8},
                 .to = {.bpm = 146, .half_bpm = .92},
                 .change_bpm = 5.8,
                 .own_bpm = 6.4,
                 .own_low = 5.1,
                 .own_high = 7.7,
                 .pulled_bpm = -.6,
                 .pulled_low = -.83,
                 .pulled_high = -.37};
  moves.bars = 63.75;
  moves.bars_wanted = 32;
  return moves;
}

std::string told(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

TEST(BandText, SaysWhoMovedTheTempoAndWhoFollows) {
  EXPECT_EQ(
      moves_text(moves_like(band::Led::drummer_follows)),
      "tempo 140 (±0.8) -> 146 (±0.9): you +6.4 (5.1 to 7.7), band -0.6 (-0.8 to -0.4); you closed 0.41 "
      "(0.25 to 0.57) of the gap a beat, the band 0.30: you follow");
  EXPECT_TRUE(moves_text(moves_like(band::Led::drummer_leads)).ends_with(": you lead"));
}

TEST(BandText, SaysThatItCannotBeToldAndWhy) {
  band::Moves moves = moves_like(band::Led::cannot_tell);
  EXPECT_TRUE(moves_text(moves).ends_with("the band 0.30: who follows cannot be told"));
  moves.bars = 12.5;
  EXPECT_TRUE(moves_text(moves).ends_with(": too few bars to say who follows (12 of 32 bars)"));
  moves.gain = {.beats = 40};
  moves.tempo = {};
  EXPECT_EQ(moves_text(moves), "too few bars to say who follows (12 of 32 bars)");
}

// The band's own share is 0: nobody can lead it.
TEST(BandText, OfABandThatHeldItSaysWhetherTheDrummerFollowed) {
  band::Moves moves = moves_like(band::Led::nobody_follows);
  moves.band_gain = 0;
  EXPECT_TRUE(moves_text(moves).ends_with("the band 0.00: the band held and you kept your own time"));
  moves.led = band::Led::cannot_tell;
  EXPECT_TRUE(moves_text(moves).ends_with("the band 0.00: whether you follow cannot be told"));
  moves.bars = 12.5;
  EXPECT_TRUE(
      moves_text(moves).ends_with("the band 0.00: too few bars to say whether you follow (12 of 32 bars)"));
}

band::BandPlayed eight_bars() {
  band::BandPlayed played{.title = "Blues", .follow = .5};
  for (int n = 0; n < 32; ++n) {
    band::BandBeat beat;
    beat.quarter = n, beat.sure = true;
    beat.home_bpm = 120, beat.band_bpm = 121, beat.drummer_bpm = 122;
    beat.played = {.band_ms = 500. * n, .drummer_ms = 500. * n - 8 + n % 3, .heard = n != 5};
    played.beats.push_back(beat);
  }
  return played;
}

TEST(BandText, EightBarsTellTheGapAndNotWhoFollows) {
  const std::vector<std::string> lines = band_lines(eight_bars());
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[0],
            "moves    tempo 120 (±0.3) -> 120 (±0.3); too few bars to say who follows (7 of 32 bars)");
  EXPECT_EQ(lines[1],
            "gap      you 7.1 ms early (±0.3) against the band on 31 beats, spread 0.8 ms (0.6 to 1.0)");
  EXPECT_EQ(lines[2], "beats    31 of 32 were played by both");
}

// However long: a band that is not loose tells nothing of who hears it.
TEST(BandText, OfABandThatHeldExactlyNothingIsToldOfWhoFollows) {
  band::BandPlayed played = eight_bars();
  played.follow = 0;
  EXPECT_EQ(band_lines(played)[0],
            "moves    tempo 120 (±0.3) -> 120 (±0.3); the band held its tempo exactly: how far you followed "
            "it cannot be told");
  for (band::BandBeat& beat : played.beats)
    beat.played.loose_ms = 2 * static_cast<double>(beat.quarter % 3) - 2;
  EXPECT_TRUE(band_lines(played)[0].find("exactly") == std::string::npos) << band_lines(played)[0];
}

// Who plays something else than what his strokes are looked for in is told so, and what to do.
TEST(BandText, HardlyABeatOfBothIsToldWithItsReason) {
  band::BandPlayed played = eight_bars();
  const auto line = [&](bool on_page = false) { return band_lines(played, on_page).back(); };
  for (std::size_t n = 0; n < 32; ++n) played.beats[n].played.heard = n < 8;
  EXPECT_EQ(line(), "beats    8 of 32 were played by both");
  played.beats[7].played.heard = false;
  EXPECT_EQ(line(),
            "beats    7 of 32 were played by both: your beat was not found where the band's is. Come in with "
            "its count-in, or name what you play (--chart)");
  played.known_by = band::KnownBy::chart;
  EXPECT_NE(line().find("looked for in the chart, and few are there. Play it, or say --chart none"),
            std::string::npos);
  played.known_by = band::KnownBy::songs_drums;
  EXPECT_EQ(
      line(),
      "beats    7 of 32 were played by both: your strokes were looked for in the drums that the song has "
      "written out, and few are there. Play those, name what you play (--chart), or say --chart none: the "
      "band finds your beat then");
  EXPECT_EQ(
      line(true),
      "beats    7 of 32 were played by both: your strokes were looked for in the drums that the song has "
      "written out, and few are there");
  // Beats at which one of them was to be silent are none of both.
  for (std::size_t n = 16; n < 32; ++n) played.beats[n].held = true;
  EXPECT_EQ(line(), "beats    7 of 16 were played by both");
}

TEST(BandText, HowTheDrummerCameBackAfterATradeIsTold) {
  band::BandPlayed played = eight_bars();
  for (std::size_t n = 16; n < 24; ++n) played.beats[n].alone = played.beats[n].held = true;
  const std::vector<std::string> lines = band_lines(played);
  EXPECT_NE(std::find(lines.begin(), lines.end(),
                      "back     bar 7: you came back 8 ms early (±2, one stroke), tempo 120 (±0.3) for 121"),
            lines.end())
      << lines[2];
  // Of many the mean, its interval and the farthest.
  for (std::size_t n = 0; n < 32; ++n) played.beats[n].alone = n % 8 >= 4;
  for (std::size_t n = 0; n < 32; n += 4) played.beats[n].alone = n % 8 == 4;
  played.beats[24].played.drummer_ms = 500 * 24 + 30;
  played.beats.insert(played.beats.end(), played.beats.begin(), played.beats.end());
  const auto many = band_lines(played);
  EXPECT_TRUE(std::any_of(many.begin(), many.end(), [](const std::string& line) {
    return line.starts_with("back     7 returns: ") &&
           line.find("; farthest: bar 7: you came back 30 ms late (±") != std::string::npos;
  }));
}

TEST(BandText, DoubleAndHalfTimeAreToldWhereTheyLast) {
  band::BandPlayed played = eight_bars();
  const auto has = [&](const char* text) {
    const auto lines = band_lines(played);
    return std::find(lines.begin(), lines.end(), text) != lines.end();
  };
  const char* twice =
      "time     your backbeat lay on every \"and\" in 4 bars: double time. The band kept its count";
  for (std::size_t n = 4; n < 19; ++n) played.beats[n].backbeat_and = true;
  EXPECT_FALSE(has(twice));
  played.beats[19].backbeat_and = true;
  EXPECT_TRUE(has(twice));
  played.beats[5].backbeat = true;  // another bar than that
  EXPECT_FALSE(has(twice));
  for (band::BandBeat& beat : played.beats) {
    beat.backbeat_and = false;
    beat.backbeat = beat.quarter % 4 == 2;
  }
  EXPECT_TRUE(has("time     your backbeat lay on 3 alone in 8 bars: half time. The band kept its count"));
  for (band::BandBeat& beat : played.beats) beat.backbeat = beat.quarter % 2 == 1;
  EXPECT_FALSE(has("time     your backbeat lay on 3 alone in 8 bars: half time. The band kept its count"));
}

// 30 ms are let be; of 48 the other 18 pull: .7 * .45 * 18 / (1 - .45) = 10.3 ms a beat of 500.
TEST(BandText, WhatIsBeyondTheLeanThatIsLetBeIsToldWithWhatItPulls) {
  band::BandPlayed played = eight_bars();
  for (band::BandBeat& beat : played.beats) {
    beat.lean_ms = 30;
    beat.played.drummer_ms = beat.played.band_ms + 48;
  }
  const auto lines = band_lines(played);
  EXPECT_NE(std::find(lines.begin(), lines.end(),
                      "pull     the band lets 30 ms be; the 18 ms (±0.0) beyond go with 10.3 ms (±0.0) a "
                      "beat, from 120 to "
                      "about 118 (118 to 118). If you meant that tempo, count in at it; if not, and you play "
                      "no such lean, "
                      "measure the delay again: firstchair calibrate"),
            lines.end())
      << told(lines);
  for (band::BandBeat& beat : played.beats) beat.lean_ms = 20;
  for (const std::string& line : band_lines(played)) EXPECT_FALSE(line.starts_with("pull")) << line;
}

TEST(BandText, LeansAgainstABandAreToldAsSuchAndWhatTheyAreAgainst) {
  Take take;
  EXPECT_TRUE(band_lean_lines(take).empty());
  take.source.band = PlayedWith{.follow = 50, .home_bpm = 140, .delay_sd_ms = 1};
  Metric snare;
  snare.measure = Measure::placement, snare.line = Line::snare;
  snare.standing = Standing::out_of_band;
  snare.value = 14, snare.low = 11, snare.high = 17, snare.n = 60;
  snare.beside_band = true;
  take.verdict.metrics.push_back(snare);
  std::vector<std::string> lines = band_lean_lines(take);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], "line     Snare 14 ms late of the band, ±3");
  EXPECT_EQ(lines[1],
            "against  With a band that followed at 50: leans are against its clock, which listened to the "
            "player; the rest is against the player's own pulse.");
  take.source.band->follow = 0;
  EXPECT_EQ(band_lean_lines(take)[1],
            "against  With a band that held its tempo: leans are against its clock, as against a click; the "
            "rest is against the player's own pulse.");
  // A delay that is not known tells no lean against the band.
  take.verdict.metrics[0].beside_band = false;
  take.source.band->delay_sd_ms = -1;
  EXPECT_EQ(
      band_lean_lines(take).front(),
      "against  With a band that held its tempo, whose delay is not known: measured against the player's "
      "own pulse.");
}

TEST(BandText, ATakeInWhichNothingWasHeardSaysSo) {
  band::BandPlayed played = eight_bars();
  for (band::BandBeat& beat : played.beats) beat.played.heard = beat.sure = false;
  EXPECT_TRUE(band_lines(played)[0].starts_with("moves    no beat of yours was sure enough to be followed;"));
}

TEST(BandText, TheTableHasARowABeatWithItsBarAndLeavesOutWhatWasNotPlayed) {
  band::BandPlayed played = eight_bars();
  played.meter = {.beats = 3, .unit = 4};
  const std::string csv = moves_csv(played);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 33);
  EXPECT_NE(csv.find("\n4,2,2,2000.000,1993.000,-7.000,120.000,121.000,122.000,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("\n5,2,3,2500.000,,,120.000,"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::report
