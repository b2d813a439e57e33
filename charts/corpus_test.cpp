// The seeds of the fuzzers are tests too: a file reads as a lawful chart, or gives the very error that the
// table beside its folder (tests/corpus/tab.errors, smf.errors ...) names.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <sstream>

#include "charts/charts.h"
#include "testing/charts/examples.h"

namespace firstchair::charts {
namespace {

std::map<std::string, std::string> errors_in(const std::string& path) {
  std::map<std::string, std::string> errors;
  std::istringstream lines(testing::file_text(path));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t bar = line.find(": ");
    if (bar != std::string::npos) errors[line.substr(0, bar)] = line.substr(bar + 2);
  }
  return errors;
}

void check_corpus(const std::string& name, ChartFormat format, int least = 8) {
  const std::string folder = std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/" + name;
  std::map<std::string, std::string> errors = errors_in(folder + ".errors");
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    const std::string text = testing::file_text(entry.path().string());
    const Result<Chart> chart =
        read_chart(format, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    const auto expected = errors.find(file);
    if (expected == errors.end()) {
      ASSERT_TRUE(chart) << file << ": " << chart.error().line();
      EXPECT_EQ(check_chart(*chart), "") << file;
      ++read;
    } else {
      ASSERT_FALSE(chart) << file;
      EXPECT_EQ(chart.error().line(), expected->second) << file;
      errors.erase(expected);
    }
  }
  EXPECT_GE(read, least);
  for (const auto& [file, error] : errors) ADD_FAILURE() << file << " is in the table and not in the folder";
}

TEST(Corpus, EveryTabReadsOrGivesItsError) {
  check_corpus("tab", ChartFormat::tab);
}
TEST(Corpus, EveryMidiFileReadsOrGivesItsError) {
  check_corpus("smf", ChartFormat::midi);
}
TEST(Corpus, EveryMusicXmlScoreReadsOrGivesItsError) {
  check_corpus("musicxml", ChartFormat::musicxml);
}
TEST(Corpus, EveryHydrogenSongReadsOrGivesItsError) {
  check_corpus("hydrogen", ChartFormat::hydrogen, 4);
}
TEST(Corpus, EveryDrumBurpScoreReadsOrGivesItsError) {
  check_corpus("drumburp", ChartFormat::drumburp, 4);
}
TEST(Corpus, EveryAbcTuneReadsOrGivesItsError) {
  check_corpus("abc", ChartFormat::abc, 4);
}
TEST(Corpus, EveryCloneHeroChartReadsOrGivesItsError) {
  check_corpus("clone_hero", ChartFormat::game, 4);
}
TEST(Corpus, EveryGuitarProSongReadsOrGivesItsError) {
  check_corpus("guitar_pro", ChartFormat::guitar_pro, 7);
}
TEST(Corpus, EveryMuseScoreScoreReadsOrGivesItsError) {
  check_corpus("musescore", ChartFormat::musescore, 4);
}
TEST(Corpus, EveryGrooveScribeLinkReadsOrGivesItsError) {
  check_corpus("groovescribe", ChartFormat::groovescribe, 3);
}
TEST(Corpus, EveryMxlArchiveReadsOrGivesItsError) {
  check_corpus("mxl", ChartFormat::mxl);
}

}  // namespace
}  // namespace firstchair::charts
