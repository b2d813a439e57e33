#include "apps/server/http/file_part.h"

#include <gtest/gtest.h>

namespace firstchair::server {
namespace {

TEST(FilePart, RangesAreReadAsBrowsersAskThem) {
  const auto told = [](std::string_view range, std::uint64_t most = 1000) {
    const auto part = part_of(range, 100, most);
    return part ? std::to_string(part->begin) + "-" + std::to_string(part->end) : std::string("whole");
  };
  EXPECT_EQ(told("bytes=0-9"), "0-10");
  EXPECT_EQ(told("bytes=0-"), "0-100");
  EXPECT_EQ(told("bytes=90-500"), "90-100");
  EXPECT_EQ(told("bytes=-10"), "90-100");
  EXPECT_EQ(told("bytes=-500"), "0-100");
  EXPECT_EQ(told("bytes=0-", 40), "0-40") << "who wants more asks on";
  EXPECT_EQ(told("bytes=100-"), "100-100") << "behind the end";
  EXPECT_EQ(told("bytes=0-18446744073709551615"), "0-100");
  for (const char* none : {"", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2",
                           "bytes=99999999999999999999-"})
    EXPECT_EQ(told(none), "whole") << none;
}

}  // namespace
}  // namespace firstchair::server
