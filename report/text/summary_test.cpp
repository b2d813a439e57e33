#include <gtest/gtest.h>

#include <sstream>

#include "report/report.h"
#include "report/text/text.h"
#include "report/text/words.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

std::vector<std::string> lines_of_text(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A take with more to say than 25 lines hold.
Take crowded() {
  Take take = testing::play(testing::rock_chart(32), {.seed = 5});
  for (int i = 0; i < 12; ++i) take.alignment.departures.push_back(take.alignment.departures[0]);
  const std::vector<Metric> metrics = take.verdict.metrics;
  for (int i = 0; i < 4; ++i)
    take.verdict.metrics.insert(take.verdict.metrics.end(), metrics.begin(), metrics.end());
  return take;
}

}  // namespace

TEST(Summary, HoldsItsLinesAndItsWidth) {
  std::vector<testing::Named> takes = testing::all_takes();
  takes.push_back({"crowded", crowded()});
  for (auto& [name, take] : takes) {
    take.source.name =
        "a very long name of a recording 拍拍拍 with spaces and no end in sight (final mix, take 12, really "
        "final).wav";
    for (const int width : {40, 60, 80, 120}) {
      const std::string text = summary(take, {.width = width});
      EXPECT_EQ(text.back(), '\n');
      const std::vector<std::string> lines = lines_of_text(text);
      EXPECT_LE(lines.size(), 25U) << name << " at " << width;
      for (const std::string& line : lines) EXPECT_LE(report::columns(line), width) << name << ": " << line;
    }
  }
}

// The text as one line, each blank line a bar.
std::string flat(const std::string& text) {
  std::string out;
  for (const std::string& line : lines_of_text(text)) out += line.empty() ? "| " : line + " ";
  return out;
}

TEST(Summary, BeginsWithOneSentenceAtMostThreeFactsAndTheOrder) {
  std::vector<testing::Named> takes = testing::all_takes();
  takes.push_back({"crowded", crowded()});
  for (const auto& [name, take] : takes) {
    std::string top = take.source.name + " " + headline(take) + " ";
    const std::vector<std::string> facts = facts_told(take);
    EXPECT_LE(facts.size(), 3U) << name;
    for (const std::string& fact : facts) top += fact + " ";
    top += "ORDER  " + order_words(take).action + " |";
    EXPECT_TRUE(flat(summary(take, {.width = 200})).starts_with(top)) << name << "\n" << summary(take, {});
  }
}

TEST(Summary, TellsInOneLineWhichLinesHaveTooFewStrokes) {
  Take take = testing::play(testing::rock_chart(16), {.departs = false});
  const std::string text = summary(take, {.width = 200});
  EXPECT_NE(text.find("Too few strokes to judge: crash 2, tom"), std::string::npos) << text;
  EXPECT_EQ(text.find("\ncrash "), std::string::npos) << text;
  EXPECT_NE(text.find("\nsnare "), std::string::npos) << text;
}

TEST(Summary, TellsTwoTempiWhereOneIsNotSure) {
  Take take = testing::play(testing::rock_chart(16), {.chart_given = false});
  take.reading.bpm = 80.2, take.reading.tempo_probability = 0.606;
  take.reading.other_bpm = 160.4, take.reading.other_probability = 0.349;
  const std::string text = summary(take, {.width = 200});
  EXPECT_NE(text.find("80 or 160 BPM (60 % or 34 %)"), std::string::npos) << text;
  EXPECT_EQ(text.find("80.2"), std::string::npos) << text;
}

TEST(Summary, NamesTheDepartures) {
  const std::string text = summary(testing::play(testing::rock_chart(16), {}), {});
  EXPECT_NE(text.find("Form: bar 9 skipped at 0:20; bars 15-16 played again at 0:36."), std::string::npos)
      << text;
}

TEST(Summary, SaysOfALeanFromSoundOnHowFewNotesItRests) {
  Take take = testing::play(testing::rock_chart(32), {});
  take.source.kind = SourceKind::audio;
  take.reading.chart_given = true;
  EXPECT_EQ(summary(take, {}).find("(16 of "), std::string::npos);
  for (Metric& m : take.verdict.metrics) {
    if (m.measure == Measure::placement && m.line == Line::snare) m.n = 16;
  }
  EXPECT_NE(summary(take, {}).find("(16 of "), std::string::npos) << summary(take, {});
  take.source.kind = SourceKind::midi;
  EXPECT_EQ(summary(take, {}).find("(16 of "), std::string::npos);
}

TEST(Summary, WithoutColourIsTheSameTextWithoutEscapes) {
  for (const auto& [name, take] : testing::all_takes()) {
    const std::string bare = summary(take, {});
    EXPECT_EQ(bare.find('\x1b'), std::string::npos);
    std::string coloured = summary(take, {.colour = true});
    for (std::size_t at; (at = coloured.find('\x1b')) != std::string::npos;) {
      coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    EXPECT_EQ(coloured, bare) << name;
  }
}

TEST(Summary, DoesNotLetAFileNameDriveTheTerminal) {
  Take take = testing::nothing();
  take.source.name = "\x1b]0;owned\x07\x1b[2J.wav";
  const std::string text = summary(take, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
}

}  // namespace firstchair::report
