#include "report/text/fold.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(Fold, ALineIsBrokenBetweenWordsAndSetInUnderItsText) {
  EXPECT_EQ(folded("moves    tempo 97 (±3.1) -> 96 (±1.9); too few bars to say", 40),
            "moves    tempo 97 (±3.1) -> 96 (±1.9);\n         too few bars to say");
  EXPECT_EQ(folded("Corner Blues at 96, follow 50, MIDI, kit general-midi. Ctrl-C ends.", 40),
            "Corner Blues at 96, follow 50, MIDI, kit\ngeneral-midi. Ctrl-C ends.");
}

TEST(Fold, WhatFitsIsLeftAsItIs) {
  EXPECT_EQ(folded("beats    77 of 100 were played by both.", 40), "beats    77 of 100 were played by both.");
  // Forty characters in more bytes.
  EXPECT_EQ(folded("gap ±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±± ", 41),
            "gap ±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±±± ");
  const std::string words = "a line that is far too long for a terminal as narrow as a watch";
  EXPECT_EQ(folded(words, 20), words);
  EXPECT_EQ(folded("", 80), "");
}

TEST(Fold, AWordWiderThanTheTerminalStaysWholeAndLinesStayLines) {
  const std::string path(60, '/');
  EXPECT_EQ(folded("Take: " + path + " is there", 40), "Take:\n" + path + "\nis there");
  EXPECT_EQ(folded("one\ntwo  three", 40), "one\ntwo  three");
}

}  // namespace
}  // namespace firstchair::report
