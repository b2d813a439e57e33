#include "apps/cli/help/refusal.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "apps/cli/help/declare.h"

namespace firstchair::cli {
namespace {

// A program with an option of every kind that the parser may refuse.
class Refusal : public ::testing::Test {
 protected:
  Refusal() {
    app.require_subcommand(1);
    CLI::App* play = app.add_subcommand("play", "");
    play->add_option("SONG", text, "a song's file");
    CLI::Option* follow = play->add_option("--follow", real)->check(between(0., 100.));
    play->add_option("--count-in", whole)->check(between(0, 16));
    play->add_option("--least", real)->check(between(.001, 168.));
    play->add_option("--number", whole)->check(from(1))->type_name("N");
    play->add_option("--seed", seed);
    play->add_option("--id", whole);
    play->add_option("--rate", real);
    CLI::Option* loud = play->add_flag("-l,--loud", flag);
    play->add_option("--gap", text)->needs(loud);
    play->add_option("--mute", text)->excludes(follow);
    play->add_option("--films", texts)->expected(1, 2);
    one_of(play->add_option("--style", text), {"swing", "bossa"});
    one_of(play->add_flag("--burn{all}", text), {"all", "worst"});
    CLI::App* hear = app.add_subcommand("hear", "");
    hear->add_option("TAKE", text, "wav, or mid")->required();
    CLI::App* book = app.add_subcommand("book", "");
    book->require_subcommand(1);
    book->add_subcommand("list", "");
    book->add_subcommand("show", "");
  }
  std::string said(const std::string& words) {
    try {
      app.parse(words);
    } catch (const CLI::ParseError& error) {
      return refusal(app, error);
    }
    return "right";
  }
  CLI::App app;
  std::string text;
  std::vector<std::string> texts;
  double real = 0;
  int whole = 0;
  std::uint64_t seed = 0;
  bool flag = false;
};

TEST_F(Refusal, ANumberOutsideIsToldWithItsRange) {
  EXPECT_EQ(said("play --follow 160"), "--follow: 160 is not from 0 to 100");
  EXPECT_EQ(said("play --follow=-0.5"), "--follow: -0.5 is not from 0 to 100");
  EXPECT_EQ(said("play --follow 1e999"), "--follow: 1e999 is not from 0 to 100");
  EXPECT_EQ(said("play --least 0"), "--least: 0 is not from 0.001 to 168");
  EXPECT_EQ(said("play --count-in 17"), "--count-in: 17 is not from 0 to 16");
  EXPECT_EQ(said("play --count-in 99999999999999999999"),
            "--count-in: 99999999999999999999 is not from 0 to 16");
  EXPECT_EQ(said("play --number 0"), "--number: 0 is no whole number from 1 on");
}

TEST_F(Refusal, WhatIsNoNumberIsToldAsSuch) {
  for (const std::string none : {"x", "nan", "inf", "5x", "0x10", "5,5"})
    EXPECT_EQ(said("play --follow " + none), "--follow: " + none + " is no number from 0 to 100");
  EXPECT_EQ(said("play --count-in 2.5"), "--count-in: 2.5 is no whole number from 0 to 16");
  EXPECT_EQ(said("play --number one"), "--number: one is no whole number from 1 on");
  EXPECT_EQ(said("play --rate fast"), "--rate: fast is no number");
  EXPECT_EQ(said("play --id x"), "--id: x is no whole number");
  EXPECT_EQ(said("play --id 2.5"), "--id: 2.5 is no whole number");
  EXPECT_EQ(said("play --id 99999999999"), "--id: 99999999999 is too large");
  EXPECT_EQ(said("play --seed x"), "--seed: x is no whole number");
}

TEST_F(Refusal, NumbersAtTheEndsOfARangeAreRight) {
  for (const char* right : {"0", "100", "+50", "1e2", ".5", "-0"})
    EXPECT_EQ(said(std::string("play --follow ") + right), "right") << right;
  EXPECT_EQ(said("play --count-in 16 --number 1"), "right");
  EXPECT_EQ(whole, 1);
}

TEST_F(Refusal, AWordThatIsNoneOfSomeNamesThem) {
  EXPECT_EQ(said("play --style samba"), "--style: samba is none of swing, bossa");
  EXPECT_EQ(said("play --burn=some"), "--burn: some is none of all, worst");
}

TEST_F(Refusal, ValuesThatAreMissingOrTooManyAreCounted) {
  EXPECT_EQ(said("play --follow"), "--follow needs a value");
  EXPECT_EQ(said("play --follow 1 --follow 2"), "--follow takes one value, and 2 were given");
  EXPECT_EQ(said("play --films a b --films c"), "--films takes at most 2 values, and 3 were given");
  EXPECT_EQ(said("play --loud=maybe"), "--loud takes no value");
}

TEST_F(Refusal, FlagsThatNeedOrExcludeOneAnotherNameBoth) {
  EXPECT_EQ(said("play --gap 2/2"), "--gap goes only with --loud");
  EXPECT_EQ(said("play --mute a --follow 3"), "--follow does not go with --mute");
}

TEST_F(Refusal, WhatIsMissingIsToldWithWhatItIs) {
  EXPECT_EQ(said("hear"), "hear needs TAKE: wav, or mid");
  EXPECT_EQ(said("book"), "book needs a command: list, show");
}

TEST_F(Refusal, WordsInNoPlaceComeFirst) {
  EXPECT_EQ(said("haer a.wav"), "there is no command haer; did you mean hear?");
  EXPECT_EQ(said("hear --nope"), "hear has no flag --nope");
}

}  // namespace
}  // namespace firstchair::cli
