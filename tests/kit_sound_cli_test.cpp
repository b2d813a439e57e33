// A kit that is struck once, drum by drum, as a player does it: `firstchair kit learn --strike`.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "engine/ear/struck_kit_test.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

using nlohmann::json;

class KitSoundCli : public ::testing::Test {
 protected:
  KitSoundCli() {
    here.write_wav("kit.wav", 44100, 1, ear::struck_drums({Voice::kick, Voice::snare, Voice::hat_closed}));
    here.write_wav("toms.wav", 44100, 1, ear::struck_toms());
    here.write_wav("take.wav", 44100, 1, ear::tom_groove_sound());
  }
  testing::Ran learn(const std::vector<std::string>& more) const {
    std::vector<std::string> args{"kit", "learn", "mine"};
    args.insert(args.end(), more.begin(), more.end());
    return here.run(args);
  }
  // What is wrong when the take is heard with the kit's sound changed.
  std::string error_with(std::string text, const std::string& what, const std::string& instead) const {
    text.replace(text.find(what), what.size(), instead);
    here.write("other.sound.json", text);
    const testing::Ran ran = here.run({"hear", "take.wav", "--json", "--kit-sound", "./other.sound.json"});
    EXPECT_EQ(ran.code, 3) << ran.err;
    return ran.err;
  }
  std::string kept() const { return here.path(".data/firstchair/kits/mine.sound.json"); }

  testing::Workplace here;
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(KitSoundCli, IsLearntFromARecordingAndHeardWithFromThenOn) {
  const testing::Ran learnt = learn({"--strike", "tom_low,tom_high", "--from", "toms.wav"});
  ASSERT_EQ(learnt.code, 0) << learnt.err;
  EXPECT_SAYS(learnt.out, "  tom low      4 strokes, 0.5 to 2.9 s\n  tom high     4 strokes, 6.5 to 8.9 s\n");
  EXPECT_SAYS(learnt.out, "Kept as " + kept() + ": name it with --kit-sound mine.");
  struct stat status{};
  ASSERT_EQ(::stat(kept().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
  EXPECT_SAYS(here.run({"kit", "list"}).out, "  mine               2 drums\n");
  EXPECT_SAYS(here.run({"kit", "show", "mine"}).out, "  tom low      4 strokes\n");
  const std::string text = here.run({"kit", "show", "mine", "--json"}).out;
  EXPECT_EQ(json::parse(text)["drums"].size(), 2u);

  const testing::Ran plain = here.run({"hear", "take.wav", "--json"});
  const testing::Ran known = here.run({"hear", "take.wav", "--json", "--kit-sound", "mine"});
  ASSERT_EQ(known.code, 0) << known.err;
  const json take = json::parse(known.out);
  EXPECT_EQ(take["source"]["kit_sound"], (json{{"name", "mine"}, {"used", true}}));
  EXPECT_FALSE(json::parse(plain.out)["source"].contains("kit_sound"));
  const auto strangers = [](const json& heard) {
    std::size_t n = 0;
    for (const json& hit : heard["hits"]) n += hit["voice"] != "tom_low" && hit["voice"] != "tom_high";
    return n;
  };
  EXPECT_EQ(strangers(take), 0u);
  EXPECT_GT(strangers(json::parse(plain.out)), 0u);

  // The same kit, one value changed.
  const std::string ear = json::parse(text)["ear"];
  EXPECT_SAYS(
      error_with(text, ear, "file-ear-0000000000000000.weights"),
      "mine: this kit's sound was made for file-ear-0000000000000000.weights, and " + ear + " hears.");
  EXPECT_SAYS(error_with(text, "\"format_version\": 1", "\"format_version\": 2"),
              "other.sound.json: line 3: a kit's sound of a newer firstchair.");
  EXPECT_SAYS(error_with(text, "\"strokes\": 4", "\"strokes\": 0"),
              "\"strokes\" is not a whole number from 1");
  EXPECT_SAYS(error_with(text, "\"spectrum\"", "\"spectra\""), "\"spectra\" is not known of a drum.");
  EXPECT_EQ(learn({"--strike", "tom_low,tom_high", "--from", "toms.wav"}).err,
            "firstchair: mine: you have a kit's sound of this name already. Choose another, or --force to "
            "replace it.\n");
}

TEST_F(KitSoundCli, WhatCannotBeLearntIsOneLine) {
  EXPECT_SAYS(learn({"--from", "kit.wav"}).err, "it does not say which drums are struck.");
  EXPECT_SAYS(learn({"--strike", "kick,gong", "--from", "kit.wav"}).err, "\"gong\" is no drum.");
  EXPECT_SAYS(learn({"--strike", "kick,snare,hat_closed,ride,crash", "--from", "kit.wav"}).err,
              "kit.wav: the 12 strokes heard are not 5 drums: pauses part them into 4 + 4 + 4.");
  here.write_wav("still.wav", 44100, 1, std::vector<float>(44100));
  EXPECT_SAYS(learn({"--strike", "kick,snare", "--from", "still.wav"}).err,
              "still.wav: no stroke was heard. Record it closer or louder.");
  EXPECT_SAYS(learn({"--strike", "", "--from", "kit.wav"}).err, "--strike: it is empty");
  EXPECT_SAYS(learn({"--strike", "kick,snare", "--from", ""}).err, "--from: it is empty");
  EXPECT_SAYS(learn({"--strike", "kick,snare", "kit.wav"}).err, "Name a recording with --from.");
  EXPECT_SAYS(learn({"--strike", "kick,snare", "--from", "nothing.wav"}).err, "nothing.wav: ");
  EXPECT_SAYS(here.run({"hear", "take.wav", "--kit-sound", "yours"}).err,
              "yours: no kit's sound of that name. Make one: firstchair kit learn NAME --strike DRUMS.");
  EXPECT_SAYS(here.run({"hear", "take.wav", "--kit-sound", ""}).err, "--kit-sound: it is empty");
  here.write_wav("long.wav", 44100, 1, std::vector<float>(600000));
  EXPECT_SAYS(here.run({"hear", "take.wav", "--kit-sound", "./long.wav"}).err,
              "long.wav: too large for a kit's sound.");
}

// What is known to be no use is said before anybody plays.
TEST_F(KitSoundCli, ADrillWithAnotherEarsSoundIsNotBegun) {
  ASSERT_EQ(learn({"--strike", "tom_low,tom_high", "--from", "toms.wav"}).code, 0);
  std::string text = here.run({"kit", "show", "mine", "--json"}).out;
  const std::string ear = json::parse(text)["ear"];
  here.write("other.sound.json",
             text.replace(text.find(ear), ear.size(), "file-ear-0000000000000000.weights"));
  for (const char* command : {"drill", "limit"}) {
    const testing::Ran ran = here.run({command, "rock-8ths", "--kit-sound", "./other.sound.json", "--system",
                                       "jack", "--server", "firstchair-test-none"});
    EXPECT_EQ(ran.code, 3);
    EXPECT_SAYS(ran.err, "this kit's sound was made for file-ear-0000000000000000.weights");
  }
  EXPECT_SAYS(here.run({"hear", "take.wav", "--ear", "live", "--kit-sound", "./other.sound.json"}).err,
              "this kit's sound was made for file-ear-0000000000000000.weights");
}

TEST_F(KitSoundCli, ARecordingThatBreaksOffIsSaid) {
  std::string bytes = here.read("toms.wav");
  here.write("cut.wav", bytes.substr(0, bytes.size() * 3 / 4));
  const testing::Ran ran = learn({"--strike", "tom_low,tom_high", "--from", "cut.wav"});
  EXPECT_SAYS(ran.out, "the file breaks off at ");
  EXPECT_EQ(ran.code, 0) << ran.err;
}

}  // namespace
}  // namespace firstchair::tests
