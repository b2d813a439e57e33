// firstchair book as a player meets it.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <utime.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "engine/fixed_takes.h"
#include "midi/percussion.h"
#include "midi/smf.h"
#include "store/book.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

class BookProgram : public ::testing::Test {
 protected:
  BookProgram() {
    for (const FixedTake& take : fixed_takes({})) {
      if (take.name != "e-kit-form") continue;
      midi::Smf smf;
      smf.ticks_per_quarter = 30000;
      for (const Hit& hit : take.hits)
        smf.events.push_back({.tick = hit.frame * 60 / 1000,
                              .status = 0x99,
                              .data1 = midi::note_of_voice(hit.voice),
                              .data2 = static_cast<std::uint8_t>(hit.strength),
                              .text = {}});
      const std::vector<std::uint8_t> bytes = midi::write_smf(smf),
                                      chart =
                                          charts::write_chart(charts::ChartFormat::midi, *take.config.chart);
      here.write("take.mid", {bytes.begin(), bytes.end()});
      here.write("chart.mid", {chart.begin(), chart.end()});
    }
  }
  // A day later than the last.
  testing::Ran keep(const std::vector<std::string>& more = {}) {
    const utimbuf times{1'790'000'000 + 86400 * day_, 1'790'000'000 + 86400 * day_};
    ++day_;
    ::utime(here.path("take.mid").c_str(), &times);
    std::vector<std::string> args{"hear", "take.mid", "--chart", "chart.mid", "--json", "--keep"};
    args.insert(args.end(), more.begin(), more.end());
    return here.run(args);
  }
  std::string book() const { return here.path(".data/firstchair/book.sqlite"); }
  static int lines(const std::string& text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }
  testing::Workplace here;

 private:
  int day_ = 0;
};

}  // namespace

TEST_F(BookProgram, KeepsListsShowsAndJudgesAgain) {
  EXPECT_EQ(here.run({"hear", "take.mid", "--chart", "chart.mid", "--json"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(book())) << "without --keep there is no book";
  const testing::Ran kept = keep();
  ASSERT_EQ(kept.code, 0) << kept.err;
  EXPECT_EQ(kept.err, "Book: take 1.\n");
  ASSERT_EQ(keep().code, 0);
  const testing::Ran list = here.run({"book", "list"});
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_EQ(lines(list.out), 3) << list.out;
  EXPECT_NE(list.out.find("2 takes of me"), std::string::npos) << list.out;
  const testing::Ran show = here.run({"book", "show", "1", "--json"});
  EXPECT_EQ(show.out, kept.out) << "what was kept is what was heard, to the byte";
  EXPECT_NE(here.run({"book", "show", "2"}).out.find("Heard by firstchair"), std::string::npos);
  const testing::Ran again = here.run({"book", "rejudge"});
  EXPECT_EQ(again.out, "0 of 2 takes changed.\n") << again.err;
  const testing::Ran progress = here.run({"book", "progress", "chart.mid"});
  EXPECT_EQ(lines(progress.out), 3) << progress.out << progress.err;
  EXPECT_EQ(here.run({"book", "discard", "1"}).code, 0);
  EXPECT_EQ(lines(here.run({"book", "progress", "chart.mid"}).out), 2);
  EXPECT_EQ(lines(here.run({"book", "list", "--all"}).out), 3);
}

TEST_F(BookProgram, DiscardsPutsBackAndCounts) {
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  EXPECT_EQ(here.run({"book", "undo"}).code, 3) << "nothing is discarded";
  EXPECT_EQ(here.run({"book", "discard", "2"}).out,
            "Take 2 is discarded; firstchair book undo brings it back.\n");
  ASSERT_EQ(here.run({"book", "discard", "1"}).code, 0);
  EXPECT_EQ(here.run({"book", "undo"}).out, "Take 1 is back.\n") << "the one discarded last";
  EXPECT_EQ(here.run({"book", "undo", "2"}).out, "Take 2 is back.\n");
  EXPECT_EQ(lines(here.run({"book", "list"}).out), 3);
  EXPECT_EQ(here.run({"book", "count", "1", "--no"}).out, "Take 1 is not counted.\n");
  const std::string list = here.run({"book", "list"}).out;
  EXPECT_NE(list.find("(not counted)"), std::string::npos) << list;
  EXPECT_EQ(lines(list), 3) << "it is listed";
  EXPECT_EQ(here.run({"book", "count", "1"}).out, "Take 1 is counted.\n");
  EXPECT_EQ(here.run({"book", "list"}).out.find("(not counted)"), std::string::npos);
  for (const char* command : {"discard", "undo", "count"})
    EXPECT_EQ(here.run({"book", command, "9"}).code, 3) << command;
}

TEST_F(BookProgram, JudgingAgainSaysWhatChangedAndKeepsTheOlderVerdict) {
  ASSERT_EQ(keep().code, 0);
  {
    Result<store::Book> open = store::Book::open({.file = book()});
    store::BookTake take = *open->load(1);
    take.take.verdict.metrics.front().value += 9;
    take.take.verdict.metrics.front().low += 9;
    take.take.verdict.metrics.front().high += 9;
    ASSERT_TRUE(open->judge_again(1, take.take, "0.0.9", 0));  // as if an older version had judged so
  }
  const testing::Ran dry = here.run({"book", "rejudge", "--dry-run"});
  EXPECT_NE(dry.out.find(" -> "), std::string::npos) << dry.out;
  EXPECT_NE(dry.out.find("1 of 1 take changed; the book is as it was."), std::string::npos) << dry.out;
  EXPECT_EQ(here.run({"book", "rejudge"}).out.substr(0, 20), dry.out.substr(0, 20));
  EXPECT_EQ(here.run({"book", "rejudge"}).out, "0 of 1 take changed.\n");
  EXPECT_EQ(store::Book::open({.file = book()})->engines_of(1)->size(), 2u);
}

TEST_F(BookProgram, HearingTheSameRecordingAgainIsSaidAndChangesNothing) {
  ASSERT_EQ(keep().code, 0);
  const testing::Ran again = here.run({"hear", "take.mid", "--chart", "chart.mid", "--json", "--keep"});
  EXPECT_EQ(again.code, 0);
  EXPECT_NE(again.err.find("already in the book"), std::string::npos) << again.err;
  EXPECT_EQ(lines(here.run({"book", "list"}).out), 2);
}

TEST_F(BookProgram, ARecordingIsKeptBesideItsTakeAndPruned) {
  std::vector<float> samples(3 * 44100);
  std::uint32_t bits = 1;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    bits = bits * 1664525u + 1013904223u;
    samples[i] =
        (static_cast<float>(bits) / 4294967296.0f - 0.5f) * std::exp(-static_cast<float>(i % 11025) * 2e-3f);
  }
  here.write_wav("take.wav", 44100, 1, samples);
  const testing::Ran kept = here.run({"hear", "take.wav", "--json", "--keep-sound"});
  ASSERT_EQ(kept.code, 0) << kept.err;
  const std::string file = here.path(".data/firstchair/sound/take-1.flac");
  ASSERT_TRUE(std::filesystem::exists(file)) << kept.err;
  EXPECT_NE(here.run({"book", "show", "1"}).out.find("sound/take-1.flac ("), std::string::npos);
  const testing::Ran heard = here.run({"hear", file, "--json"});
  EXPECT_EQ(nlohmann::json::parse(heard.out)["hits"].size(), nlohmann::json::parse(kept.out)["hits"].size());
  EXPECT_EQ(here.run({"hear", "take.wav", "--json", "--keep-sound"}).code, 0) << "the same take again";
  EXPECT_EQ(here.run({"book", "prune", "--larger-than", "1"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(BookProgram, GoesOutAndComesBackInEveryForm) {
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(here.run({"book", "export", "book.jsonl"}).code, 0);
  const testing::Ran in = here.run({"book", "import", "book.jsonl", "--book", "other"});
  EXPECT_EQ(in.out, "2 takes taken over, 0 there already.\n") << in.err;
  EXPECT_EQ(here.run({"book", "show", "1", "--book", "other", "--json"}).out,
            here.run({"book", "show", "1", "--json"}).out);
  ASSERT_EQ(here.run({"book", "export", "--csv", "takes.csv"}).code, 0);
  EXPECT_GT(lines(here.read("takes.csv")), 4);
  ASSERT_EQ(here.run({"book", "export", "--midi", "midi"}).code, 0);
  const testing::Ran heard = here.run({"hear", "midi/take-1.mid", "--chart", "chart.mid", "--json"});
  EXPECT_EQ(nlohmann::json::parse(heard.out)["hits"].size(),
            nlohmann::json::parse(here.run({"book", "show", "1", "--json"}).out)["hits"].size());
  const std::string text = here.read("book.jsonl");
  here.write("half.jsonl", text.substr(0, text.size() / 2));
  const std::string before = here.read("other");
  const testing::Ran half = here.run({"book", "import", "half.jsonl", "--book", "other"});
  EXPECT_EQ(half.code, 3);
  EXPECT_NE(half.err.find("half.jsonl: line"), std::string::npos) << half.err;
  EXPECT_EQ(lines(half.err), 1);
  EXPECT_EQ(here.read("other"), before);
}

TEST_F(BookProgram, PlayersHaveTheirOwnTakes) {
  ASSERT_EQ(here.run({"book", "players", "--add", "Anna"}).code, 0);
  const testing::Ran twin = here.run({"book", "players", "--add", "anna"});
  EXPECT_EQ(twin.code, 2);
  EXPECT_EQ(lines(twin.err), 1) << twin.err;
  ASSERT_EQ(keep({"--player", "Anna"}).code, 0);
  EXPECT_EQ(here.run({"book", "players"}).out, "me: 0 takes\nAnna: 1 take\n");
  const testing::Ran nobody = keep({"--player", "Bo"});
  EXPECT_EQ(nobody.code, 3);
  EXPECT_EQ(nobody.out, "") << "it is found out before anything is heard";
}

TEST_F(BookProgram, PruneRemovesRecordingsAndNothingElse) {
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  std::filesystem::create_directories(here.path(".data/firstchair/takes"));
  for (const int id : {1, 2}) {
    const std::string name = "takes/" + std::to_string(id) + ".flac";
    here.write(".data/firstchair/" + name, std::string(1000, 'x'));
    ASSERT_TRUE(store::Book::open({.file = book()})->set_audio(id, name, 1000));
  }
  EXPECT_NE(here.run({"book", "list"}).out.find("2 recordings in the book, 2.0 kB"), std::string::npos);
  EXPECT_EQ(here.run({"book", "prune", "--larger-than", "1kB", "--dry-run"}).out,
            "1 recording would go, 1.0 kB; 1.0 kB left.\n");
  EXPECT_EQ(here.run({"book", "prune", "--larger-than", "1kB"}).out,
            "1 recording removed, 1.0 kB; 1.0 kB left.\n");
  EXPECT_FALSE(std::filesystem::exists(here.path(".data/firstchair/takes/1.flac")));
  EXPECT_TRUE(std::filesystem::exists(here.path(".data/firstchair/takes/2.flac")));
  EXPECT_EQ(here.run({"book", "check"}).code, 0);
  EXPECT_EQ(here.run({"book", "prune", "--older-than", "3650d"}).out.substr(0, 12), "0 recordings");
  EXPECT_EQ(here.run({"book", "prune"}).code, 2);
  EXPECT_EQ(here.run({"book", "prune", "--older-than", "soon"}).code, 2);
}

// A book that a stranger made may name any file.
TEST_F(BookProgram, PruneRemovesNothingThatABookNamesElsewhere) {
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(keep().code, 0);
  std::filesystem::create_directories(here.path(".data/firstchair/sound"));
  here.write("precious", "x");
  std::filesystem::create_symlink(here.path("precious"), here.path(".data/firstchair/sound/link.flac"));
  const std::string names[] = {here.path("precious"), "../../precious", "sound/../../../precious"};
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(book().c_str(), &raw), SQLITE_OK);
  for (int id = 1; id <= 3; ++id) {
    const std::string sql =
        "UPDATE takes SET audio = '" + names[id - 1] + "', audio_bytes = 1 WHERE id = " + std::to_string(id);
    ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ASSERT_EQ(sqlite3_close(raw), SQLITE_OK);
  EXPECT_EQ(here.run({"book", "prune", "--older-than", "0d"}).out,
            "0 recordings removed, 0 bytes; 0 bytes left.\n");
  EXPECT_EQ(here.read("precious"), "x");
  const testing::Ran check = here.run({"book", "check"});
  EXPECT_EQ(check.code, 3);
  for (int id = 1; id <= 3; ++id)
    EXPECT_NE(check.out.find("take " + std::to_string(id) +
                             ": the name of its recording leads out of the book's folders.\n"),
              std::string::npos)
        << check.out;
  EXPECT_EQ(here.run({"book", "show", "1"}).out.find("Recording:"), std::string::npos);
  ASSERT_TRUE(store::Book::open({.file = book()})->set_audio(4, "sound/link.flac", 1));
  const testing::Ran linked = here.run({"book", "prune", "--older-than", "0d"});
  EXPECT_EQ(linked.code, 3);
  EXPECT_NE(linked.err.find("a link leads to it"), std::string::npos) << linked.err;
  EXPECT_EQ(here.read("precious"), "x");
  EXPECT_FALSE(store::Book::open({.file = book()})->set_audio(1, "../precious", 1));
}

TEST_F(BookProgram, SaysInOneLineWhatIsWrongWithABook) {
  const testing::Ran none = here.run({"book", "list"});
  EXPECT_EQ(none.code, 3);
  EXPECT_NE(none.err.find("there is no book yet"), std::string::npos) << none.err;
  here.write("notes.txt", "not a book");
  for (const char* command : {"list", "check"}) {
    const testing::Ran ran = here.run({"book", command, "--book", "notes.txt"});
    EXPECT_EQ(ran.code, 3);
    EXPECT_NE(ran.err.find("this is not a book of firstchair"), std::string::npos) << ran.err;
    EXPECT_EQ(lines(ran.err), 1);
  }
  EXPECT_EQ(here.read("notes.txt"), "not a book");
  ASSERT_EQ(keep().code, 0);
  ASSERT_EQ(here.run({"book", "backup", "copy"}).code, 0);
  EXPECT_EQ(here.run({"book", "check", "--book", "copy"}).out, "copy: whole.\n");
  EXPECT_EQ(here.run({"book", "backup", "copy"}).code, 2);
  std::string bytes = here.read("copy");
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size()) - 3 * 4096, bytes.end(), 'x');
  here.write("copy", bytes);
  const testing::Ran broken = here.run({"book", "check", "--book", "copy"});
  EXPECT_EQ(broken.code, 3);
  EXPECT_NE(broken.out, "") << broken.err;
  EXPECT_EQ(here.run({"book", "show", "99"}).code, 3);
}

}  // namespace firstchair::tests
