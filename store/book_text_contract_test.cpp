// What every kind of book must do with its text, whatever keeps the book: written, read, and refused.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/book_contract_test.h"

namespace firstchair::store {
namespace {

template <class Backend>
class BookTextContract : public BookContract<Backend> {};
TYPED_TEST_SUITE(BookTextContract, BookBackends);

}  // namespace

TYPED_TEST(BookTextContract, GoesOutAsTextAndComesBackWhole) {
  Book first = filled(this->backend.open("first"), 8);
  ASSERT_TRUE(first.add_player("Anna"));
  Circumstances how = random_circumstances(77);
  how.player = 2;
  ASSERT_TRUE(first.save(random_take(77, 30), how));
  ASSERT_TRUE(first.judge_again(2, first.load(2)->take, "0.2.0", 5));
  const std::string text = lines_of(first);
  Book second = this->backend.open("second");
  const auto read = read_text(second, text);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->takes, 9);
  EXPECT_EQ(read->players, 1);
  EXPECT_EQ(lines_of(second), text);
  EXPECT_EQ(second.history(1)->takes, first.history(1)->takes);
  EXPECT_EQ(everything(second.load(5)->take), everything(first.load(5)->take));
  const auto again = read_text(second, text);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->takes, 0);
  EXPECT_EQ(again->known, 9);
  EXPECT_EQ(lines_of(second), text);
}

TYPED_TEST(BookTextContract, TakesVersionsOfAChartThatAreLaterThanItsOwn) {
  Book here = this->backend.open("here");
  const auto write = [](Book& book, const char* text, std::int64_t at_s) {
    ASSERT_TRUE(book.write_chart(0, {.name = "a", .title = "T", .text = text, .written_s = at_s}));
  };
  write(here, "one", 100);
  Book there = this->backend.open("there");
  ASSERT_TRUE(read_text(there, lines_of(here)));
  write(there, "two", 200);
  ASSERT_TRUE(read_text(here, lines_of(there)));
  EXPECT_EQ(here.versions_of(0, "a")->size(), 2u);
  EXPECT_EQ(here.written(0)->front().text, "two");
  write(here, "three", 300);
  ASSERT_TRUE(read_text(here, lines_of(there)));
  EXPECT_EQ(here.written(0)->front().text, "three") << "an older book takes nothing back";
}

TYPED_TEST(BookTextContract, KeepsTheDialOfTheBandAndWhenItsBeatsWere) {
  Book book = this->backend.open();
  Take take = random_take(3, 20);
  take.source.band = PlayedWith{
      .follow = 62.5, .home_bpm = 140, .delay_sd_ms = -1, .beats = {{0, -12.25}, {1, 20000}, {1, 41000.5}}};
  ASSERT_TRUE(book.save(take, random_circumstances(3)));
  take = random_take(4, 20);
  take.source.band.reset();
  ASSERT_TRUE(book.save(take, random_circumstances(4)));
  EXPECT_EQ(book.load(1)->take.source.band->beats[2].frame, 41000.5);
  EXPECT_EQ(book.load(1)->kept.follow, 62.5);
  EXPECT_EQ(book.load(2)->kept.follow, -1);
  EXPECT_EQ(book.takes({})->front().follow, 62.5);
  Book other = this->backend.open("other");
  ASSERT_TRUE(read_text(other, lines_of(book)));
  EXPECT_EQ(other.takes({})->front().follow, 62.5);
}

// What a text says of itself is checked line by line and over all of it.
TYPED_TEST(BookTextContract, ATextThatWasChangedIsRefused) {
  const std::string text = lines_of(filled(this->backend.open("first"), 3));
  Book book = this->backend.open("second");
  const std::string before = lines_of(book);
  const auto refused = [&](std::string changed, const std::string& from, const std::string& to) {
    const std::size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    const auto read = read_text(book, changed);
    ASSERT_FALSE(read) << from;
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_EQ(lines_of(book), before);
  };
  refused(text, "\"began_s\":179", "\"began_s\":178");
  refused(text, "\"title\":\"Rock", "\"title\":\"Rick");
  refused(text, "\"check\":\"", "\"chuck\":\"");
  // Two whole lines in the other order: every one of them is right.
  std::vector<std::string> lines;
  std::stringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::swap(lines[2], lines[3]);
  std::string swapped;
  for (const std::string& line : lines) swapped += line + "\n";
  const auto read = read_text(book, swapped);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().what.find("not as it was written"), std::string::npos) << read.error().line();
}

// The text as the first version wrote it, with every take changed.
std::string without_checks(const std::string& text, const std::function<void(nlohmann::json&)>& change) {
  std::stringstream in(text);
  std::string old;
  for (std::string line; std::getline(in, line);) {
    nlohmann::json object = nlohmann::json::parse(line);
    object.erase("check");
    object.erase("all");
    if (object.contains("version")) object["version"] = 1;
    if (object["record"] == "take") change(object);
    old += object.dump() + "\n";
  }
  return old;
}

// A program of 25 November 2026 wrote it: one player, one take that was kept, one goal.
TYPED_TEST(BookTextContract, TheEarliestTextComesInWhole) {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/store/golden/earliest_book.jsonl");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Book book = this->backend.open();
  const auto read = read_text(book, text);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->takes, 1);
  const auto take = book.load(1);
  ASSERT_TRUE(take) << take.error().line();
  EXPECT_EQ(take->take.hits.size(), 64U);
  EXPECT_EQ(book.history(1)->goals.size(), 1U);
}

// A text of the first version has no checks, and may hold any numbers.
TYPED_TEST(BookTextContract, ATextWithoutChecksIsReadWithinBounds) {
  const std::string text = lines_of(filled(this->backend.open("first"), 1));
  const auto changed = [&](const std::function<void(nlohmann::json&)>& change) {
    return without_checks(text, change);
  };
  Book book = this->backend.open("second");
  const std::string before = lines_of(book);
  const std::int64_t far = std::int64_t{1} << 62;
  const std::function<void(nlohmann::json&)> changes[] = {
      [&](nlohmann::json& take) { take["hits"][0][0] = far; },
      [&](nlohmann::json& take) { take["hits"][0][0] = -far; },
      [&](nlohmann::json& take) { take["hits"][0][2] = 1e30; },
      [&](nlohmann::json& take) { take["hits"][0][4] = -1e9; },
      [&](nlohmann::json& take) { take["bpm"] = 1e300; },
      [&](nlohmann::json& take) { take["judgements"][0]["matches"][0][3] = 2'000'000'000; },
      [&](nlohmann::json& take) { take["judgements"][0]["matches"][0][4] = far; },
      [&](nlohmann::json& take) { take["judgements"][0]["matches"][0][5] = 1e300; },
      [&](nlohmann::json& take) { take["judgements"][0]["pulse"][0][0] = far; },
      [&](nlohmann::json& take) { take["source"]["length"] = far; }};
  int number = 0;
  for (const auto& change : changes) {
    EXPECT_FALSE(read_text(book, changed(change))) << number++;
    EXPECT_EQ(lines_of(book), before);
  }
  // The key is the strokes' own, whatever the text says.
  const auto read = read_text(book, changed([](nlohmann::json& take) { take["key"] = "0123456789abcdef"; }));
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(lines_of(book), text);
  EXPECT_EQ(read_text(book, text)->known, 1);
}

TYPED_TEST(BookTextContract, ATakeOfAnyTimeIsListed) {
  Book book = this->backend.open("book");
  Circumstances how = random_circumstances(1);
  how.began_s = -100;
  ASSERT_TRUE(book.save(random_take(1, 9), how));
  EXPECT_EQ(book.takes({})->size(), 1u);
  EXPECT_EQ(book.history(0)->takes.size(), 1u);
}

// A later version's way to practise: its takes are kept, and go out again as they came in.
TYPED_TEST(BookTextContract, ATakeOfAModeThatIsNotKnownKeepsItsText) {
  const std::string text = without_checks(lines_of(filled(this->backend.open("first"), 1)),
                                          [](nlohmann::json& take) { take["mode"] = "jam"; });
  Book book = this->backend.open("second");
  const auto read = read_text(book, text);
  ASSERT_TRUE(read) << read.error().line();
  const Result<std::vector<KeptTake>> takes = book.takes({});
  ASSERT_EQ(takes->size(), 1U);
  EXPECT_EQ(takes->front().mode, Mode::other);
  EXPECT_EQ(mode_text(takes->front()), "jam");
  EXPECT_EQ(book.load(takes->front().id)->circumstances.other_mode, "jam");
  EXPECT_EQ(without_checks(lines_of(book), [](nlohmann::json&) {}), text);
}

TYPED_TEST(BookTextContract, HalfAnImportLeavesTheBookAsItWas) {
  const std::string text = lines_of(filled(this->backend.open("first"), 4));
  Book book = filled(this->backend.open("second"), 1);
  const std::string before = lines_of(book);
  for (std::size_t part = 0; part < 40; ++part) {
    const auto read = read_text(book, text.substr(0, text.size() * part / 40));
    ASSERT_FALSE(read) << part;
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_NE(read.error().place.find("line"), std::string::npos);
    EXPECT_EQ(lines_of(book), before);
  }
  const std::size_t line = text.find('\n', text.find("\"record\":\"take\""));
  const std::string without = text.substr(0, line + 1) + text.substr(text.find('\n', line + 1) + 1);
  EXPECT_FALSE(read_text(book, without)) << "a line in the middle is gone";
  EXPECT_FALSE(read_text(book, text + text));
  EXPECT_EQ(read_text(book, R"({"format":"firstchair-book","version":99})").error().code,
            ErrorCode::unsupported);
  EXPECT_EQ(lines_of(book), before);
}

}  // namespace firstchair::store
