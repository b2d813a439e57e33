// What the program prints and leaves: nothing that a terminal or a spreadsheet takes for an order, nothing
// for other people's eyes, and no word that an output was written when it was not.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

class Output : public ::testing::Test {
 protected:
  // Bytes that a terminal may obey: control characters but line ends, C1 in UTF-8, bare bytes beyond ASCII,
  // marks that turn the direction.
  static std::string orders_in(const std::string& text) {
    std::string found;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
      const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0;
      const bool control = (byte < 32 && byte != '\n') || byte == 127;
      const bool c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;
      const bool turning =
          byte == 0xE2 &&
          ((next == 0x80 && ((third >= 0xA8 && third <= 0xAE) || third == 0x8E || third == 0x8F)) ||
           (next == 0x81 && third >= 0xA6 && third <= 0xA9));
      if (control || c1 || turning)
        found += "byte " + std::to_string(byte) + " at " + std::to_string(i) + "; ";
    }
    return found;
  }
  void expect_plain(const std::vector<std::string>& args) {
    const testing::Ran ran = here.run(args);
    EXPECT_EQ(orders_in(ran.out), "") << args[0] << ": " << ran.out;
    EXPECT_EQ(orders_in(ran.err), "") << args[0] << ": " << ran.err;
    EXPECT_FALSE(ran.out.empty() && ran.err.empty());
  }
  // Every byte that a line of text or a name can hold, in two halves: a name has 255 at most.
  static std::vector<std::string> sweeps() {
    std::string low, high;
    for (int byte = 1; byte < 256; ++byte) {
      if (byte == '\n' || byte == '\r' || byte == '/') continue;
      (byte < 128 ? low : high) += static_cast<char>(byte);
    }
    return {low, high,
            "\xC2\x9B"
            "31mred \xE2\x80\xAE turned \xE2\x81\xA7"};
  }
  testing::Workplace here;
};

TEST_F(Output, NoByteOfAFileNameReachesTheTerminalAsAnOrder) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  for (const std::string& sweep : sweeps()) {
    for (const char* ending : {".wav", ".mid", ".tab", ".musicxml", ".mxl"}) {
      const std::string name = "a" + sweep + ending;
      here.write(name, "nothing of the kind\n");
      expect_plain({"hear", name});
      expect_plain({"chart", "check", name});
      expect_plain({"hear", "clicks.wav", "--chart", name});
    }
    expect_plain({"hear", "none" + sweep});
    expect_plain({"hear", "clicks.wav", "--weights", "none" + sweep});
    expect_plain({"none" + sweep});
    expect_plain({"book", "list", "--book", "none" + sweep});
    expect_plain({"devices", "--server", "none" + sweep});
    fs::copy_file(here.path("clicks.wav"), here.path("b" + sweep + ".wav"));
    expect_plain({"hear", "b" + sweep + ".wav", "--voices", "pad"});
  }
}

TEST_F(Output, NoByteOfAChartReachesTheTerminalAsAnOrder) {
  for (const std::string& sweep : sweeps()) {
    here.write("title.tab", "title: " + sweep + "\nHH|x-x-x-x-|\nSD|--o---o-|\n");
    here.write("label.tab", "HH|x-x-|\n" + sweep + "|o---|\n");
    here.write("cells.tab", "HH|x-" + sweep + "x-|\n");
    std::string xml;
    for (const char letter : sweep) {
      const auto byte = static_cast<unsigned char>(letter);
      xml += "&#" + std::to_string(byte) + ";";
    }
    here.write("title.musicxml", "<score-partwise><work><work-title>" + xml +
                                     "</work-title></work><part-list>" + "<score-part id=\"" + xml +
                                     "\"/></part-list></score-partwise>");
    for (const char* name : {"title.tab", "label.tab", "cells.tab", "title.musicxml"}) {
      expect_plain({"chart", "check", name});
      expect_plain({"chart", "show", name});
    }
  }
}

TEST_F(Output, NoNoiseOfALibraryReachesTheTerminal) {
  fs::copy_file(FIRSTCHAIR_SOURCE_DIR "/tests/corpus/strangers/mp3-noise.mp3", here.path("noise.mp3"));
  const testing::Ran ran = here.run({"hear", "noise.mp3", "--voices", "pad"});
  std::stringstream lines(ran.err);
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(line.starts_with("firstchair: noise.mp3: ")) << line;
}

TEST_F(Output, WhatIsLeftIsForItsOwnerAlone) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  ASSERT_EQ(
      here.run({"hear", "clicks.wav", "--voices", "pad", "--out", "o", "--events", "e.csv", "--keep-sound"})
          .code,
      0);
  ASSERT_EQ(here.run({"book", "export", "book.jsonl"}).code, 0);
  ASSERT_EQ(here.run({"book", "backup", "copy"}).code, 0);
  ASSERT_EQ(here.run({"chart", "convert", "rock-8ths", "a.mid"}).code, 0);
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(here.folder())) {
    if (entry.path().filename() == "clicks.wav") continue;
    struct stat status{};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077, 0u) << entry.path();
    ++seen;
  }
  EXPECT_GE(seen, 9);
}

TEST_F(Output, AFullDiskIsAnErrorOfEveryOutput) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  ASSERT_EQ(here.run({"hear", "clicks.wav", "--voices", "pad", "--keep", "--out", "o"}).code, 0);
  const auto full = [&](const std::string& args) {
    const std::string command = "cd '" + here.folder().string() + "' && XDG_DATA_HOME='" +
                                here.path(".data") + "' " + FIRSTCHAIR + " " + args + " 2>said";
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 3) << args;
    const std::string said = here.read("said");
    EXPECT_NE(said.find("cannot be written"), std::string::npos) << args << ": " << said;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << args << ": " << said;
  };
  for (const char* printing : {"hear clicks.wav --voices pad --json", "chart list", "chart show rock-8ths",
                               "book list", "book show 1", "book check", "--help", "--version", "--print-man",
                               "--print-completion bash", "signature"})
    full(std::string(printing) + " >/dev/full");
  full("hear clicks.wav --voices pad --out p --events /dev/full --force");
  fs::create_symlink("/dev/full", here.path("full.mid"));
  full("chart convert rock-8ths full.mid --force");
  full("book export /dev/full --force");
  EXPECT_TRUE(fs::is_character_file("/dev/full")) << "it was replaced";
}

TEST_F(Output, NoSignalLeavesAFileThatIsNotDone) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  ASSERT_EQ(here.run({"hear", "clicks.wav", "--voices", "pad", "--keep", "--out", "o"}).code, 0);
  for (int turn = 0; turn < 30; ++turn) {
    testing::Running running(
        here.folder(),
        turn % 3 == 0 ? std::vector<std::string>{"book", "export", "x", "--force"}
        : turn % 3 == 1
            ? std::vector<std::string>{"hear", "clicks.wav", "--voices", "pad", "--out", "q", "--force"}
            : std::vector<std::string>{"book", "backup", "b" + std::to_string(turn)});
    ::usleep(static_cast<unsigned>(3000 * turn));
    running.signal(turn % 2 == 0 ? SIGTERM : SIGINT);
    running.wait();
  }
  for (const auto& entry : fs::recursive_directory_iterator(here.folder()))
    EXPECT_EQ(entry.path().filename().string().find(".part"), std::string::npos) << entry.path();
}

TEST_F(Output, NoCellOfATableBeginsAFormula) {
  here.write_wav("clicks.wav", 44100, 1, testing::clicks());
  ASSERT_EQ(here.run({"hear", "clicks.wav", "--voices", "pad", "--keep", "--out", "o"}).code, 0);
  for (const std::string start : {"=", "+", "-", "@"}) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(here.path(".data/firstchair/book.sqlite").c_str(), &raw), SQLITE_OK);
    const std::string sql =
        "UPDATE takes SET title = '" + start + "1+cmd', mode = '" + start + "2', item = '" + start + "3,x'";
    ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    ASSERT_EQ(here.run({"book", "export", "t.csv", "--csv", "--force"}).code, 0);
    std::stringstream rows(here.read("t.csv"));
    std::string row;
    std::getline(rows, row);
    int seen = 0;
    for (; std::getline(rows, row); ++seen) {
      EXPECT_NE(row.find("\"'" + start + "1+cmd\""), std::string::npos) << row;
      EXPECT_NE(row.find("\"'" + start + "2\""), std::string::npos) << row;
      EXPECT_NE(row.find("\"'" + start + "3,x\""), std::string::npos) << row;
    }
    EXPECT_GT(seen, 0);
  }
}

// A text of the first version with a stroke at frame 2^62: judging it again never ended.
TEST_F(Output, ABookAsTextWithAStrokeAtTheEndOfTimeIsRefused) {
  fs::copy_file(FIRSTCHAIR_SOURCE_DIR "/tests/corpus/strangers/import-frame-too-far.jsonl",
                here.path("far.jsonl"));
  const testing::Ran ran = here.run({"book", "import", "far.jsonl"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.err.rfind("firstchair: far.jsonl: line 5: a take's ", 0), 0u) << ran.err;
}

}  // namespace
}  // namespace firstchair::tests
