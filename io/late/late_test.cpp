#include "io/late/late.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace firstchair::late {
namespace {

// zlib is on every machine that has Debian's dpkg.
constinit Libraries zlib{{"libz.so.1"}, "Install zlib1g"};
constinit Libraries none{{"libz.so.1", "libfirstchair-none.so.7"}, "Install none"};
FIRSTCHAIR_LATE(zlib, zlibVersion);
FIRSTCHAIR_LATE(zlib, crc32);
constinit const Function<int (*)()> zlibForgot{zlib, "zlibForgot"};

TEST(Late, AFunctionIsCalledByItsName) {
  EXPECT_STREQ(zlibVersion(), zlibVersion());
  const unsigned char text[] = "123456789";
  EXPECT_EQ(crc32(0, text, 9), 0xcbf43926u);  // the check value of CRC-32
}

TEST(Late, ALibraryThatIsNotThereIsRefusedInOneLineEveryTime) {
  for (int n = 0; n < 2; ++n) {
    const Result<Done> loaded = none.load();
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::unsupported);
    EXPECT_EQ(loaded.error().line(), "libfirstchair-none.so.7: this library cannot be loaded. Install none.");
  }
}

TEST(Late, WhoCallsWhatIsNotThereEndsWithOneLine) {
  EXPECT_EXIT(zlibForgot(), testing::ExitedWithCode(3),
              "^firstchair: no library has zlibForgot. Install zlib1g.\n$");
}

TEST(Late, TheFilesNameHasTheVersionOfTheHeaders) {
#define FIRSTCHAIR_LATE_TEST_MAJOR 59
  EXPECT_STREQ(FIRSTCHAIR_LATE_FILE("avformat", FIRSTCHAIR_LATE_TEST_MAJOR), "libavformat.so.59");
}

}  // namespace
}  // namespace firstchair::late
