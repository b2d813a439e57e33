#include "report/text/free_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/text/text.h"

namespace firstchair::report {
namespace {

FreeBeat beat_of(double probability = 0.99, double bar_probability = 0.95) {
  return {.known = true,
          .bpm = 118.42,
          .low = 117.5,
          .high = 119.3,
          .probability = probability,
          .beat = 3,
          .bar_probability = bar_probability};
}

TEST(FreeText, ATempoHasItsInterval) {
  EXPECT_EQ(free_text(beat_of(), 12), "0:12 118.4 bpm ±0.9, beat 3");
}

TEST(FreeText, ABeatThatIsDoubtedSaysSoAndCountsNoBar) {
  EXPECT_EQ(free_text(beat_of(0.612), 12),
            "0:12 118.4 bpm ±0.9, 61 % sure: it may be half, double or beside it");
  EXPECT_EQ(free_text(beat_of(0.99, 0.5), 12), "0:12 118.4 bpm ±0.9");
}

TEST(FreeText, SaysThatNothingIsKnown) {
  EXPECT_EQ(free_text({}, 2), "0:02 no tempo yet");
  EXPECT_NE(free_screen({.beat = {}, .source = "MIDI", .message = {}}, 80, 24).find("not known yet"),
            std::string::npos);
}

TEST(FreeText, TheScreenFitsAnyTerminal) {
  const FreeScreen screen{.beat = beat_of(),
                          .click_bpm = 92,
                          .seconds = 31,
                          .dropouts = 2,
                          .source = "microphone",
                          .message = "The disk is full."};
  EXPECT_NE(free_screen(screen, 80, 24).find(" 1  2 [3] 4 "), std::string::npos);
  for (int width : {1, 20, 80, 200}) {
    for (int rows : {0, 1, 4, 24}) {
      std::istringstream text(free_screen(screen, width, rows));
      int count = 0;
      for (std::string line; std::getline(text, line); ++count) EXPECT_LE(report::columns(line), width);
      EXPECT_LE(count, rows);
    }
  }
}

}  // namespace
}  // namespace firstchair::report
