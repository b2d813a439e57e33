// The program as a user meets it: files in, summary, take.json, take.html and CSV out.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "engine/fixed_takes.h"
#include "midi/percussion.h"
#include "midi/smf.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

using nlohmann::json;

class Program : public ::testing::Test {
 protected:
  // A fixed take as files: NAME.wav or NAME.mid, and chart.mid when it has a chart.
  void lay_out(const std::string& name) {
    for (const FixedTake& take : fixed_takes({})) {
      if (take.name != name) continue;
      if (!take.sound.empty()) {
        here.write_wav(name + ".wav", static_cast<int>(take.config.source.rate), 1, take.sound);
      } else {
        midi::Smf smf;
        smf.ticks_per_quarter = 30000;  // at the default 120 a minute: 1/60 ms
        for (const Hit& hit : take.hits) {
          smf.events.push_back({.tick = hit.frame * 60 / 1000,
                                .status = 0x99,
                                .data1 = midi::note_of_voice(hit.voice),
                                .data2 = static_cast<std::uint8_t>(hit.strength),
                                .text = {}});
        }
        const std::vector<std::uint8_t> bytes = midi::write_smf(smf);
        here.write(name + ".mid", {bytes.begin(), bytes.end()});
      }
      if (take.config.chart) {
        const std::vector<std::uint8_t> bytes =
            charts::write_chart(charts::ChartFormat::midi, *take.config.chart);
        here.write("chart.mid", {bytes.begin(), bytes.end()});
      }
    }
  }
  testing::Workplace here;
};

TEST_F(Program, HearWritesSummaryPageAndData) {
  lay_out("kit-with-chart");
  const testing::Ran ran =
      here.run({"hear", "kit-with-chart.wav", "--chart", "chart.mid", "--out", "o", "--events", "e.csv"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_LE(std::count(ran.out.begin(), ran.out.end(), '\n'), 26);  // 25 lines and the place of the page
  EXPECT_NE(ran.out.find("Page: o/take.html"), std::string::npos);
  const json take = json::parse(here.read("o/take.json"));
  EXPECT_EQ(take["source"]["name"], "kit-with-chart.wav");
  EXPECT_GT(take["hits"].size(), 100u);
  EXPECT_EQ(here.read("o/take.html").rfind("<!doctype html>", 0), 0u);
  const std::string events = here.read("e.csv");
  EXPECT_GE(static_cast<std::size_t>(std::count(events.begin(), events.end(), '\n')),
            take["hits"].size() + 1);
}

TEST_F(Program, JsonGoesToStandardOutputAndNothingToDisk) {
  lay_out("e-kit-form");
  const testing::Ran ran = here.run({"hear", "e-kit-form.mid", "--chart", "chart.mid", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json take = json::parse(ran.out);
  EXPECT_EQ(take["departures"].size(), 2u) << take["departures"];
  EXPECT_FALSE(std::filesystem::exists(here.path("e-kit-form.take")));
}

TEST_F(Program, WithoutOutTheFirstFreeFolderIsTaken) {
  lay_out("pad");
  for (const char* folder : {"pad.take", "pad.take-2", "pad.take-3"}) {
    const testing::Ran ran = here.run({"hear", "pad.wav", "--voices", "pad", "--chart", "chart.mid"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find(std::string("Page: ") + folder + "/take.html"), std::string::npos) << ran.out;
    EXPECT_TRUE(std::filesystem::exists(here.path(folder) + "/take.html"));
  }
}

TEST_F(Program, TheSameTakeGivesTheSameBytes) {
  lay_out("kit-without-chart");
  const std::string first = here.run({"hear", "kit-without-chart.wav", "--json"}).out;
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(here.run({"hear", "kit-without-chart.wav", "--json"}).out, first);
}

TEST_F(Program, ChartsConvertThereAndBack) {
  for (const char* name : {"single-paradiddle", "flam-tap", "rock-8ths"}) {
    SCOPED_TRACE(name);
    const std::string shown = here.run({"chart", "show", name}).out;
    ASSERT_FALSE(shown.empty());
    std::string from = name;
    for (const char* file : {"1.mid", "2.musicxml", "3.mxl", "4.tab"}) {
      const testing::Ran ran = here.run({"chart", "convert", from, file, "--force"});
      ASSERT_EQ(ran.code, 0) << ran.err;
      from = file;
    }
    EXPECT_EQ(here.run({"chart", "show", "4.tab"}).out, shown);
    EXPECT_EQ(here.run({"chart", "check", "4.tab"}).code, 0);
  }
}

TEST_F(Program, TheListHoldsFortyRudimentsAndTwelveGrooves) {
  const testing::Ran ran = here.run({"chart", "list"});
  ASSERT_EQ(ran.code, 0);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 54);
}

TEST_F(Program, HelpAndVersionAreNotErrors) {
  EXPECT_EQ(here.run({"--help"}).code, 0);
  const testing::Ran help = here.run({"drill", "--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_NE(help.out.find("--voices kit|pad"), std::string::npos) << help.out;
  EXPECT_EQ(help.out.find('{'), std::string::npos) << help.out;
  EXPECT_EQ(here.run({"--version"}).out.rfind("firstchair ", 0), 0u);
}

TEST_F(Program, BenchWithoutAKnownNameSaysWhichThereAre) {
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"bench"}, {"bench", "ears", "--quick"}}) {
    const testing::Ran ran = here.run(args);
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("hearing, follow, judging, speed"), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1);
  }
}

}  // namespace
}  // namespace firstchair::tests
