// E-kits as drummers and samplers send them: crosstalk, second triggers, other note maps, other channels
// (tests/corpus/e_kits), and `firstchair kit`.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "testing/program/command.h"
#include "testing/program/heard_take.h"

namespace firstchair::tests {
namespace {

using nlohmann::json;

class EKit : public ::testing::Test {
 protected:
  static std::string file(const std::string& name) {
    return std::string(FIRSTCHAIR_SOURCE_DIR "/tests/corpus/e_kits/") + name + ".mid";
  }
  // take.json of a file that is heard.
  json take(const std::string& name, const std::vector<std::string>& more = {}) const {
    return testing::heard_take(here, file(name), more);
  }
  // What is printed of it, its lines joined.
  std::string summary(const std::string& name, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> args{"hear", file(name), "--out", "o", "--force"};
    args.insert(args.end(), more.begin(), more.end());
    std::string text = here.run(args).out;
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }
  static std::size_t strokes(const json& take, const std::string& voice) {
    std::size_t n = 0;
    for (const json& hit : take["hits"]) n += hit["voice"] == voice;
    return n;
  }

  testing::Workplace here;
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(EKit, TheHatOfAnotherNoteMapIsHeardWhenItsMapIsNamed) {
  const json heard = take("superior_hats", {"--kit", "superior-drummer"});
  EXPECT_EQ(heard["hits"].size(), 192u);
  EXPECT_EQ(strokes(heard, "hat_closed"), 128u);
  EXPECT_EQ(heard["source"]["kit"]["profile"], "superior-drummer");
  EXPECT_EQ(heard["source"]["kit"]["choice"], "asked");
  EXPECT_SAYS(summary("superior_hats", {"--kit", "superior-drummer"}),
              "Kit: read as superior-drummer, as asked for.");
  const std::string without = summary("superior_hats");
  EXPECT_SAYS(without, "Kit: read as general-midi; note 62 (128 strokes) is outside it:");
  EXPECT_SAYS(without, "superior-drummer as hat. Choose one with --kit.");
}

TEST_F(EKit, DrumsOnAnotherChannelAreHeardAndTheBassIsNot) {
  const json heard = take("drums_ch1_bass_ch2");
  EXPECT_EQ(heard["hits"].size(), 192u);
  EXPECT_EQ(strokes(heard, "snare"), 32u);
  EXPECT_EQ(heard["source"]["kit"]["channel"], 1);
  EXPECT_EQ(heard["source"]["kit"]["channel_guessed"], true);
  EXPECT_SAYS(summary("drums_ch1_bass_ch2"), "channel 1, since channel 10 is silent");
}

TEST_F(EKit, ATambourineOnTheDrumsChannelDoesNotHideThem) {
  const testing::Ran checked = here.run({"chart", "check", file("ch1_tambourine")});
  ASSERT_EQ(checked.code, 0) << checked.err;
  EXPECT_SAYS(checked.out, "4 bars, 48 notes, 4/4, 120 bpm.");
  EXPECT_SAYS(checked.out, "channel 1, since channel 10 is silent");
  EXPECT_SAYS(checked.out, "left out: tambourine, 16 notes (bars 1 to 4).");
  EXPECT_EQ(take("ch1_tambourine")["hits"].size(), 48u);
}

TEST_F(EKit, AChartSaysWhatItLeavesOut) {
  const testing::Ran checked = here.run({"chart", "check", file("unmapped")});
  ASSERT_EQ(checked.code, 0) << checked.err;
  EXPECT_SAYS(checked.out, "2 notes");
  EXPECT_SAYS(checked.out, "left out: hand clap, 1 note (bar 1).");
}

TEST_F(EKit, APadThatTriggersTwiceIsToldWithWhatToDo) {
  const json heard = take("double_trigger");
  EXPECT_EQ(strokes(heard, "snare"), 32u);
  EXPECT_EQ(heard["kit"][0]["count"], 32);
  EXPECT_SAYS(
      summary("double_trigger"),
      "Kit: the snare triggers twice (32 strokes, 24 ms after, velocity 20); left out. Raise the pad's "
      "retrigger time, or learn the kit and name it with --kit.");
}

TEST_F(EKit, CrosstalkIsToldWithWhatToDo) {
  const json heard = take("pedal_crosstalk");
  EXPECT_EQ(strokes(heard, "hat_open") + strokes(heard, "hat_closed"), 0u);
  EXPECT_SAYS(
      summary("pedal_crosstalk"),
      "Kit: the hat foot triggers the hat (32 strokes, 12 ms after, velocity 18); left out. Raise crosstalk "
      "cancelling, or learn the kit and name it with --kit.");
  const json tom = take("tom_crosstalk");
  EXPECT_EQ(strokes(tom, "tom_mid") + strokes(tom, "tom_high") + strokes(tom, "tom_low"), 0u);
  ASSERT_EQ(tom["kit"].size(), 1u);  // not the hat too, which plays along
  EXPECT_EQ(tom["kit"][0]["of"], "kick");
}

TEST_F(EKit, VelocitiesThatAreAllAlikeTellNothingOfLevels) {
  const std::string text = summary("constant_velocity");
  EXPECT_SAYS(text, "192 strokes");
  EXPECT_EQ(text.find("dB"), std::string::npos) << text;
  EXPECT_FALSE(take("constant_velocity").contains("kit"));
}

// From the take itself: the second triggers of the snare, then the same take without them at the gate.
TEST_F(EKit, AKitIsLearntFromATakeAndReadsItByItsNameFromThenOn) {
  const testing::Ran learnt = here.run({"kit", "learn", "mine", file("double_trigger")});
  ASSERT_EQ(learnt.code, 0) << learnt.err;
  EXPECT_SAYS(learnt.out, "Notes as in general-midi.");
  EXPECT_SAYS(learnt.out, "note 38 (snare)");
  EXPECT_SAYS(learnt.out, "(32 times): retrigger time ");
  EXPECT_SAYS(learnt.out,
              "Kept as " + here.path(".data/firstchair/kits/mine.json") + ": name it with --kit mine.");
  struct stat status{};
  ASSERT_EQ(::stat(here.path(".data/firstchair/kits/mine.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  const json heard = take("double_trigger", {"--kit", "mine"});
  EXPECT_EQ(strokes(heard, "snare"), 32u);
  EXPECT_EQ(heard["source"]["kit"]["retriggered"], 32);
  EXPECT_FALSE(heard.contains("kit"));
  EXPECT_SAYS(summary("double_trigger", {"--kit", "mine"}), "Kit: 32 second triggers; left out.");
  EXPECT_SAYS(here.run({"kit", "list"}).out, "mine");
  EXPECT_SAYS(here.run({"kit", "show", "mine"}).out, "38 (retrigger ");
  EXPECT_EQ(here.run({"kit", "learn", "mine", file("double_trigger")}).code, 3);  // it is there
}

TEST_F(EKit, ABuiltInProfileIsShownWithItsSourceAndWrittenAsAFileThatCanBeNamed) {
  const testing::Ran shown = here.run({"kit", "show", "yamaha-dtx"});
  ASSERT_EQ(shown.code, 0) << shown.err;
  EXPECT_SAYS(shown.out, "DTX502 Reference Manual");
  here.write("k.json", here.run({"kit", "show", "superior-drummer", "--json"}).out);
  EXPECT_EQ(take("superior_hats", {"--kit", "./k.json"})["hits"].size(), 192u);
}

TEST_F(EKit, WhatIsNoProfileIsOneLineWithAPlace) {
  here.write("k.json", "{\"format\": \"firstchair-kit\",\n\"notes\": 3}\n");
  const testing::Ran ran = here.run({"hear", file("superior_hats"), "--kit", "k.json"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "firstchair: k.json: line 2: a [ is missing. firstchair kit show NAME --json writes one that is "
            "right.\n");
  const testing::Ran none = here.run({"hear", file("superior_hats"), "--kit", "td-99"});
  EXPECT_EQ(none.code, 3);
  EXPECT_EQ(none.err.rfind("firstchair: td-99: no kit profile of that name. There are general-midi, ", 0), 0u)
      << none.err;
}

TEST_F(EKit, AKitNeedsMidi) {
  const testing::Ran ran = here.run({"drill", "rock-8ths", "--kit", "roland-td"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_SAYS(ran.err, "a microphone has no note map. Add --midi.");
}

// The book keeps how a take was read and what the kit made itself.
TEST_F(EKit, TheBookKeepsHowATakeWasRead) {
  ASSERT_EQ(here.run({"hear", file("pedal_crosstalk"), "--json", "--keep", "--book", "b.sqlite"}).code, 0);
  const testing::Ran kept = here.run({"book", "show", "1", "--book", "b.sqlite"});
  ASSERT_EQ(kept.code, 0) << kept.err;
  EXPECT_SAYS(kept.out, "Kit: read as general-midi.");
  EXPECT_SAYS(kept.out, "the hat foot triggers the hat");
  ASSERT_EQ(here.run({"book", "rejudge", "--book", "b.sqlite"}).code, 0);
  EXPECT_SAYS(here.run({"book", "show", "1", "--book", "b.sqlite"}).out, "the hat foot triggers the hat");
}

}  // namespace
}  // namespace firstchair::tests
