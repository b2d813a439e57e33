#include "report/text/count_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

TEST(CountText, CoveredNotesStayInTheDenominator) {
  EXPECT_EQ(heard_text({.notes = 104, .covered = 3}), "101 of 104 notes heard; 3 not to be told apart");
  EXPECT_EQ(slips_text({.notes = 12, .missed = 1, .covered = 3, .extra = 2}),
            "1 missed, 2 extra of 12; 3 not to be told apart");
}

TEST(CountText, SaysOnlyWhatThereIs) {
  EXPECT_EQ(heard_text({.notes = 12, .missed = 1}), "11 of 12 notes heard");
  EXPECT_EQ(slips_text({.notes = 12, .wrong = 2}), "0 missed, 0 extra of 12, 2 on another drum");
  EXPECT_EQ(missed_cell({.notes = 12, .missed = 1}), "1 of 12");
  EXPECT_EQ(cell_of(0), "-");
  EXPECT_EQ(cell_of(2), "2");
}

}  // namespace
}  // namespace firstchair::report
