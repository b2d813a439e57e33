#include "engine/cut/placement.h"

#include <gtest/gtest.h>

#include "engine/cut/film.h"

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

TEST(Placement, APieceWithoutAPictureGoesWithItsFile) {
  Camera camera;
  camera.files = {"a.mp4", "b.mp4", "b.mp4"};
  camera.placement.pieces = {{25, 20, 1, 0}, {0, 10, 30, 0}, {10, 30, 31, 0}};
  tidy_pieces(camera);
  ASSERT_EQ(camera.placement.pieces.size(), 2u);
  EXPECT_EQ(camera.placement.pieces[0].offset_s, 30);
  EXPECT_EQ(camera.files, (std::vector<std::string>{"b.mp4", "b.mp4"}));
  // One file for all pieces stays, and so do the names of a camera that is never seen.
  camera.files = {"a.mp4"};
  camera.placement.pieces = {{25, 20, 1, 0}, {0, 10, 30, 0}};
  tidy_pieces(camera);
  EXPECT_EQ(camera.files.size(), 1u);
  camera.placement.pieces = {{25, 20, 1, 0}};
  tidy_pieces(camera);
  EXPECT_TRUE(camera.placement.pieces.empty());
  EXPECT_EQ(camera.files.size(), 1u);
}

//  camera:   |0 ---- 20|20 ---- 45|        the second piece plays 5 s again, the third was filmed before
//  master:   |0 ---- 20|                   and names its own file
//                 |15 ---- 40|
TEST(Placement, PiecesStandInTheMastersOrderAndOverNoOther) {
  Camera camera;
  camera.files = {"b.mp4", "b.mp4", "a.mp4"};
  camera.placement.pieces = {{0, 20, 0, 0}, {20, 45, -5, 0}, {2, 9, -12, 0}};
  tidy_pieces(camera);
  ASSERT_EQ(camera.placement.pieces.size(), 3u);
  EXPECT_EQ(camera.files, (std::vector<std::string>{"a.mp4", "b.mp4", "b.mp4"}));
  EXPECT_EQ(camera.placement.pieces[0].offset_s, -12);
  EXPECT_EQ(camera.placement.pieces[2].from_s, 25);
  EXPECT_EQ(camera_of(*piece_at(camera.placement, 19.9), 19.9), 19.9);
  EXPECT_EQ(camera_of(*piece_at(camera.placement, 20.5), 20.5), 25.5);
  // One that lies all over another has no place.
  camera.files = {"a.mp4"};
  camera.placement.pieces = {{0, 20, 0, 0}, {30, 35, -20, 0}};
  tidy_pieces(camera);
  EXPECT_EQ(camera.placement.pieces.size(), 1u);
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
