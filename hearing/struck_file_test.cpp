#include "hearing/struck_file.h"

#include <gtest/gtest.h>

namespace firstchair::hearing {
namespace {

TEST(StruckFile, DrumsAreNamedOnceAndByTheirIds) {
  const Result<std::vector<Voice>> drums = parse_drums("kick,snare,hat_closed");
  ASSERT_TRUE(drums);
  EXPECT_EQ(*drums, (std::vector<Voice>{Voice::kick, Voice::snare, Voice::hat_closed}));
  EXPECT_EQ(*parse_drums(" Kick, snare,hat closed"), *drums);
  EXPECT_EQ(*parse_drums("kick,hat-closed"), (std::vector<Voice>{Voice::kick, Voice::hat_closed}));
  EXPECT_EQ(parse_drums("kick, ").error().what, "\"\" is no drum");
  EXPECT_EQ(parse_drums("kick,gong").error().what, "\"gong\" is no drum");
  EXPECT_EQ(parse_drums("kick,").error().what, "\"\" is no drum");
  EXPECT_EQ(parse_drums("kick,snare,kick").error().what, "kick stands there twice");
  EXPECT_EQ(parse_drums("kick").error().what, "one drum alone");
  EXPECT_EQ(parse_drums("kick,pad").error().what, "\"pad\" is no drum");
}

}  // namespace
}  // namespace firstchair::hearing
