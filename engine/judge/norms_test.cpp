#include "engine/judge/norms.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace firstchair::judge {
namespace {

std::string shipped() {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/data/norms.csv");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Norms, TheShippedFileGivesTheReferenceOfTheHat) {
  const Result<Norms> norms = parse_norms(shipped());
  ASSERT_TRUE(norms) << norms.error().line();
  // 7.8 + .0099 * 600 ms at 100 BPM.
  EXPECT_NEAR(norms->reference_ms(Line::hat, 600), 13.74, 1e-9);
  EXPECT_NEAR(norms->reference_ms(Line::kick, 600), 1.2 * 13.74, 1e-9);
  EXPECT_EQ(norms->reference_ms(Line::tom, 600), 0);
}

TEST(Norms, ABrokenLineIsNamedByItsNumber) {
  const Result<Norms> norms = parse_norms("key,value\nbase_ms,7.8\nper_ms,fast\n");
  ASSERT_FALSE(norms);
  EXPECT_EQ(norms.error().code, ErrorCode::malformed);
  EXPECT_EQ(norms.error().place, "norms:3");
  EXPECT_FALSE(parse_norms("base_ms 7.8\n"));
  EXPECT_FALSE(parse_norms("line.kazoo,1\n"));
  EXPECT_FALSE(parse_norms("base_ms,nan\n"));
}

TEST(Norms, AMissingNumberIsAnError) {
  std::string text = shipped();
  const std::size_t at = text.find("per_ms,");
  text.erase(at, text.find('\n', at) - at + 1);
  const Result<Norms> norms = parse_norms(text);
  ASSERT_FALSE(norms);
  EXPECT_NE(norms.error().what.find("per_ms"), std::string::npos);
  EXPECT_FALSE(parse_norms(""));
}

}  // namespace
}  // namespace firstchair::judge
