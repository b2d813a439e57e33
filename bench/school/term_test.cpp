// A short term of a small school, with a kill of everything there is; the long one is `firstchair bench
// school`.
#include "bench/school/term.h"

#include <gtest/gtest.h>

namespace firstchair::bench {
namespace {

TEST(SchoolTerm, NothingIsLostWhenServerWorkerAndDatabaseAreKilled) {
  auto stand = Stand::make({.program = FIRSTCHAIR, .servers = 2, .workers = 2, .lease_s = 2});
  ASSERT_TRUE(stand) << stand.error().line();
  const TermResult term = live_through(**stand, {.students = 4, .takes = 6, .kills = 3});
  EXPECT_TRUE(term.well()) << term.fault << "\nsent " << term.sent << " kept " << term.kept << " heard "
                           << term.heard << " failed " << term.failed << " waiting " << term.waiting
                           << " wrong grades " << term.wrong_grades << " not as played "
                           << term.not_as_played;
  EXPECT_EQ(term.sent, 24);
  EXPECT_EQ(term.heard, 24);
  EXPECT_GT(term.kills, 0);
  EXPECT_EQ(names_in_logs(**stand), 0);
}

TEST(SchoolTerm, OneServerWithoutWorkersHearsInItself) {
  auto stand = Stand::make({.program = FIRSTCHAIR, .servers = 1, .workers = 0, .postgres = false});
  ASSERT_TRUE(stand) << stand.error().line();
  const TermResult term = live_through(**stand, {.students = 2, .takes = 3, .kills = 1});
  EXPECT_TRUE(term.well()) << term.fault;
  EXPECT_EQ(term.heard, 6);
}

}  // namespace
}  // namespace firstchair::bench
