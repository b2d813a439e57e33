#include "lab/csv.h"

#include <gtest/gtest.h>

namespace firstchair::lab {
namespace {

TEST(Csv, ACommaInQuotesBelongsToItsCell) {
  const std::vector<std::string> cells = csv_cells("hall.flac,\"walled court, no roof\",44,");
  ASSERT_EQ(cells.size(), 4U);
  EXPECT_EQ(cells[1], "walled court, no roof");
  EXPECT_EQ(cells[2], "44");
  EXPECT_EQ(cells[3], "");
}

TEST(Csv, TwoQuotesInAQuotedCellAreOneQuote) {
  EXPECT_EQ(csv_cells("\"12\"\" snare\",1").front(), "12\" snare");
}

}  // namespace
}  // namespace firstchair::lab
