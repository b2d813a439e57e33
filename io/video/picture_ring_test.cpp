#include "io/video/picture_ring.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

namespace firstchair::video {
namespace {

Wanted wanted() {
  return {32, 18, Fit::pad, {{.at_s = 1.5}, {.at_s = 2, .x = .25f, .y = .75f, .size = .5f}}};
}

TEST(PictureRing, HandsWishesThereAndPicturesBack) {
  std::optional<PictureRing> reader = PictureRing::make(wanted());
  ASSERT_TRUE(reader);
  std::optional<PictureRing> writer = PictureRing::join(reader->descriptor());
  ASSERT_TRUE(writer);
  EXPECT_EQ(writer->width(), 32);
  EXPECT_EQ(writer->height(), 18);
  EXPECT_EQ(writer->fit(), Fit::pad);
  ASSERT_EQ(writer->wishes(), 2u);
  EXPECT_EQ(writer->wish(0).at_s, 1.5);
  EXPECT_EQ(writer->wish(1).x, .25f);
  std::vector<std::uint8_t> got(picture_bytes(32, 18));
  for (std::uint8_t k = 1; k < 40; ++k) {
    std::ranges::fill(writer->wait_for_picture(), k);
    writer->end_picture();
    reader->take(got);
    EXPECT_EQ(got, std::vector<std::uint8_t>(got.size(), k));
  }
}

TEST(PictureRing, IsNeitherMadeNorJoinedOfWhatIsNone) {
  Wanted odd = wanted();
  odd.width = 33;
  EXPECT_FALSE(PictureRing::make(odd));
  odd.width = kLargestSide + 2;
  EXPECT_FALSE(PictureRing::make(odd));
  EXPECT_FALSE(PictureRing::join(-1));
  const int other = ::memfd_create("other", MFD_CLOEXEC);
  ASSERT_EQ(::ftruncate(other, 1 << 20), 0);
  EXPECT_FALSE(PictureRing::join(other));
  ::close(other);
}

// The one who draws in the cage can neither cut the memory nor move what this side reads.
TEST(PictureRing, CannotBeCutByTheOtherSide) {
  std::optional<PictureRing> reader = PictureRing::make(wanted());
  ASSERT_TRUE(reader);
  EXPECT_NE(::ftruncate(reader->descriptor(), 16), 0);
  // Whatever is written over its head, pictures are read where they were made.
  const std::vector<std::uint8_t> lies(64, 0xff);
  ASSERT_EQ(::pwrite(reader->descriptor(), lies.data(), lies.size(), 0), 64);
  std::vector<std::uint8_t> got(picture_bytes(32, 18), 7);
  for (int k = 0; k < 20; ++k) reader->take(got);
  EXPECT_EQ(got, std::vector<std::uint8_t>(got.size(), 0));
  EXPECT_FALSE(PictureRing::join(reader->descriptor()));
}

}  // namespace
}  // namespace firstchair::video
