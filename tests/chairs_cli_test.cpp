// Chairs as a band leader meets them: files in, a sheet and a signed record out, and the record recomputed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>

#include "midi/percussion.h"
#include "midi/smf.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

class Chairs : public ::testing::Test {
 protected:
  Chairs() {
    here.write(
        "rock.tab",
        "Tempo: 100\nMeter: 4/4\n\nHH|x-x-x-x-x-x-x-x-|\nSD|----o-------o---|\nBD|o-----o-o-------|\n");
  }
  // Sixteen bars of the tab at a tempo, with errors of that SD.
  void play(const std::string& file, double sd_ms, unsigned seed, double bpm = 100) {
    std::mt19937 engine(seed);
    const auto normal = [&] {
      double sum = 0;
      for (int i = 0; i < 12; ++i) sum += static_cast<double>(engine()) / 4294967296.0;
      return sum - 6;
    };
    midi::Smf smf;
    smf.ticks_per_quarter = 30000;  // at the default 120 a minute: 1/60 ms
    for (int eighth = 0; eighth < 16 * 8; ++eighth) {
      const double ms = 1000 + eighth * 30000 / bpm;
      const int place = eighth % 8;
      const auto strike = [&](Voice voice) {
        smf.events.push_back({.tick = std::llround((ms + sd_ms * normal()) * 60),
                              .status = 0x99,
                              .data1 = midi::note_of_voice(voice),
                              .data2 = static_cast<std::uint8_t>(70 + engine() % 20),
                              .text = {}});
      };
      strike(Voice::hat_closed);
      if (place == 2 || place == 6) strike(Voice::snare);
      if (place == 0 || place == 3 || place == 4) strike(Voice::kick);
    }
    std::stable_sort(smf.events.begin(), smf.events.end(),
                     [](const auto& a, const auto& b) { return a.tick < b.tick; });
    const std::vector<std::uint8_t> bytes = midi::write_smf(smf);
    here.write(file, {bytes.begin(), bytes.end()});
  }
  testing::Ran seat(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"chairs", "seat",       "--excerpt", "rock.tab", "--player",
                                   "A",      "a.mid",      "--player",  "B",        "b.mid",
                                   "--key",  "school.key", "--out",     "sheet"};
    words.insert(words.end(), more.begin(), more.end());
    return here.run(words);
  }
  testing::Workplace here;
};

TEST_F(Chairs, AreSeatedSignedAndRecomputed) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  const testing::Ran ran = seat({"--title", "Rock"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Rock: 2 players, 1 excerpt of 16 bars."), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("First chair: A (P(best) over .999)."), std::string::npos) << ran.out;
  EXPECT_NE(ran.err.find("made a signing key: school.key"), std::string::npos) << ran.err;
  const testing::Ran verified = here.run({"chairs", "verify", "sheet/seating.jsonl", "--sound", "."});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_NE(verified.out.find("All 2 files of the takes are there, unchanged."), std::string::npos);
  EXPECT_NE(verified.out.find("Everything is as told: 2 takes judged again"), std::string::npos)
      << verified.out;
  if (std::system("command -v minisign >/dev/null 2>&1") == 0) {
    const std::string minisign = "minisign -V -q -p " + here.path("sheet/seating.pub") + " -m ";
    EXPECT_EQ(std::system((minisign + here.path("sheet/seating.jsonl")).c_str()), 0);
  }
  EXPECT_NE(here.read("sheet/seating.html").find("First chair: A"), std::string::npos);
}

TEST_F(Chairs, AChangedRecordNamesItsLine) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  ASSERT_EQ(seat().code, 0);
  const std::string record = here.read("sheet/seating.jsonl");
  std::string changed = record;
  changed.replace(changed.find("\"missed\":0"), 10, "\"missed\":1");
  here.write("sheet/seating.jsonl", changed);
  const testing::Ran ran = here.run({"chairs", "verify", "sheet/seating.jsonl"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.err, "firstchair: sheet/seating.jsonl: line 5: its hash is not the one that line 6 names.\n");
  // Another key than the one that is known, and none at all.
  here.write("sheet/seating.jsonl", record);
  ASSERT_EQ(here.run({"chairs", "seat", "--excerpt", "rock.tab", "--player", "A", "a.mid", "--player", "B",
                      "b.mid", "--key", "other.key", "--out", "other"})
                .code,
            0);
  const testing::Ran other =
      here.run({"chairs", "verify", "sheet/seating.jsonl", "--key", "other/seating.pub"});
  EXPECT_EQ(other.code, 3);
  EXPECT_EQ(other.err, "firstchair: sheet/seating.jsonl.minisig: signed by another key.\n");
  std::filesystem::remove(here.path("sheet/seating.jsonl.minisig"));
  EXPECT_EQ(here.run({"chairs", "verify", "sheet/seating.jsonl"}).code, 3);
  EXPECT_EQ(here.run({"chairs", "verify", "sheet/seating.jsonl", "--unsigned"}).code, 0);
}

TEST_F(Chairs, WhatCannotBeSeatedIsOneLine) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  const auto refused = [&](const std::vector<std::string>& more, const std::string& why) {
    const testing::Ran ran = seat(more);
    EXPECT_NE(ran.code, 0) << why;
    EXPECT_NE(ran.err.find(why), std::string::npos) << ran.err;
  };
  refused({"--player", "C"}, "--player C: an id and 1 take are needed");
  refused({"--player", "A", "b.mid"}, "player A is there twice");
  refused({"--player", "Jane Doe", "b.mid"}, "an id is 1 to 24 letters");
  refused({"--player", "C", "none.mid"}, "none.mid");
  refused({"--length", "32"}, "16 bars were played; 32 are needed");
  refused({"--claim", "again"}, "who would play best again needs at least 4 excerpts");
  here.write("pad.tab", "Meter: 4/4\n\nSD|o---o---o---o---|\n");
  EXPECT_EQ(here.run({"chairs", "verify", "rock.tab"}).code, 3);
  EXPECT_EQ(here.run({"chairs", "verify", "no.jsonl"}).code, 3);
  ASSERT_EQ(seat().code, 0);
  refused({}, "already there");
  EXPECT_EQ(seat({"--force", "--json"}).code, 0);
}

TEST_F(Chairs, WhoPlaysAtAnotherTempoSitsBehind) {
  play("a.mid", 5, 1, 92);
  play("b.mid", 15, 2);
  const testing::Ran ran = seat({"--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const nlohmann::json sheet = nlohmann::json::parse(ran.out);
  EXPECT_EQ(sheet["seats"][0]["player"], "B");
  EXPECT_EQ(sheet["seats"][1]["behind"], "must");
  const nlohmann::json any = nlohmann::json::parse(
      here.run({"chairs", "seat", "--excerpt", "rock.tab", "--player", "A", "a.mid", "--player", "B", "b.mid",
                "--key", "school.key", "--out", "any", "--any-tempo", "--json"})
          .out);
  EXPECT_EQ(any["seats"][0]["player"], "A");
}

}  // namespace
}  // namespace firstchair::tests
