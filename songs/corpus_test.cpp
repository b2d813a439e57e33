// The seeds of the fuzzers are tests too: a file reads as a lawful song, or gives the very error that the
// table beside its folder (tests/corpus/ireal.errors ...) names.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "songs/songs.h"

namespace firstchair::songs {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void check_corpus(const std::string& name, int least) {
  const std::filesystem::path root = std::string(FIRSTCHAIR_SOURCE_DIR) + "/tests/corpus/";
  std::map<std::string, std::string> errors;
  std::istringstream lines(text_of(root / (name + ".errors")));
  for (std::string line; std::getline(lines, line);)
    if (const std::size_t end = line.find(": "); end != std::string::npos)
      errors[line.substr(0, end)] = line.substr(end + 2);
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root / name)) {
    const std::string file = entry.path().filename().string();
    const Result<SongRead> song = read_whole_song(text_of(entry.path()), file);
    const auto expected = errors.find(file);
    if (expected == errors.end()) {
      ASSERT_TRUE(song) << file << ": " << song.error().line();
      EXPECT_EQ(band::check_song(song->song), "") << file;
      ++read;
    } else {
      ASSERT_FALSE(song) << file;
      EXPECT_EQ(song.error().line(), expected->second) << file;
      errors.erase(expected);
    }
  }
  EXPECT_GE(read, least);
  for (const auto& [file, error] : errors) ADD_FAILURE() << file << " is in the table and not in the folder";
}

TEST(SongCorpus, EveryLinkOfIRealProReadsOrGivesItsError) {
  check_corpus("ireal", 3);
}
TEST(SongCorpus, EveryChordProSongReadsOrGivesItsError) {
  check_corpus("chordpro", 2);
}
TEST(SongCorpus, EveryLeadSheetReadsOrGivesItsError) {
  check_corpus("leadsheet", 2);
}

}  // namespace
}  // namespace firstchair::songs
