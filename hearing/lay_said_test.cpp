#include "hearing/lay_said.h"

#include <gtest/gtest.h>

namespace firstchair::hearing {
namespace {

TEST(LaySaid, ACameraThatLiesElsewhereThanSaidHasNoPlace) {
  Laid laid;
  laid.cameras.resize(2);
  laid.cameras[0].name = "near";
  laid.cameras[1].name = "far";
  for (LaidCamera& camera : laid.cameras) {
    camera.placement.grade = cut::Grade::check;
    camera.placement.pieces = {{.from_s = 0, .to_s = 20, .offset_s = 4},
                               {.from_s = 20, .to_s = 40, .offset_s = 9}};
    camera.residuals.resize(3);
    camera.notes = {"5.00 s are missing at 0:20; laid as two pieces"};
  }
  LayOptions options;
  options.offset = {{"near", 10.9}, {"far", 27}};
  keep_to_offsets(laid, options);
  EXPECT_EQ(laid.cameras[0].placement.grade, cut::Grade::check);
  EXPECT_EQ(laid.cameras[0].placement.pieces.size(), 2u);
  EXPECT_EQ(laid.cameras[1].placement.grade, cut::Grade::no);
  EXPECT_TRUE(laid.cameras[1].placement.pieces.empty());
  EXPECT_TRUE(laid.cameras[1].residuals.empty());
  EXPECT_EQ(laid.cameras[1].notes,
            std::vector<std::string>{"does not fit within 2 s of 27.00 s, which --offset says"});
  // Sound that takes its time moves a camera, and not what was said of its sound.
  options.offset = {{"near", 9}};
  options.distance_m = {{"near", 900}};
  laid.cameras[0].placement.pieces = {{.from_s = 0, .to_s = 20, .offset_s = 9 + 900. / 343}};
  keep_to_offsets(laid, options);
  EXPECT_EQ(laid.cameras[0].placement.pieces.size(), 1u);
}

}  // namespace
}  // namespace firstchair::hearing
