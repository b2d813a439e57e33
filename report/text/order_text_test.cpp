#include <gtest/gtest.h>

#include <sstream>

#include "report/report.h"

namespace firstchair::report {
namespace {

Metric metric(Measure measure, Line line, double value, double low, double high) {
  Metric m;
  m.measure = measure;
  m.line = line;
  m.value = value;
  m.low = low;
  m.high = high;
  m.n = 64;
  m.needed = 16;
  m.standing = Standing::out_of_band;
  return m;
}

Take ordered(Action action, const Metric& cause, int from, int to, double bpm, double target = 0,
             int count = 0) {
  Take take;
  take.order = {action, cause, from, to, bpm, target, count};
  return take;
}

struct Example {
  Take take;
  std::string words;
};

std::vector<Example> examples() {
  std::vector<Example> all;
  Metric m = metric(Measure::placement, Line::snare, -14.2, -18.1, -10.3);
  all.push_back({ordered(Action::let_click_come, m, 9, 16, 96),
                 "Snare 14 ms early, ±4. Let the pulse come: bars 9-16 at 96."});
  m = metric(Measure::placement, Line::ride, 13.2, 11.5, 14.9);
  all.push_back({ordered(Action::meet_click, m, 1, 8, 132),
                 "Ride 13.2 ms late, ±1.7. Meet the pulse: bars 1-8 at 132."});
  m = metric(Measure::tightness, Line::hat, 21, 19, 24);
  m.band_low = 11, m.band_high = 18;
  all.push_back({ordered(Action::line_alone, m, 1, 8, 92, 0, 4),
                 "Hat spread 21 ms (19 to 24). Pros: 11 to 18. Hat alone, bars 1-8 at 92, 4 clean."});
  m = metric(Measure::spot, Line::snare, 18, 13, 23);
  m.place = {12, 3, 0};
  m.n = 6;
  m.places.resize(5);
  all.push_back({ordered(Action::loop, m, 11, 12, 92, 0, 4),
                 "Bar 12, beat 3: snare 18 ms late, ±5, 5 of 6. Loop bars 11-12 at 92, 4 clean."});
  m = metric(Measure::missed, Line::kick, 100.0 * 3 / 64, 1.6, 12.9);
  m.places = {{5, 1, 0}, {7, 1, 0}, {7, 3, 0}};
  all.push_back({ordered(Action::line_alone, m, 5, 8, 80, 0, 4),
                 "3 of 64 kick notes missed, beat 1 (bars 5, 7) +1. Kick alone, bars 5-8 at 80, 4 clean."});
  m = metric(Measure::extra, Line::snare, 100.0 * 5 / 64, 3, 17);
  m.places = {{1, 1, 0}, {2, 1, 0}, {3, 1, 0}, {4, 1, 0}, {5, 1, 0}};
  all.push_back(
      {ordered(Action::line_alone, m, 1, 4, 80),
       "5 extra snare strokes heard on 64, beat 1 (bars 1, 2, 3, 4 +1). Snare alone, bars 1-4 at 80."});
  m.places = {{1, 1, 0}, {1, 2, 0}, {3, 3, 0}, {1, 1, 0}, {1, 2, 0}};
  all.push_back({ordered(Action::line_alone, m, 1, 4, 80),
                 "5 extra snare strokes heard on 64, bars 1 (4), 3. Snare alone, bars 1-4 at 80."});
  m.places = {{3, 1.5, 0}, {3, 2, 0}};
  all.push_back({ordered(Action::line_alone, m, 3, 3, 80),
                 "5 extra snare strokes heard on 64, bar 3 (2). Snare alone, bar 3 at 80."});
  m.places = {{1, 3.5, 0}, {1, 3.5, 0}, {1, 3.5, 0}, {1, 3.5, 0}, {1, 3.5, 0}};
  all.push_back({ordered(Action::line_alone, m, 0, 0, 0, 0, 4),
                 "5 extra snare strokes heard on 64, & of 3 (5). Snare alone, 4 clean."});
  m = metric(Measure::unison, Line::kick, 7, 6, 8.4);
  m.other = Line::hat, m.band_low = 3.1, m.band_high = 6.4, m.mean = -11, m.mean_low = -14, m.mean_high = -8;
  all.push_back({ordered(Action::two_lines_alone, m, 1, 8, 80, 0, 4),
                 "Kick 11 ms ahead of hat, ±3. Pros: 3 to 6. Kick and hat alone, bars 1-8 at 80, 4 clean."});
  m.mean = -2, m.mean_low = -5, m.mean_high = 1, m.value = 17, m.low = 14, m.high = 20;
  all.push_back({ordered(Action::two_lines_alone, m, 0, 0, 80),
                 "Kick to hat spread 17 ms (14 to 20). Pros: 3 to 6. Kick and hat alone, at 80."});
  m = metric(Measure::drift, Line::pad, 2.1, 1.5, 2.7);
  m.has_line = false, m.place.bar = 12;
  all.push_back({ordered(Action::hold_tempo, m, 11, 16, 96),
                 "Tempo gains 2.1 % a minute, ±0.6, from bar 12. Hold 96 from bar 11."});
  m = metric(Measure::flam_gap, Line::snare, 9, 7, 11);
  m.band_low = 25, m.band_high = 30;
  all.push_back({ordered(Action::open_flams, m, 1, 4, 80),
                 "Snare flam gap 9 ms, ±2. Open them to 25-30 ms, bars 1-4 at 80."});
  m = metric(Measure::swing, Line::ride, 1.42, 1.36, 1.48);
  all.push_back(
      {ordered(Action::swing_to, m, 1, 8, 120, 1.9), "Ride swing 1.42, ±0.06. Swing 1.9, bars 1-8 at 120."});
  m.mean = 1.1, m.mean_low = 1.02, m.mean_high = 1.18;
  all.push_back({ordered(Action::swing_to, m, 1, 8, 120, 1.9),
                 "Ride swing 1.42, ±0.06; at the end 1.10, ±0.08. Swing 1.9, bars 1-8 at 120."});
  m = metric(Measure::accent, Line::snare, 1.2, 0.9, 1.5);
  m.mean = 6.2, m.mean_low = 5.2, m.mean_high = 7.2;
  all.push_back({ordered(Action::lower_ghosts, m, 1, 4, 80, 12),
                 "Snare ghosts 6.2 dB under the rest, ±1.0. Ghosts 12 dB under accents, bars 1-4 at 80."});
  m = metric(Measure::dynamics, Line::hat, 4.2, 3.6, 4.9);
  all.push_back({ordered(Action::even_level, m, 1, 8, 90, 3),
                 "Hat level spread 4.2 dB (3.6 to 4.9). Hat alone, spread under 3.0 dB, bars 1-8 at 90."});
  m = metric(Measure::hand_spread, Line::pad, 2.46, 2.1, 2.9);
  m.mean = 20, m.mean_low = 18, m.mean_high = 22;
  all.push_back(
      {ordered(Action::hand_leads, m, 0, 0, 103, 0, 4),
       "Pad hand spread: left 20 ms (18 to 22), 2.5 times right (2.1 to 2.9). Left leads, at 103, 4 "
       "clean."});
  m.value = 0.4;
  all.push_back(
      {ordered(Action::hand_leads, m, 0, 0, 103),
       "Pad hand spread: left 20 ms (18 to 22), 0.4 times right (2.1 to 2.9). Right leads, at 103."});
  m = metric(Measure::doubles, Line::pad, 22, 20, 24);
  all.push_back({ordered(Action::line_alone, m, 0, 0, 103, 0, 4),
                 "Pad doubles: second stroke 22 ms late, ±2. Pad alone, at 103, 4 clean."});
  m = metric(Measure::doubles_level, Line::pad, -6, -6.5, -5.5);
  all.push_back({ordered(Action::even_level, m, 0, 0, 103, 3),
                 "Pad doubles: second stroke 6.0 dB softer, ±0.5. Pad alone, within 3 dB, at 103."});
  m = metric(Measure::level_spot, Line::hat, -6, -6.5, -5.5);
  m.place.beat = 3.5;
  all.push_back({ordered(Action::even_level, m, 0, 0, 103, 4, 4),
                 "& of 3: hat 6.0 dB softer than anywhere else, ±0.5. Hat alone, within 4 dB, at 103, 4 "
                 "clean."});
  m = metric(Measure::level_course, Line::pad, -7, -7.5, -6.5);
  m.has_line = false;
  all.push_back({ordered(Action::even_level, m, 0, 0, 103, 3, 4),
                 "Level falls 7.0 dB over the take, ±0.5. Hold it within 3 dB, at 103, 4 clean."});
  m = metric(Measure::tightness, Line::hat, 24, 21, 27);
  m.band_low = 10, m.band_high = 17, m.standing = Standing::out_of_band;
  all.push_back({ordered(Action::next_tempo, m, 0, 0, 103),
                 "Hat spread 24 ms (21 to 27). Pros: 10 to 17. Slower, at 103."});
  m = metric(Measure::placement, Line::snare, 6, 2, 10);
  m.standing = Standing::in_band;
  Take take = ordered(Action::next_tempo, m, 0, 0, 96, 0, 8);
  take.reading.bpm = 94;
  all.push_back({take, "Nothing to fix at 94. Next: 96 bpm, 8 bars."});
  take.reading.other_bpm = 188;
  take.order.bpm = 0;
  all.push_back({take, "Nothing to fix in 0 strokes. Next: 8 bars, a little faster."});
  m = metric(Measure::placement, Line::snare, -14.2, -18.1, -10.3);
  all.push_back({ordered(Action::let_click_come, m, 0, 0, 96, 0, 8),
                 "Snare 14 ms early, ±4. Let the pulse come: 8 bars at 96."});
  m = metric(Measure::drift, Line::pad, 2.1, 1.5, 2.7);
  m.has_line = false;
  all.push_back({ordered(Action::hold_tempo, m, 0, 0, 96, 0, 16),
                 "Tempo gains 2.1 % a minute, ±0.6. Hold 96 for 16 bars."});
  m = metric(Measure::tempo, Line::pad, 112, 111.9, 112.1);
  m.has_line = false, m.standing = Standing::out_of_band, m.band_low = 98, m.band_high = 102;
  all.push_back({ordered(Action::hold_tempo, m, 0, 0, 100, 0, 8),
                 "Tempo 112.0 BPM (111.9 to 112.1), asked 100. Hold 100 for 8 bars."});
  m = metric(Measure::tightness, Line::snare, 0, 0, 0);
  m.standing = Standing::too_few, m.n = 12, m.needed = 64;
  all.push_back({ordered(Action::record_more, m, 0, 0, 0, 0, 16),
                 "Snare spread: not enough strokes (12 of 64). Play 16 bars."});
  all.push_back({ordered(Action::record_more, {}, 0, 0, 0, 0, 8), "0 strokes heard. Play 8 bars."});
  return all;
}

bool has_digit(const std::string& text) {
  return text.find_first_of("0123456789") != std::string::npos;
}

}  // namespace

TEST(OrderText, ReadsLikeThese) {
  for (const Example& example : examples()) EXPECT_EQ(order_text(example.take), example.words);
}

TEST(OrderText, IsAtMostFourteenWordsBesideTheNumbers) {
  for (const Example& example : examples()) {
    std::istringstream words(order_text(example.take));
    int count = 0;
    for (std::string word; words >> word;) count += !has_digit(word) && word != "%";
    EXPECT_LE(count, 14) << order_text(example.take);
  }
}

TEST(OrderText, HasANumberInEverySentence) {
  // Every action under every cause, whatever the teacher may combine.
  for (const Example& example : examples()) {
    for (int action = 0; action <= static_cast<int>(kLastAction); ++action) {
      Take take = example.take;
      take.order.action = static_cast<Action>(action);
      for (const double bpm : {0.0, 96.0}) {
        take.order.bpm = bpm;
        std::string text = order_text(take);
        std::size_t end;
        while ((end = text.find(". ")) != std::string::npos) {
          EXPECT_TRUE(has_digit(text.substr(0, end))) << order_text(take);
          text.erase(0, end + 2);
        }
        EXPECT_TRUE(has_digit(text)) << order_text(take);
      }
    }
  }
}

TEST(MetricText, SaysWhyThereIsNoNumber) {
  Metric m = metric(Measure::tightness, Line::hat, 1.2, 0, 0);
  m.standing = Standing::below_floor;
  EXPECT_EQ(metric_text(m), "Hat spread: below this setup's floor (1.2 ms)");
  m.standing = Standing::too_few;
  m.n = 12, m.needed = 64;
  EXPECT_EQ(metric_text(m), "Hat spread: not enough strokes (12 of 64)");
}

TEST(MetricText, RoundsAsFineAsTheIntervalAllowsAndCallsZeroNeitherEarlyNorLate) {
  EXPECT_EQ(metric_text(metric(Measure::placement, Line::hat, -0.2, -3.2, 2.8)), "Hat 0 ms, ±3");
  EXPECT_EQ(metric_text(metric(Measure::placement, Line::hat, -2.24, -3, -1.5)), "Hat 2.2 ms early, ±0.8");
  EXPECT_EQ(metric_text(metric(Measure::placement, Line::hat_foot, 31.6, 20, 43)),
            "Hat foot 32 ms late, ±12");
}

TEST(MetricText, NamesWhoLeadsAPair) {
  Metric m = metric(Measure::unison, Line::kick, 6, 4, 8.2);
  m.other = Line::hat, m.mean = 5, m.mean_low = 2, m.mean_high = 8;
  EXPECT_EQ(metric_text(m), "Kick with hat: spread 6 ms (4 to 8); hat 5 ms ahead of kick, ±3");
  m.mean_low = -1;
  EXPECT_EQ(metric_text(m), "Kick with hat: spread 6 ms (4 to 8)");
}

TEST(MetricText, GivesTheTempoADirectionOnlyWhereTheIntervalHasOne) {
  EXPECT_EQ(metric_text(metric(Measure::drift, Line::pad, -2.1, -2.7, -1.5)),
            "Tempo loses 2.1 % a minute, ±0.6");
  EXPECT_EQ(metric_text(metric(Measure::drift, Line::pad, -0.4, -1, 0.2)),
            "Tempo drift -0.4 % a minute, ±0.6");
}

}  // namespace firstchair::report
