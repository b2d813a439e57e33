// What every kind of book must do, whatever keeps it: a second back end adds its type to BookBackends.
#include "store/book_contract_test.h"

#include <gtest/gtest.h>

namespace firstchair::store {
namespace {

TYPED_TEST_SUITE(BookContract, BookBackends);

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

TYPED_TEST(BookContract, KeepsWhatWasWrittenVersionByVersion) {
  Book book = this->backend.open();
  const auto write = [&](const std::string& name, const std::string& text, std::int64_t at_s) {
    return book.write_chart(0, {.name = name, .title = "T " + text, .text = text, .written_s = at_s});
  };
  EXPECT_EQ(*write("a", "one", 100), 100);
  EXPECT_EQ(*write("a", "one", 150), 100) << "it says the same";
  EXPECT_EQ(*write("a", "two", 90), 101) << "the clock was put back";
  EXPECT_EQ(*write("b", "three", 95), 95);
  const auto all = this->backend.open().written(0);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0], (WrittenChart{.name = "a", .title = "T two", .text = "two", .written_s = 101}));
  EXPECT_EQ((*all)[1].name, "b");
  const auto versions = book.versions_of(0, "a");
  ASSERT_EQ(versions->size(), 2u);
  EXPECT_EQ(versions->front().text, "one");
  // What is thrown away is not listed, and its versions stay.
  ASSERT_TRUE(book.write_chart(0, {.name = "a", .title = {}, .text = {}, .written_s = 200}));
  EXPECT_EQ(book.written(0)->size(), 1u);
  EXPECT_EQ(book.versions_of(0, "a")->size(), 3u);
  ASSERT_TRUE(write("a", "four", 300));
  EXPECT_EQ(book.written(0)->size(), 2u);
  EXPECT_EQ(book.versions_of(0, "c").error().code, ErrorCode::not_found);
  ASSERT_TRUE(book.write_chart(0, {.name = "c", .title = {}, .text = {}, .written_s = 200}));
  EXPECT_FALSE(book.versions_of(0, "c")) << "what is not there is not thrown away";
  EXPECT_EQ(write("", "x", 1).error().code, ErrorCode::usage);
  EXPECT_EQ(write(std::string(65, 'n'), "x", 1).error().code, ErrorCode::usage);
  ASSERT_TRUE(book.add_player("Anna"));
  EXPECT_TRUE(book.written(2)->empty());
  EXPECT_TRUE(book.check()->empty());
}

TYPED_TEST(BookContract, ForgetsTheOldestVersionsOfAChart) {
  Book book = this->backend.open();
  for (int i = 0; i < Book::kMostVersions + 5; ++i)
    ASSERT_TRUE(
        book.write_chart(0, {.name = "a", .title = {}, .text = std::to_string(i), .written_s = 1000 + i}));
  const auto versions = book.versions_of(0, "a");
  ASSERT_EQ(versions->size(), static_cast<std::size_t>(Book::kMostVersions));
  EXPECT_EQ(versions->front().text, "5");
  EXPECT_EQ(versions->back().text, std::to_string(Book::kMostVersions + 4));
}

}  // namespace firstchair::store
