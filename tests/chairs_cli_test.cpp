// Chairs as a band leader meets them: files in, a sheet and a signed record out, and the record recomputed.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>
#include <utility>

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
  testing::Ran chairs(std::vector<std::string> words) {
    words.insert(words.begin(), "chairs");
    words.insert(words.end(), {"--book", "book.sqlite"});
    return here.run(words);
  }
  // Declares an audition of files and enters two, and returns their letters.
  std::pair<std::string, std::string> declared(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"declare", "--excerpt", "rock.tab", "--length",   "16",      "--midi",
                                   "--level", "sent",      "--key",    "school.key", "--title", "Rock"};
    words.insert(words.end(), more.begin(), more.end());
    const testing::Ran ran = chairs(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("Audition 1, Rock: open. 0 players, 1 excerpt, e-kits."), std::string::npos)
        << ran.out;
    const auto enter = [&](const char* name) {
      const testing::Ran entered = chairs({"enter", "1", name, "--agrees", "--key", "school.key"});
      EXPECT_EQ(entered.code, 0) << entered.err;
      const std::size_t at = entered.out.find(" is ") + 4;
      return entered.out.substr(at, 2);
    };
    return {enter("Jane Doe"), enter("John Roe")};
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
  EXPECT_NE(verified.out.find("All 2 files of the takes are there, unchanged. 2 heard again, stroke by "
                              "stroke the same."),
            std::string::npos)
      << verified.out;
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

TEST_F(Chairs, AReceiptIsLookedForAndARecordThatIsTooLongIsNotRead) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  const testing::Ran sheet = seat();
  ASSERT_EQ(sheet.code, 0) << sheet.err;
  const std::string digits = sheet.out.substr(sheet.out.find("Record: ") + 8, 16);
  const auto verify = [&](const std::string& receipt) {
    return here.run({"chairs", "verify", "sheet/seating.jsonl", "--receipt", receipt});
  };
  EXPECT_NE(verify(digits).out.find("Receipt " + digits + ": lines 1 to 10 are as they were"),
            std::string::npos)
      << verify(digits).out << verify(digits).err;
  const testing::Ran other = verify("0123456789abcdef");
  EXPECT_EQ(other.code, 3);
  EXPECT_NE(other.err.find("no line has the hash of receipt 0123456789abcdef"), std::string::npos);
  EXPECT_EQ(verify("12345").code, 2);
  // A file with a hole in it: its length alone is there.
  here.write("long.jsonl", "");
  std::filesystem::resize_file(here.path("long.jsonl"), (256u << 20) + 1);
  const auto from = std::chrono::steady_clock::now();
  const testing::Ran longer = here.run({"chairs", "verify", "long.jsonl"});
  EXPECT_EQ(longer.code, 3);
  EXPECT_EQ(longer.err, "firstchair: long.jsonl: over 256 MiB.\n");
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(10));
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

TEST_F(Chairs, AnAuditionIsDeclaredEnteredPlayedSeatedAndVerified) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  const auto [jane, john] = declared();
  const testing::Ran sent = chairs({"play", "1", jane, "--file", "a.mid"});
  ASSERT_EQ(sent.code, 0) << sent.err;
  EXPECT_NE(sent.out.find("The take is on record."), std::string::npos) << sent.out;
  EXPECT_NE(sent.out.find("Receipt: audition 1, " + jane + ", excerpt 1, attempt 1. Record "),
            std::string::npos);
  // The one attempt is used up; another player's is not.
  const testing::Ran again = chairs({"play", "1", jane, "--file", "b.mid"});
  EXPECT_EQ(again.code, 2);
  EXPECT_NE(again.err.find("excerpt 1 was played at "), std::string::npos) << again.err;
  EXPECT_NE(again.err.find(": that was the attempt; an appeal is open until "), std::string::npos)
      << again.err;
  ASSERT_EQ(chairs({"play", "1", john, "--file", "b.mid"}).code, 0);
  const testing::Ran show = chairs({"show", "1"});
  EXPECT_NE(show.out.find(jane + ": excerpt 1 sent at "), std::string::npos) << show.out << show.err;
  EXPECT_EQ(show.out.find("Jane"), std::string::npos) << "nobody is named";
  const testing::Ran seated = chairs({"seat", "--audition", "1", "--key", "school.key", "--out", "sheet"});
  ASSERT_EQ(seated.code, 0) << seated.err;
  EXPECT_NE(seated.out.find("First chair: " + jane + " (P(best) over .999)."), std::string::npos)
      << seated.out;
  const testing::Ran verified = here.run({"chairs", "verify", "sheet/seating.jsonl", "--sound", "."});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_NE(verified.out.find("Everything is as told: 2 takes judged again"), std::string::npos)
      << verified.out;
  EXPECT_NE(verified.out.find("All 2 files of the takes are there, unchanged."), std::string::npos);
  EXPECT_EQ(here.read("sheet/seating.jsonl").find("Jane"), std::string::npos);
  // Whoever signs it with a key of his own is told.
  ASSERT_EQ(here.run({"chairs", "seat", "--excerpt", "rock.tab", "--player", "A", "a.mid", "--player", "B",
                      "b.mid", "--key", "mine.key", "--out", "mine"})
                .code,
            0);
  EXPECT_NE(here.run({"chairs", "verify", "sheet/seating.jsonl", "--key", "mine/seating.pub"}).code, 0);
  // An appeal that is upheld opens one attempt; the old seating stays.
  ASSERT_EQ(chairs({"appeal", "1", john, "--text", "the cymbal fell"}).code, 0);
  ASSERT_EQ(
      chairs({"appeal", "1", "--rule", "1", "--effect", "again", "--text", "heard", "--key", "school.key"})
          .code,
      0);
  play("c.mid", 1.5, 3);
  ASSERT_EQ(chairs({"play", "1", john, "--file", "c.mid"}).code, 0);
  EXPECT_NE(
      chairs({"seat", "--audition", "1", "--key", "school.key", "--out", "sheet"}).err.find("already there"),
      std::string::npos);
  EXPECT_EQ(chairs({"show", "1"}).out.find("seated 2 times"), std::string::npos)
      << "nothing was put on record";
  const testing::Ran twice =
      chairs({"seat", "--audition", "1", "--key", "school.key", "--out", "sheet", "--force", "--reveal"});
  ASSERT_EQ(twice.code, 0) << twice.err;
  EXPECT_NE(twice.out.find("First chair: " + john), std::string::npos) << twice.out;
  EXPECT_NE(here.read("sheet/seating.jsonl").find("John Roe"), std::string::npos);
  EXPECT_EQ(here.run({"chairs", "verify", "sheet/seating.jsonl"}).code, 0);
}

TEST_F(Chairs, WhatAnAuditionRefusesIsOneLine) {
  play("a.mid", 5, 1);
  const auto [jane, john] = declared();
  const auto refused = [&](const std::vector<std::string>& words, const std::string& why) {
    const testing::Ran ran = chairs(words);
    EXPECT_NE(ran.code, 0) << why;
    EXPECT_NE(ran.err.find(why), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  };
  refused({"play", "1", "ZZZ", "--file", "a.mid"}, "nobody entered as ZZZ");
  refused({"play", "2", jane, "--file", "a.mid"}, "there is no audition 2");
  refused({"play", "1", jane, "--file", "none.mid"}, "none.mid");
  refused({"play", "1", jane, "2", "--file", "a.mid"}, "there is 1 excerpt");
  refused({"appeal", "1", jane, "--text", "x"}, "has opened no attempt at excerpt 1");
  refused({"challenge", "1", jane, john}, "chairs are challenged when they are seated");
  refused({"enter", "1", "Ann", "--key", "other.key"}, "other.key");
  ASSERT_EQ(here.run({"chairs", "declare", "--excerpt", "rock.tab", "--length", "16", "--key", "other.key",
                      "--book", "other.sqlite"})
                .code,
            0);
  refused({"enter", "1", "Ann", "--key", "other.key"}, "is not the key that this audition was declared with");
  refused({"declare", "--excerpt", "rock.tab", "--key", "school.key", "--opens", "soon"}, "not a day");
  here.write("short.tab", "Tempo: 100\nMeter: 4/4\n\nSD|o---o---o---o---|\n");
  refused({"declare", "--excerpt", "short.tab", "--length", "16", "--key", "school.key"},
          "64 timed notes; 128 are needed");
  // A file that cannot be heard used no attempt up.
  EXPECT_EQ(chairs({"play", "1", jane, "--file", "a.mid"}).code, 0);
  EXPECT_EQ(here.run({"chairs", "power", "--players", "8"}).code, 0);
  EXPECT_NE(chairs({"tau"}).out.find("tau stays at its choice, .12."), std::string::npos);
}

TEST_F(Chairs, APanelChangesStrokesByHandAndAnAuditionIsCancelled) {
  play("a.mid", 5, 1);
  play("b.mid", 15, 2);
  const auto [jane, john] = declared();
  ASSERT_EQ(chairs({"play", "1", jane, "--file", "a.mid"}).code, 0);
  ASSERT_EQ(chairs({"play", "1", john, "--file", "b.mid"}).code, 0);
  const testing::Ran strokes = chairs({"show", "1", "--strokes", john});
  ASSERT_EQ(strokes.code, 0) << strokes.err;
  EXPECT_NE(strokes.out.find("    7  "), std::string::npos) << strokes.out;
  EXPECT_NE(strokes.out.find("answers snare, bar 1, beat 2"), std::string::npos) << strokes.out;
  ASSERT_EQ(chairs({"appeal", "1", john, "--text", "the ear lost one"}).code, 0);
  const auto rule = [&](const char* strike, const char* add) {
    return chairs({"appeal", "1", "--rule", "1", "--effect", "strokes", "--strike", strike, "--add", add,
                   "--text", "heard", "--key", "school.key"});
  };
  EXPECT_NE(rule("9999", "3.2:snare").err.find("there is no stroke 9999; the take has 208"),
            std::string::npos);
  EXPECT_NE(rule("7", "3.2:bell").err.find("--add 3.2:bell: is no second and drum"), std::string::npos);
  const testing::Ran ruled = rule("7", "3.2:snare");
  ASSERT_EQ(ruled.code, 0) << ruled.err;
  EXPECT_NE(ruled.out.find("(strokes changed by hand)"), std::string::npos) << ruled.out;
  const testing::Ran seated = chairs({"seat", "--audition", "1", "--key", "school.key", "--out", "sheet"});
  ASSERT_EQ(seated.code, 0) << seated.err;
  EXPECT_NE(seated.out.find(john + ", excerpt 1: 1 stroke struck out and 1 added by hand, by ruling."),
            std::string::npos)
      << seated.out;
  EXPECT_EQ(here.run({"chairs", "verify", "sheet/seating.jsonl"}).code, 0);
  EXPECT_NE(chairs({"cancel", "1", "--text", "x", "--key", "other.key"}).code, 0);
  const testing::Ran cancelled =
      chairs({"cancel", "1", "--text", "the hall is closed", "--key", "school.key"});
  ASSERT_EQ(cancelled.code, 0) << cancelled.err;
  EXPECT_NE(cancelled.out.find("Audition 1, Rock: cancelled: the hall is closed."), std::string::npos)
      << cancelled.out;
  EXPECT_NE(chairs({"seat", "--audition", "1", "--key", "school.key", "--out", "again"})
                .err.find("this audition was cancelled: the hall is closed"),
            std::string::npos);
}

// FIRSTCHAIR_KILLS=200 build/check/tests/cli_test --gtest_filter='Chairs.AKill*' for a long run.
TEST_F(Chairs, AKillLeavesAnAttemptOpenedOrNotAndTheRecordWhole) {
  const char* asked = std::getenv("FIRSTCHAIR_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 12;
  play("a.mid", 5, 1);
  const auto [jane, john] = declared();
  int opened = 0, not_opened = 0, taken = 0;
  for (int i = 0; i < kills; ++i) {
    here.write("copy.sqlite", here.read("book.sqlite"));
    for (const char* beside : {"copy.sqlite-wal", "copy.sqlite-shm"})
      std::filesystem::remove(here.path(beside));
    {
      testing::Running running(here.folder(),
                               {"chairs", "play", "1", jane, "--file", "a.mid", "--book", "copy.sqlite"});
      std::this_thread::sleep_for(std::chrono::milliseconds(240 * i / kills));
      running.signal(SIGKILL);
      running.wait();
    }
    const testing::Ran show = here.run({"chairs", "show", "1", "--book", "copy.sqlite"});
    ASSERT_EQ(show.code, 0) << show.err;
    not_opened += show.out.find(jane + ": excerpt 1 not played.") != std::string::npos;
    opened += show.out.find(jane + ": excerpt 1 being played since ") != std::string::npos;
    taken += show.out.find(jane + ": excerpt 1 sent at ") != std::string::npos;
    ASSERT_EQ(not_opened + opened + taken, i + 1) << show.out;
    if (asked == nullptr) continue;
    // What is on record by now is sealed and recomputed.
    const testing::Ran sealed = here.run({"chairs", "show", "1", "--book", "copy.sqlite", "--out", "sealed",
                                          "--force", "--key", "school.key"});
    ASSERT_EQ(sealed.code, 0) << sealed.err;
    const testing::Ran verified = here.run({"chairs", "verify", "sealed/seating.jsonl"});
    ASSERT_EQ(verified.code, 0) << verified.err;
  }
  std::printf("%d kills: %d attempts not opened, %d opened, %d with their take\n", kills, not_opened, opened,
              taken);
  EXPECT_GT(not_opened, 0);
}

}  // namespace
}  // namespace firstchair::tests
