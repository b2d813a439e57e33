#include "songs/styles.h"

#include <gtest/gtest.h>

namespace firstchair::songs {
namespace {

TEST(Styles, EveryBuiltInStyleIsReadByItsName) {
  EXPECT_EQ(style_names(),
            (std::vector<std::string>{"ballad", "bossa", "funk", "samba", "shuffle", "swing", "waltz"}));
  for (const std::string& name : style_names()) {
    const Result<band::Style> style = style_by_name(name);
    ASSERT_TRUE(style) << name << ": " << style.error().line();
    EXPECT_EQ(style->name, name);
    EXPECT_EQ(style->bass_low, 28) << name;
    EXPECT_EQ(style->bass_high, 55) << name;
  }
}

TEST(Styles, WordsOfIRealProNameOurStyles) {
  const std::pair<const char*, const char*> kNames[] = {{"Jazz-Medium Up Swing", "swing"},
                                                        {"Bossa Nova", "bossa"},
                                                        {"Latin-Brazil: Samba", "samba"},
                                                        {"Pop-Shuffle", "shuffle"},
                                                        {"Pop-Funk", "funk"},
                                                        {"Jazz-Ballad Swing", "ballad"},
                                                        {"Waltz", "waltz"},
                                                        {"Jazz-Slow Swing", "swing"},
                                                        {"Even 8ths", "bossa"},
                                                        {"Rock", "funk"},
                                                        {"Up Tempo Swing", "swing"},
                                                        {"Slow Bossa", "bossa"}};
  for (const auto& [words, style] : kNames) EXPECT_EQ(style_by_name(words)->name, style) << words;
  EXPECT_EQ(style_by_name("polka").error().line(),
            "no style \"polka\". Styles are: ballad, bossa, funk, samba, shuffle, swing, waltz.");
}

TEST(Styles, ASongOfNoKnownStyleSwings) {
  EXPECT_EQ(style_for("Polka", 4).style.name, "swing");
  EXPECT_TRUE(style_for("", 4).guessed);
  EXPECT_EQ(style_for("Medium Swing", 3).style.name, "waltz");
  EXPECT_EQ(style_for("", 3).style.name, "waltz");
  EXPECT_FALSE(style_for("Bossa Nova", 4).guessed);
}

std::string wrong(const std::string& json) {
  const Result<band::Style> style = read_style(json);
  return style ? "read" : style.error().line();
}

TEST(Styles, ErrorsNameThePlaceInTheFile) {
  const std::string head = R"({"format":"firstchair style 1","name":"x",)";
  const std::string comp = R"("comp":{"cells":[{"notes":[[0,1]]}]})";
  const auto bass = [](const std::string& cells) { return "\"bass\":{\"cells\":" + cells + "},"; };
  EXPECT_EQ(wrong(head + bass(R"([{"notes":[[0,1,"root"]]}])") + comp + "}"), "read");
  EXPECT_EQ(wrong("{}"), "format: \"firstchair style 1\" is wanted.");
  EXPECT_EQ(wrong("[]"), "not JSON with one object in it.");
  EXPECT_EQ(wrong(head + bass(R"([{"notes":[[0,1,"tuba"]]}])") + comp + "}"),
            "bass.cells[0].notes[0]: a role is one of root, guide, third, fifth, sixth, seventh, octave, "
            "tone, step, "
            "approach, next.");
  EXPECT_EQ(wrong(head + bass(R"([{"notes":[[0,1]]}])") + comp + "}"),
            "bass.cells[0].notes[0]: [beat, length, role, accent] is wanted.");
  EXPECT_EQ(wrong(head + bass("[]") + comp + "}"), "bass.cells: a list of 1 to 64 cells is wanted.");
  EXPECT_EQ(wrong(head + "\"swing\":9," + bass(R"([{"notes":[]}])") + comp + "}"),
            "swing: a number from 1.0 to 3.5 is wanted.");
  EXPECT_EQ(wrong(head + "\"tempo\":9," + bass(R"([{"notes":[]}])") + comp + "}"),
            "tempo: nothing has this name here.");
  EXPECT_EQ(wrong(head + bass(R"([{"notes":[[9,1,"root"]]}])") + comp + "}"),
            "a bass note stands outside the bar, or before the one before it.");
}

}  // namespace
}  // namespace firstchair::songs
