#include "engine/cut/placement.h"

#include <gtest/gtest.h>

namespace firstchair::cut {
namespace {

//  camera a:      |0 ---- 60|        |61 ---- 90|    stopped for 12 s after a minute
//  master:   -----|3.2 -- 63.2|------|76.2 --- 105.2|------
TEST(Placement, APieceStandsWhereItsLineSays) {
  Placement placement;
  placement.pieces = {{.from_s = 0, .to_s = 60, .offset_s = 3.2},
                      {.from_s = 61, .to_s = 90, .offset_s = 15.2}};
  ASSERT_TRUE(piece_at(placement, 3.2));
  EXPECT_EQ(piece_at(placement, 63.1), &placement.pieces[0]);
  EXPECT_FALSE(piece_at(placement, 70));
  EXPECT_EQ(piece_at(placement, 76.3), &placement.pieces[1]);
  EXPECT_FALSE(piece_at(placement, 3.1));
}

TEST(Placement, MasterAndCameraTimeAreInverse) {
  for (const double slope : {-kSteepest, -20e-6, 0., 150e-6, kSteepest})
    for (const double offset_s : {-1000., 0., 3.211})
      for (const double t : {0., 61.03, 14400.}) {
        const Piece piece{.from_s = 0, .to_s = 14400, .offset_s = offset_s, .slope = slope};
        EXPECT_NEAR(camera_of(piece, master_of(piece, t)), t, 1e-9);
      }
}

TEST(Placement, GradesHaveNames) {
  for (const Grade grade : {Grade::exact, Grade::frame, Grade::check, Grade::no})
    EXPECT_EQ(grade_from_id(id_of(grade)), grade);
  EXPECT_FALSE(grade_from_id("fine"));
  for (const Witness witness :
       {Witness::none, Witness::sound, Witness::windows, Witness::attacks, Witness::loudness})
    EXPECT_EQ(witness_from_id(id_of(witness)), witness);
  EXPECT_FALSE(witness_from_id("ear"));
}

}  // namespace
}  // namespace firstchair::cut
