// Which ear hears a recording, as a player meets it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

class WhichEar : public ::testing::Test {
 protected:
  WhichEar() { here.write_wav("a.wav", 44100, 1, testing::clicks()); }
  // The built-in file, as FIRSTCHAIR_SOURCE_DIR has it.
  std::string weights(const std::string& prefix) const {
    for (const auto& file : fs::directory_iterator(FIRSTCHAIR_SOURCE_DIR "/data/weights")) {
      const std::string name = file.path().filename().string();
      if (name.starts_with(prefix + "-") && name.ends_with(".weights")) return file.path().string();
    }
    return {};
  }
  std::string shown(int take) const { return here.run({"book", "show", std::to_string(take)}).out; }
  testing::Workplace here;
};

TEST_F(WhichEar, IsTheFileEarWhereNobodyAsks) {
  const std::string unasked = here.run({"hear", "a.wav", "--json"}).out;
  EXPECT_EQ(unasked, here.run({"hear", "a.wav", "--json", "--ear", "file"}).out);
  EXPECT_NE(unasked, here.run({"hear", "a.wav", "--json", "--ear", "live"}).out);
}

TEST_F(WhichEar, StandsInTheBookWithEveryTake) {
  const testing::Ran file = here.run({"hear", "a.wav", "--ear", "file", "--json", "--keep"});
  ASSERT_EQ(file.code, 0) << file.err;
  const std::string named = "\"ear\":\"" + fs::path(weights("file-ear")).filename().string() + "\"";
  EXPECT_NE(file.out.find(named), std::string::npos);
  EXPECT_EQ(file.out, here.run({"book", "show", "1", "--json"}).out);
  EXPECT_NE(shown(1).find(", weights " + fs::path(weights("file-ear")).filename().string()),
            std::string::npos)
      << shown(1);
  here.write_wav("b.wav", 48000, 1, testing::clicks());
  ASSERT_EQ(here.run({"hear", "b.wav", "--ear", "live", "--json", "--keep"}).code, 0);
  EXPECT_NE(shown(2).find(", weights " + fs::path(weights("ear")).filename().string()), std::string::npos)
      << shown(2);
  EXPECT_EQ(here.run({"book", "rejudge"}).out,
            "0 of 2 takes changed.\n"
            "1 take heard by the live ear and 1 by the file ear: their strokes stay as each heard them.\n");
}

TEST_F(WhichEar, IsNamedWhenATakeOfAnotherIsJudgedAgain) {
  fs::copy_file(weights("file-ear"), here.path("older.weights"));
  ASSERT_EQ(
      here.run({"hear", "a.wav", "--ear", "file", "--weights", "older.weights", "--json", "--keep"}).code, 0);
  EXPECT_EQ(here.run({"book", "rejudge"}).out,
            "0 of 1 take changed.\n"
            "1 take heard by another ear (older.weights): their strokes stay as it heard them.\n");
}

TEST_F(WhichEar, RefusesTheOthersWeightsInOneLine) {
  const testing::Ran file = here.run({"hear", "a.wav", "--ear", "file", "--weights", weights("ear")});
  EXPECT_EQ(file.code, 3);
  EXPECT_NE(file.err.find("the live ear's weights, not the file ear's"), std::string::npos) << file.err;
  EXPECT_EQ(std::count(file.err.begin(), file.err.end(), '\n'), 1) << file.err;
  const testing::Ran live = here.run({"hear", "a.wav", "--ear", "live", "--weights", weights("file-ear")});
  EXPECT_EQ(live.code, 3);
  EXPECT_NE(live.err.find("the file ear's weights, not the live ear's"), std::string::npos) << live.err;
  const testing::Ran none = here.run({"hear", "a.wav", "--ear", "file", "--weights", "gone.weights"});
  EXPECT_EQ(none.code, 3);
  EXPECT_EQ(std::count(none.err.begin(), none.err.end(), '\n'), 1) << none.err;
}

// Half a file, and a whole one of which one bit is another.
TEST_F(WhichEar, RefusesWeightsThatAreCutOrHarmedInOneLine) {
  for (const std::string prefix : {"file-ear", "ear"}) {
    std::ifstream in(weights(prefix), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const std::string name = fs::path(weights(prefix)).filename().string();
    const std::string ear = prefix == "ear" ? "live" : "file";
    for (const char* harm : {"cut", "harmed"}) {
      std::string given = bytes;
      if (harm == std::string("cut")) given.resize(given.size() / 2);
      if (harm == std::string("harmed")) given[given.size() / 2] ^= 1;
      fs::create_directories(here.path(harm));
      here.write(harm + ("/" + name), given);
      const testing::Ran ran = here.run({"hear", "a.wav", "--ear", ear, "--weights", harm + ("/" + name)});
      EXPECT_EQ(ran.code, 3) << harm << " " << ear;
      EXPECT_NE(ran.err.find(name), std::string::npos) << ran.err;
      EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    }
  }
}

}  // namespace
}  // namespace firstchair::tests
