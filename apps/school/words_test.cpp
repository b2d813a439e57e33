// The moments in sentences, as a clock on the wall of the school shows them.
#include "apps/school/words.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace firstchair::school_api {
namespace {

TEST(SchoolWords, MomentsAreTheSchoolsOwn) {
  const char* before = std::getenv("TZ");
  const std::string zone = before == nullptr ? "" : before;
  ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  ::tzset();
  constexpr std::int64_t kMarch = 1'773'334'800;  // 2026-03-12 17:00 UTC
  EXPECT_EQ(when_text(kMarch), "12 March 18:00");
  EXPECT_EQ(when_text(kMarch + 122 * 24 * 3600), "12 July 19:00") << "in summer";
  EXPECT_EQ(closed_text(kMarch),
            "this closed on 12 March 18:00; the take is kept in your book and not handed in");
  EXPECT_EQ(again_text(kMarch + 20 * 60, false), "we try again at 18:20");
  EXPECT_EQ(again_text(kMarch, true), "we are trying again now");
  EXPECT_EQ(tempo_text(84, 92), "played at 84, asked were 92: kept in your book, not handed in");
  if (zone.empty())
    ::unsetenv("TZ");
  else
    ::setenv("TZ", zone.c_str(), 1);
  ::tzset();
}

}  // namespace
}  // namespace firstchair::school_api
