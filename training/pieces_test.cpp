#include "training/pieces.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace firstchair::training {
namespace {

// A kick and a hat together, 20 ms apart as on an e-kit, twice a second.
std::vector<lab::Piece> performances() {
  lab::Piece piece{.name = "e-kit", .strokes = {}, .seconds = 60};
  for (double t = 0.5; t < 59; t += 0.5) {
    piece.strokes.push_back({t, Voice::kick, 100});
    piece.strokes.push_back({t + 0.02, Voice::hat_closed, 80});
  }
  return {piece};
}

TEST(Pieces, StrokesAreInOrderAndWithinTheirTime) {
  const std::vector<lab::Piece> played = performances();
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    lab::Dice dice(seed);
    const lab::Piece piece = training_piece(played, 10, dice);
    EXPECT_TRUE(
        std::is_sorted(piece.strokes.begin(), piece.strokes.end(),
                       [](const lab::Stroke& a, const lab::Stroke& b) { return a.seconds < b.seconds; }));
    for (const lab::Stroke& stroke : piece.strokes) {
      EXPECT_GE(stroke.seconds, 0);
      EXPECT_LT(stroke.seconds, 10);
      EXPECT_LT(static_cast<int>(stroke.voice), kVoiceCount - 1);
    }
  }
}

TEST(Pieces, UnisonsAreTightInSomePiecesAndAsPlayedInOthers) {
  const std::vector<lab::Piece> played = performances();
  int tight = 0, wide = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    lab::Dice dice(seed);
    const lab::Piece piece = training_piece(played, 10, dice);
    if (piece.name != "e-kit") continue;
    for (std::size_t s = 1; s < piece.strokes.size(); ++s) {
      const double apart = piece.strokes[s].seconds - piece.strokes[s - 1].seconds;
      tight += apart <= 0.006;
      wide += apart > 0.015 && apart < 0.026;
    }
  }
  EXPECT_GT(tight, 200);
  EXPECT_GT(wide, 200);
}

TEST(Pieces, EverySixthForValidationHasSingleStrokes) {
  const std::vector<lab::Piece> played = performances();
  for (int number = 0; number < 12; ++number) {
    lab::Dice dice(7);
    const lab::Piece piece = validation_piece(played, number, 10, dice);
    EXPECT_EQ(piece.name == "alone", number % 6 == 5) << number;
    EXPECT_FALSE(piece.strokes.empty());
  }
}

}  // namespace
}  // namespace firstchair::training
