// What the free readers were fitted to: the files that ship are whole, and damaged ones are refused.
#include <gtest/gtest.h>

#include "engine/follow/free/beat_reader.h"
#include "engine/follow/free/groove_model.h"
#include "engine/follow/free/reading.h"
#include "testing/damaged.h"

namespace firstchair::follow {

extern const std::string_view kGrooveFileName, kBeatReaderFileName, kReadingFileName;
extern const std::span<const std::uint8_t> kGrooveFile, kBeatReaderFile, kReadingFile;

namespace {

TEST(FittedFiles, ACutOrAlteredGrooveModelIsRefused) {
  testing::expect_damage_is_refused(kGrooveFileName, kGrooveFile, read_groove_model);
}

TEST(FittedFiles, CutOrAlteredReaderWeightsAreRefused) {
  testing::expect_damage_is_refused(kBeatReaderFileName, kBeatReaderFile, read_reader_weights);
}

TEST(FittedFiles, CutOrAlteredReadingWeightsAreRefused) {
  testing::expect_damage_is_refused(kReadingFileName, kReadingFile, read_reading_model);
}

TEST(FittedFiles, OneKindIsNotTakenForAnother) {
  EXPECT_FALSE(read_groove_model(kReadingFileName, kReadingFile));
  EXPECT_FALSE(read_reader_weights(kGrooveFileName, kGrooveFile));
  EXPECT_FALSE(read_reading_model(kBeatReaderFileName, kBeatReaderFile));
}

TEST(FittedFiles, TheKindsOfGrooveAreProbabilities) {
  ASSERT_TRUE(groove_model()) << groove_model().error().line();
  float shares = 0;
  for (const GrooveKind& kind : *groove_model()) {
    shares += kind.share;
    EXPECT_GT(kind.spread, 0);
    for (const auto& place : kind.rate) {
      for (const float rate : place) EXPECT_TRUE(rate > 0 && rate < 1) << rate;
    }
  }
  EXPECT_NEAR(shares, 1, 0.05);  // each kind counts half a performance more than it has
}

TEST(FittedFiles, TheReadingThatShipsIsTheFiles) {
  const Result<ReadingModel> read = read_reading_model(kReadingFileName, kReadingFile);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->experts, reading_model().experts);
  EXPECT_NE(read->experts, ReadingModel{}.experts);
  for (const ReadingModel::Trust& trust : {read->kit, read->sound}) {
    for (const Calibration& c : {trust.tempo, trust.meter, trust.bar}) {
      EXPECT_GT(c.slope, 0);  // what is likelier stays likelier
      EXPECT_LT(c(0.5), c(0.9));
    }
  }
}

}  // namespace
}  // namespace firstchair::follow
