#include "report/text/ear_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(EarText, SaysHowManyStrokesTheSecondHearingChanged) {
  EXPECT_EQ(ears_differ_text({.both = 4}), "Heard again: every stroke as it was told while you played.");
  EXPECT_EQ(ears_differ_text({.both = 4, .renamed = 2, .only_now = 1, .only_live = 3}),
            "Heard again: 1 stroke more, 3 fewer, 2 of another drum than was told while you played.");
}

}  // namespace
}  // namespace firstchair::report
