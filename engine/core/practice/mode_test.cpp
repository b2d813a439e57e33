#include "engine/core/practice/mode.h"

#include <gtest/gtest.h>

#include "engine/core/practice/history.h"

namespace firstchair {
namespace {

constexpr const char* kTexts[] = {"hear", "drill", "full", "own", "free", "limit"};

TEST(Mode, EveryModeHasTheTextThatBooksHold) {
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(id_of(static_cast<Mode>(i)), kTexts[i]);
    EXPECT_EQ(mode_of(kTexts[i]), static_cast<Mode>(i));
  }
}

TEST(Mode, ATextThatIsNoModeIsAnotherVersions) {
  for (const char* text : {"", "Hear", "drill ", "jam", "other"})
    EXPECT_EQ(mode_of(text), Mode::other) << text;
}

TEST(Mode, ATakeKeepsTheTextOfAModeThatIsNotKnown) {
  KeptTake take;
  for (const char* text : {"jam", "", "limit", "other", "hear"}) {
    set_mode(take, text);
    EXPECT_EQ(mode_text(take), text);
    EXPECT_EQ(take.mode, mode_of(text));
  }
  EXPECT_EQ(take, KeptTake{}) << "what was not known is forgotten with the next mode";
}

}  // namespace
}  // namespace firstchair
