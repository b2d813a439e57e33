#include "engine/ear/file_times.h"

#include <gtest/gtest.h>

#include "testing/damaged.h"

namespace firstchair::ear {

extern const std::string_view kFileTimingName;
extern const std::span<const std::uint8_t> kFileTiming;

namespace {

FileTimes::Voices struck(std::initializer_list<Voice> voices) {
  FileTimes::Voices out{};
  for (const Voice voice : voices) out[static_cast<std::size_t>(voice)] = 0.9F;
  return out;
}

TEST(FileTimes, ASurerStrokeHasALesserSigma) {
  const FileTimes times = *FileTimes::make();
  for (const Voice voice : {Voice::kick, Voice::snare, Voice::hat_closed}) {
    EXPECT_LT(times.sigma_ms(struck({voice}), 0.99F), times.sigma_ms(struck({voice}), 0.3F));
    EXPECT_GT(times.sigma_ms(struck({voice}), 0.99F), 0);
  }
}

TEST(FileTimes, SeveralDrumsTogetherAreAsLateAsTheirMean) {
  const FileTimes times = *FileTimes::make();
  const float kick = times.bias_ms(struck({Voice::kick})), hat = times.bias_ms(struck({Voice::hat_closed}));
  EXPECT_FLOAT_EQ(times.bias_ms(struck({Voice::kick, Voice::hat_closed})), (kick + hat) / 2);
  EXPECT_EQ(times.bias_ms(struck({})), 0);
}

TEST(FileTimes, TheRowIsTheFamilysOrThatOfSeveral) {
  EXPECT_EQ(FileTimes::row_of(struck({Voice::kick})), 0U);
  EXPECT_EQ(FileTimes::row_of(struck({Voice::cross_stick})), 1U);
  EXPECT_EQ(FileTimes::row_of(struck({Voice::crash})), 4U);
  EXPECT_EQ(FileTimes::row_of(struck({Voice::kick, Voice::crash})), FileTimes::kRows - 1);
}

TEST(FileTimes, TablesToMeasureWithMoveNothingAndSayTheColumn) {
  const FileTimes plain = FileTimes::to_measure();
  EXPECT_EQ(plain.bias_ms(struck({Voice::tom_low})), 0);
  EXPECT_EQ(plain.sigma_ms(struck({Voice::tom_low}), 0.5F), 0);
  EXPECT_EQ(plain.sigma_ms(struck({Voice::tom_low}), 0.7F), 1);
  EXPECT_EQ(plain.sigma_ms(struck({Voice::tom_low}), 1.0F), 3);
}

TEST(FileTimes, ASplitIsBelievedWhereItIsClearAndNear) {
  EXPECT_TRUE(FileTimes::believed(25, 1.5F));
  EXPECT_FALSE(FileTimes::believed(10, 0.1F));
  EXPECT_FALSE(FileTimes::believed(40, 2.5F));
  const FileTimes times = *FileTimes::make();
  EXPECT_LE(times.split_sigma_ms(45), times.split_sigma_ms(15));
  EXPECT_GT(times.split_sigma_ms(45), 0);
  EXPECT_EQ(FileTimes::to_measure().split_sigma_ms(25), FileTimes::kSteps + 1);
}

TEST(FileTimes, ACutOrAlteredFileIsRefused) {
  testing::expect_damage_is_refused(kFileTimingName, kFileTiming,
                                    [](std::string_view name, std::span<const std::uint8_t> bytes) {
                                      return FileTimes::make(name, bytes);
                                    });
}

}  // namespace
}  // namespace firstchair::ear
