#include "apps/cli/help/near_miss.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "apps/cli/help/declare.h"

namespace firstchair::cli {
namespace {

TEST(NearMiss, AWordIsNearWhenAFingerSlipped) {
  const std::vector<std::string> flags{"--bpm", "--bars", "--chart", "-n"};
  EXPECT_EQ(nearest_word("--bmp", flags), "--bpm");
  EXPECT_EQ(nearest_word("--bar", flags), "--bars");
  EXPECT_EQ(nearest_word("--charrt", flags), "--chart");
  EXPECT_EQ(nearest_word("--cha", flags), "--chart");  // a beginning
  EXPECT_EQ(nearest_word("--tempo", flags), "");
  EXPECT_EQ(nearest_word("-x", flags), "");  // one letter is near nothing
  EXPECT_EQ(nearest_word("", flags), "");
  EXPECT_EQ(nearest_word("--", flags), "");
}

TEST(NearMiss, AWordThatIsNoneOfSomeNamesThem) {
  EXPECT_EQ(none_of("drum", {"kit", "pad"}), "drum is none of kit, pad");
  EXPECT_EQ(none_of("padd", {"kit", "pad"}), "padd is none of kit, pad; did you mean pad?");
}

class WrongWords : public ::testing::Test {
 protected:
  WrongWords() {
    app.require_subcommand(1);
    CLI::App* hear = app.add_subcommand("hear", "");
    hear->add_option("TAKE", text)->required();
    hear->add_option("--bpm", number);
    CLI::App* book = app.add_subcommand("book", "");
    book->require_subcommand(1);
    book->add_subcommand("list", "")->add_flag("--all");
    book->add_subcommand("show", "");
    one_of(hear->add_option("--voices", voices), std::map<std::string, int>{{"kit", 1}, {"pad", 2}});
  }
  std::string said(const std::string& words) {
    try {
      app.parse(words);
    } catch (const CLI::ParseError&) {
      return misplaced(app);
    }
    return "right";
  }
  CLI::App app;
  std::string text;
  double number = 0;
  int voices = 0;
};

TEST_F(WrongWords, ACommandThatIsNoneIsToldWithTheOneThatWasMeant) {
  EXPECT_EQ(said("haer a.wav"), "there is no command haer; did you mean hear?");
  EXPECT_EQ(said("play"), "there is no command play");
  EXPECT_EQ(said("book lst"), "book has no command lst; did you mean book list?");
  EXPECT_EQ(said("book play"), "book has no command play; it has list, show");
}

TEST_F(WrongWords, AFlagThatIsNoneIsToldBeforeWhatIsMissing) {
  EXPECT_EQ(said("hear --bmp=92"), "hear has no flag --bmp; did you mean --bpm?");
  EXPECT_EQ(said("hear a.wav --quick"), "hear has no flag --quick");
}

TEST_F(WrongWords, AFlagOfAnotherCommandNamesThatCommand) {
  EXPECT_EQ(said("hear a.wav --all"), "hear has no flag --all; book list has it");
  EXPECT_EQ(said("--bpm 92 hear a.wav"), "firstchair has no flag --bpm; hear has it");
}

TEST_F(WrongWords, AWordTooManyIsNamed) {
  EXPECT_EQ(said("hear a.wav b.wav"), "b.wav was not expected after hear");
}

TEST_F(WrongWords, NothingIsSaidOfWordsInTheirPlaces) {
  EXPECT_EQ(said("hear a.wav --bpm"), "");
  EXPECT_EQ(said("book list"), "right");
  EXPECT_EQ(path_of(app), "book list");
}

TEST_F(WrongWords, AValueOfSomeWordsIsSetOrRefused) {
  EXPECT_EQ(said("hear a.wav --voices pad"), "right");
  EXPECT_EQ(voices, 2);
  EXPECT_THROW(app.parse("hear a.wav --voices 2"), CLI::ValidationError);
}

}  // namespace
}  // namespace firstchair::cli
