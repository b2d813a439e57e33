#include "report/text/explained_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

using Sentences = std::vector<std::string>;

// Four quarter notes on the snare, of which the third was not answered, and a stroke that no note asked for.
Take four_on_the_snare() {
  Take take;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1'000'000;
  take.reading.chart_given = true;
  for (int i = 0; i < 4; ++i) {
    take.chart.notes.push_back({.tick = i * kTicksPerQuarter, .voice = Voice::snare});
    if (i != 2) take.hits.push_back({.frame = 500'000 * (i + 1), .voice = Voice::snare});
  }
  take.hits.push_back({.frame = 2'300'000, .voice = Voice::snare});
  take.alignment.matches = {{.kind = MatchKind::matched, .hit = 0, .note = 0},
                            {.kind = MatchKind::matched, .hit = 1, .note = 1},
                            {.kind = MatchKind::missed, .hit = -1, .note = 2},
                            {.kind = MatchKind::matched, .hit = 2, .note = 3},
                            {.kind = MatchKind::extra, .hit = 3, .note = -1}};
  return take;
}
Metric of(Measure measure, double value, double half, Standing standing, double band) {
  Metric metric;
  metric.measure = measure;
  metric.line = Line::snare;
  metric.value = value;
  metric.low = value - half, metric.high = value + half;
  metric.band_low = measure == Measure::placement ? -band : 0;
  metric.band_high = band;
  metric.standing = standing;
  return metric;
}

TEST(ExplainedText, SaysOfEveryNumberWhatItMeansHere) {
  Take take = four_on_the_snare();
  take.verdict.metrics = {of(Measure::placement, 14, 4, Standing::out_of_band, 8),
                          of(Measure::tightness, 9, 3, Standing::in_band, 12)};
  const std::vector<LineExplained> lines = lines_explained(take, true);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].line, Line::snare);
  EXPECT_EQ(
      lines[0].sentences,
      (Sentences{
          "3 of 4 notes heard. 1 missed: no stroke came near enough to answer. 1 extra: no note asked "
          "for it.",
          "Lean: 14 ms late on average, ±4. The band is -8 to 8 ms, and the whole interval lies outside.",
          "Spread: 9 ms (6 to 12): about that far strokes lie from where they mostly fall. The band is up "
          "to 12 ms, and the interval touches it: nothing is said."}));
}

TEST(ExplainedText, WithoutARoundTripNoLeanIsTold) {
  Take take = four_on_the_snare();
  take.verdict.metrics = {of(Measure::placement, 14, 4, Standing::out_of_band, 8)};
  EXPECT_EQ(lines_explained(take, false)[0].sentences[1],
            "Lean: not told before the round trip is measured, in Setup.");
}

TEST(ExplainedText, TooFewStrokesAndAFinerInputThanThereIsAreSaid) {
  Take take = four_on_the_snare();
  Metric spread = of(Measure::tightness, 0, 0, Standing::too_few, 12);
  spread.n = 3, spread.needed = 64;
  take.verdict.metrics = {spread};
  EXPECT_EQ(lines_explained(take, true)[0].sentences[1],
            "Spread: 3 strokes say nothing of it yet, 64 do. A longer take tells it.");
  take.verdict.metrics = {of(Measure::tightness, 2.5, 0, Standing::below_floor, 12)};
  EXPECT_EQ(lines_explained(take, true)[0].sentences[1],
            "Spread: under 2.5 ms, and no finer can be told through this input.");
}

TEST(ExplainedText, AnotherGrooveIsNotLaidBesideTheChart) {
  Take take = four_on_the_snare();
  take.reading.chart_played = false;
  EXPECT_TRUE(lines_explained(take, true).empty());
}

}  // namespace
}  // namespace firstchair::report
