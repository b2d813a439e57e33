// The guard under which this room's tests run what an audio callback calls: it aborts when that allocates.
#include <gtest/gtest.h>

#include <new>

#include "testing/no_new.h"

namespace firstchair::io {
namespace {

TEST(LiveAudioAllocation, TheGuardItselfWorks) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        const testing::AudioScope scope;
        ::operator delete(::operator new(4));
      },
      "");
}

}  // namespace
}  // namespace firstchair::io
