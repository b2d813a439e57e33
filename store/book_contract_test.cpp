// What every kind of book must do, whatever keeps it: a second back end adds its type to Backends.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/book.h"
#include "store/random_take_test.h"

namespace firstchair::store {
namespace {

// A place for one book; open() opens it as one program more.
class SqliteFile {
 public:
  SqliteFile() {
    folder_ = std::filesystem::temp_directory_path() / ("firstchair-contract-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~SqliteFile() { std::filesystem::remove_all(folder_); }
  Book open(const std::string& name = "book") {
    Result<Book> book = Book::open({.file = (folder_ / name).string()});
    EXPECT_TRUE(book) << book.error().line();
    return std::move(*book);
  }

 private:
  std::filesystem::path folder_;
};

template <class Backend>
class BookContract : public ::testing::Test {
 protected:
  Backend backend;
};
using Backends = ::testing::Types<SqliteFile>;
TYPED_TEST_SUITE(BookContract, Backends);

std::string lines_of(const Book& book) {
  std::string text;
  const Result<Done> done = book.write_lines([&](std::string_view line) {
    text += line;
    text += '\n';
    return true;
  });
  EXPECT_TRUE(done) << done.error().line();
  return text;
}

Result<Book::Read> read_text(Book& book, const std::string& text) {
  std::size_t at = 0;
  return book.read_lines([&](std::string& line) {
    if (at >= text.size()) return false;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    line = text.substr(at, end - at);
    at = end + 1;
    return true;
  });
}

Book filled(Book book, int takes) {
  for (int i = 0; i < takes; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    const Result<std::int64_t> id = book.save(random_take(seed, 20 + i), random_circumstances(seed));
    EXPECT_TRUE(id) << id.error().line();
  }
  EXPECT_TRUE(book.keep_limit(0, {"0123456789abcdef", 1790000000, 6.9, 0.02, 0.08, 9}));
  EXPECT_TRUE(book.set_goal(0, {"0123456789abcdef", 120, 2, 'B'}));
  EXPECT_TRUE(book.set_retest(0, {"0123456789abcdef", 2.3065, 2.1181, 1790000000, 1790260000}));
  EXPECT_TRUE(book.keep_review(0, {"0123456789abcdef", 1790000000, 3, 0.88, 1.01}));
  return book;
}

}  // namespace

TYPED_TEST(BookContract, KeepsEveryStrokeAndEverythingMadeOfIt) {
  {
    Book book = this->backend.open();
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      const auto id = book.save(random_take(seed, static_cast<int>(seed * 5)), random_circumstances(seed));
      ASSERT_TRUE(id) << id.error().line();
      EXPECT_EQ(*id, static_cast<std::int64_t>(seed) + 1);
    }
  }
  const Book book = this->backend.open();
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Result<BookTake> take = book.load(static_cast<std::int64_t>(seed) + 1);
    ASSERT_TRUE(take) << take.error().line();
    EXPECT_EQ(everything(take->take), everything(random_take(seed, static_cast<int>(seed * 5))));
    Circumstances how = random_circumstances(seed);
    how.player = 1;
    EXPECT_EQ(take->circumstances, how) << seed;
  }
}

TYPED_TEST(BookContract, TakesTheSameStrokesOfTheSameSecondOnce) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.save(random_take(1, 9), random_circumstances(1)));
  const auto again = book.save(random_take(1, 9), random_circumstances(1));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::usage);
  EXPECT_NE(again.error().advice.find("show 1"), std::string::npos);
  Circumstances later = random_circumstances(1);
  later.began_s += 60;
  EXPECT_TRUE(book.save(random_take(1, 9), later));
  EXPECT_EQ(book.takes({})->size(), 2u);
}

TYPED_TEST(BookContract, TakesWhatIsSentUnderOneNameOnce) {
  Book book = this->backend.open();
  EXPECT_EQ(*book.sent("a"), 0);
  EXPECT_EQ(*book.save_sent(random_take(1, 9), random_circumstances(1), "a"), 1);
  EXPECT_EQ(*book.sent("a"), 1);
  EXPECT_EQ(*book.save_sent(random_take(1, 9), random_circumstances(1), "a"), 1);
  EXPECT_EQ(*book.save_sent(random_take(2, 9), random_circumstances(2), "a"), 1) << "the first stands";
  EXPECT_EQ(*book.save_sent(random_take(1, 9), random_circumstances(1), "b"), 1) << "the same strokes";
  EXPECT_EQ(*book.save_sent(random_take(3, 9), random_circumstances(3), "c"), 2);
  EXPECT_FALSE(book.save(random_take(3, 9), random_circumstances(3)));
  EXPECT_EQ(*this->backend.open().sent("c"), 2);
  EXPECT_TRUE(book.check()->empty());
}

TYPED_TEST(BookContract, ListsInOrderOfTimeEvenWhenTheClockJumpsBack) {
  Book book = this->backend.open();
  for (const int day : {3, 1, 2}) {
    Circumstances how = random_circumstances(1);
    how.began_s = 1'790'000'000 + day * 86400;
    ASSERT_TRUE(book.save(random_take(static_cast<std::uint64_t>(day), 9), how));
  }
  const auto all = book.takes({});
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3u);
  EXPECT_EQ((*all)[0].id, 2);
  EXPECT_EQ((*all)[1].id, 3);
  EXPECT_EQ((*all)[2].id, 1);
  TakeQuery query;
  query.newest = 1;
  EXPECT_EQ(book.takes(query)->at(0).id, 1);
  query.before = 1;
  EXPECT_EQ(book.takes(query)->at(0).id, 3);
  query.before = 2;
  EXPECT_TRUE(book.takes(query)->empty());
  query = {};
  query.since_s = 1'790'000'000 + 2 * 86400;
  EXPECT_EQ(book.takes(query)->size(), 2u);
}

TYPED_TEST(BookContract, KeepsPlayersAndItemsApart) {
  Book book = this->backend.open();
  const Result<Player> anna = book.add_player("Änna");
  ASSERT_TRUE(anna) << anna.error().line();
  Circumstances how = random_circumstances(1);
  how.item = "0123456789abcdef";
  ASSERT_TRUE(book.save(random_take(1, 9), how));
  how.player = anna->id;
  ASSERT_TRUE(book.save(random_take(1, 9), how)) << "the same strokes by another player are another take";
  how.item = "fedcba9876543210";
  how.began_s += 60;
  ASSERT_TRUE(book.save(random_take(1, 9), how));
  EXPECT_EQ(book.takes({})->size(), 1u);
  TakeQuery query;
  query.player = anna->id;
  EXPECT_EQ(book.takes(query)->size(), 2u);
  query.item = "fedcba9876543210";
  EXPECT_EQ(book.takes(query)->size(), 1u);
  ASSERT_EQ(book.items(anna->id)->size(), 2u);
  EXPECT_EQ(book.items(anna->id)->at(1).item, "fedcba9876543210");
  EXPECT_EQ(book.items(0)->at(0).takes, 1);
  ASSERT_TRUE(book.set_goal(anna->id, {"fedcba9876543210", 100, 1, 0}));
  EXPECT_TRUE(book.history(1)->goals.empty());
  EXPECT_EQ(book.history(anna->id)->goals.size(), 1u);
  how.player = 99;
  EXPECT_EQ(book.save(random_take(2, 9), how).error().code, ErrorCode::usage);
}

TYPED_TEST(BookContract, RefusesTwoPlayersOfOneName) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.add_player("Anna"));
  for (const char* name : {"Anna", "anna", "ANNA"}) {
    const Result<Player> twin = book.add_player(name);
    ASSERT_FALSE(twin) << name;
    EXPECT_EQ(twin.error().code, ErrorCode::usage);
    EXPECT_NE(twin.error().what.find("already there"), std::string::npos);
  }
  EXPECT_FALSE(book.rename_player(1, "anna"));
  EXPECT_FALSE(book.add_player(" "));
  EXPECT_FALSE(book.add_player("two\nlines"));
  EXPECT_FALSE(book.add_player(std::string(65, 'a')));
  EXPECT_TRUE(book.rename_player(1, "Bo"));
  EXPECT_EQ(book.player("")->name, "Bo");
  EXPECT_EQ(book.player("ANNA")->name, "Anna");
  EXPECT_EQ(book.player("Cy").error().code, ErrorCode::not_found);
  EXPECT_EQ(book.players()->size(), 2u);
}

TYPED_TEST(BookContract, LeavesDiscardedTakesOutUnlessAsked) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.save(random_take(1, 9), random_circumstances(1)));
  ASSERT_TRUE(book.discard(1, true));
  ASSERT_TRUE(book.set_pain(1, 4));
  EXPECT_TRUE(book.takes({})->empty());
  EXPECT_TRUE(book.history(0)->takes.at(0).discarded);
  EXPECT_EQ(book.history(0)->takes.at(0).pain, 4);
  ASSERT_TRUE(book.discard(1, false));
  EXPECT_EQ(book.takes({})->size(), 1u);
  EXPECT_EQ(book.discard(2, true).error().code, ErrorCode::not_found);
}

TYPED_TEST(BookContract, ATakeThatDoesNotCountIsListedAndKnownUntilThePlayerSaysOtherwise) {
  Book book = this->backend.open();
  Circumstances how = random_circumstances(1);
  how.counted = false;
  ASSERT_TRUE(book.save(random_take(1, 9), how));
  EXPECT_FALSE(book.takes({})->at(0).counted);
  EXPECT_FALSE(book.load(1)->circumstances.counted);
  ASSERT_TRUE(book.set_counted(1, true));
  EXPECT_TRUE(book.history(0)->takes.at(0).counted);
  EXPECT_EQ(book.set_counted(2, true).error().code, ErrorCode::not_found);
}

TYPED_TEST(BookContract, KnowsWhichTakeWasDiscardedLast) {
  Book book = this->backend.open();
  for (int i = 1; i <= 3; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    ASSERT_TRUE(book.save(random_take(seed, 9), random_circumstances(seed)));
  }
  EXPECT_EQ(*book.last_discarded(0), 0);
  for (const std::int64_t id : {3, 1, 3}) ASSERT_TRUE(book.discard(id, true));
  EXPECT_EQ(*book.last_discarded(0), 1) << "the third was discarded before";
  ASSERT_TRUE(book.discard(1, false));
  EXPECT_EQ(*book.last_discarded(0), 3);
}

TYPED_TEST(BookContract, ALimitStandsOnlyWithItsTakes) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.save(random_take(1, 9), random_circumstances(1)));
  ASSERT_TRUE(book.save(random_take(2, 9), random_circumstances(2)));
  const LimitKept limit{.item = "0123456789abcdef", .began_s = 5, .t50 = 6.9, .broke = 0, .held_bpm = 120};
  const std::vector<std::int64_t> takes{1, 2};
  ASSERT_TRUE(book.keep_limit(0, limit, takes));
  ASSERT_EQ(book.history(0)->limits.size(), 1U);
  EXPECT_EQ(book.history(0)->limits.at(0).broke, 0);
  EXPECT_EQ(book.history(0)->limits.at(0).held_bpm, 120);
  ASSERT_TRUE(book.discard(2, true));
  EXPECT_TRUE(book.history(0)->limits.empty());
  EXPECT_NE(lines_of(book).find("\"limit\""), std::string::npos) << "it is still in the file";
  ASSERT_TRUE(book.discard(2, false));
  EXPECT_EQ(book.history(0)->limits.size(), 1U);
  const std::vector<std::int64_t> strange{9};
  EXPECT_EQ(book.keep_limit(0, limit, strange).error().code, ErrorCode::not_found);
}

TYPED_TEST(BookContract, KeepsPainThatWasToldWithoutATake) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.tell_pain(0, {.at_s = 7, .pain = 4}));
  ASSERT_TRUE(book.tell_pain(0, {.at_s = 7, .pain = 4})) << "told twice";
  ASSERT_TRUE(book.tell_pain(0, {.at_s = 9, .numb = true}));
  EXPECT_EQ(book.history(0)->pains, (std::vector<PainTold>{{7, 4, false}, {9, -1, true}}));
  Book second = this->backend.open("second");
  ASSERT_TRUE(read_text(second, lines_of(book)));
  EXPECT_EQ(second.history(0)->pains, book.history(0)->pains);
}

TYPED_TEST(BookContract, ANewerEnginesVerdictStandsAndTheOlderOneIsKept) {
  Book book = this->backend.open();
  ASSERT_TRUE(book.save(random_take(1, 40), random_circumstances(1)));
  Take newer = random_take(2, 40);
  newer.hits = random_take(1, 40).hits;
  newer.source = random_take(1, 40).source;
  ASSERT_TRUE(book.judge_again(1, newer, "0.2.0", 1'800'000'000));
  EXPECT_EQ(everything(book.load(1)->take), everything(newer));
  EXPECT_EQ(*book.engines_of(1), (std::vector<std::string>{"0.1.0", "0.2.0"}));
  ASSERT_TRUE(book.judge_again(1, newer, "0.2.0", 1'800'000'001));
  EXPECT_EQ(book.engines_of(1)->size(), 2u);
  EXPECT_EQ(book.judge_again(9, newer, "0.2.0", 0).error().code, ErrorCode::not_found);
}

TYPED_TEST(BookContract, KeepsWhatTheTeacherKeeps) {
  Book book = filled(this->backend.open(), 1);
  const Result<History> history = book.history(0);
  ASSERT_TRUE(history) << history.error().line();
  EXPECT_EQ(history->player, (Player{1, "me"}));
  EXPECT_EQ(history->takes, *book.takes({}));
  EXPECT_EQ(history->limits, (std::vector<LimitKept>{{"0123456789abcdef", 1790000000, 6.9, 0.02, 0.08, 9}}));
  EXPECT_EQ(history->goals, (std::vector<Goal>{{"0123456789abcdef", 120, 2, 'B'}}));
  EXPECT_EQ(history->retests.at(0).stability, 2.3065);
  EXPECT_EQ(history->reviews.at(0).grade, 3);
  ASSERT_TRUE(book.set_goal(0, {"0123456789abcdef", 130, 1, 0}));
  EXPECT_EQ(book.history(0)->goals, (std::vector<Goal>{{"0123456789abcdef", 130, 1, 0}}));
  ASSERT_TRUE(book.set_goal(0, {"0123456789abcdef", 130, 0, 0}));
  EXPECT_TRUE(book.history(0)->goals.empty());
}

TYPED_TEST(BookContract, GoesOutAsTextAndComesBackWhole) {
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

TYPED_TEST(BookContract, KeepsTheDialOfTheBandAndWhenItsBeatsWere) {
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
TYPED_TEST(BookContract, ATextThatWasChangedIsRefused) {
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
TYPED_TEST(BookContract, TheEarliestTextComesInWhole) {
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
TYPED_TEST(BookContract, ATextWithoutChecksIsReadWithinBounds) {
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

TYPED_TEST(BookContract, ATakeOfAnyTimeIsListed) {
  Book book = this->backend.open("book");
  Circumstances how = random_circumstances(1);
  how.began_s = -100;
  ASSERT_TRUE(book.save(random_take(1, 9), how));
  EXPECT_EQ(book.takes({})->size(), 1u);
  EXPECT_EQ(book.history(0)->takes.size(), 1u);
}

// A later version's way to practise: its takes are kept, and go out again as they came in.
TYPED_TEST(BookContract, ATakeOfAModeThatIsNotKnownKeepsItsText) {
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

TYPED_TEST(BookContract, HalfAnImportLeavesTheBookAsItWas) {
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
