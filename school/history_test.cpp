// Schools that live by chance, in both kinds of store, and what holds of every history.
#include "testing/school/history.h"

#include "school/postgres_test.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

using firstchair::testing::SchoolLife;

// Two schools in one database live step by step in turn, in either kind of store, and one of them lives alone
// besides. 10,000 steps are a row of `firstchair bench school`.
TEST(SchoolHistory, TwoSchoolsLiveAlikeInEitherStoreAsIfAlone) {
  const SqliteFiles files, alone_files;
  const PostgresDatabases server;
  SchoolStore here = files.open(), there = server.open(), alone = alone_files.open();
  SchoolLife ours[] = {SchoolLife(here, "Ours", 1), SchoolLife(there, "Ours", 1)};
  SchoolLife theirs[] = {SchoolLife(here, "Theirs", 2), SchoolLife(there, "Theirs", 2),
                         SchoolLife(alone, "Theirs", 2)};
  for (int turn = 0; turn < 100; ++turn) {
    const std::string told = ours[0].step(), other = theirs[0].step();
    ASSERT_EQ(told, ours[1].step()) << turn;
    ASSERT_EQ(other, theirs[1].step()) << turn;
    ASSERT_EQ(other, theirs[2].step()) << turn;
    EXPECT_EQ(told.find("Theirs"), std::string::npos) << turn;
    EXPECT_EQ(other.find("Ours"), std::string::npos) << turn;
  }
  const std::string told = ours[0].everything(), other = theirs[0].everything();
  EXPECT_EQ(told, ours[1].everything());
  EXPECT_EQ(other, theirs[1].everything());
  EXPECT_EQ(other, theirs[2].everything());
  EXPECT_TRUE(told.ends_with("#0") && other.ends_with("#0")) << "the log is whole";
  // What a gradebook shows never changes without the number that says so.
  EXPECT_GT(ours[0].shown_changed() + theirs[0].shown_changed(), 5);
  for (const SchoolLife& one : ours) EXPECT_EQ(one.not_told(), 0);
  for (const SchoolLife& one : theirs) EXPECT_EQ(one.not_told(), 0);
}

}  // namespace
}  // namespace firstchair::school
