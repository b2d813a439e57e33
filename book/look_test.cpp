#include "book/look.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "book/own_charts.h"
#include "store/chart_text.h"
#include "testing/book/played.h"

namespace firstchair::book {
namespace {

constexpr std::int64_t kBegan = 1'790'000'000;

class Look : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("firstchair-look-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  store::Book book() { return std::move(*store::Book::open({.file = (folder_ / "book").string()})); }
  std::int64_t keep(store::Book& book, const testing::PlayedDrill& drill) {
    return *book.save(drill.take, drill.how);
  }

  std::filesystem::path folder_;
};

// Law: what was practised comes back, however often a drill wrote it out.
TEST_F(Look, TheChartOfATakeIsTheItemItWas) {
  store::Book book = this->book();
  std::int64_t began_s = kBegan;  // some are told apart by their hands alone
  for (const charts::BuiltinChart& chart : charts::builtin_charts()) {
    const testing::PlayedDrill drill =
        testing::played_drill(std::string(chart.name), 90, 3, 5, began_s++, 1, {});
    ASSERT_FALSE(drill.how.item.empty()) << chart.name;
    const store::BookTake kept = *book.load(keep(book, drill));
    const Result<Chart> again = chart_of_item(kept);
    ASSERT_TRUE(again) << chart.name << again.error().line();
    EXPECT_EQ(store::item_of(*again), drill.how.item) << chart.name;
    EXPECT_EQ(item_of_bars(*again, {}), drill.how.item) << chart.name;
    EXPECT_EQ(tempo_at(*again, 0), 90);
    const std::vector<std::uint8_t> tab = charts::write_chart(charts::ChartFormat::tab, *again);
    EXPECT_EQ(store::item_of(*charts::read_chart(charts::ChartFormat::tab, tab)), drill.how.item)
        << chart.name;
  }
}

TEST_F(Look, ADrillsOrderIsToldInBarsOfTheItemAndFreePlayingsAsItWasJudged) {
  store::Book book = this->book();
  testing::PlayedDrill drill = testing::played_drill("bossa-nova", 90, 6, 5, kBegan, 1, {});
  const int bars = static_cast<int>(bars_of(drill.take.chart).size()) / 6;
  drill.take.order = {.action = Action::loop, .cause = {}, .from_bar = 5 * bars + 1, .to_bar = 6 * bars};
  store::BookTake kept = *book.load(keep(book, drill));
  EXPECT_EQ(kept.take.order.from_bar, 5 * bars + 1);
  const Take told = told_take(kept);
  EXPECT_EQ(told.order.from_bar, 1);
  EXPECT_EQ(told.order.to_bar, bars);
  EXPECT_EQ(told.hits.size(), kept.take.hits.size());
  kept.kept.item.clear();
  EXPECT_EQ(told_take(kept).order.from_bar, 5 * bars + 1);
}

TEST_F(Look, ThePlayersOwnChartsAreThoseOfTheTakesThatCountTheLatestFirst) {
  store::Book book = this->book();
  const std::int64_t player = book.player("")->id;
  EXPECT_TRUE(own_charts(book, player).empty());
  std::int64_t began_s = kBegan, last = 0;
  for (const char* name : {"disco", "rock-8ths", "disco", "samba"})
    last = keep(book, testing::played_drill(name, 90, 3, 5, began_s++, 1, {}));
  ASSERT_TRUE(book.discard(last, true));
  const std::vector<NamedChart> own = own_charts(book, player);
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own[0].name, charts::builtin_chart("disco")->title);
  EXPECT_EQ(own[0].chart.notes.size(), charts::builtin_chart("disco")->notes.size());
  EXPECT_EQ(own[1].name, charts::builtin_chart("rock-8ths")->title);
  EXPECT_EQ(own_charts(book, player, 1).size(), 1u);
  EXPECT_EQ(own_charts(book.file(), "").size(), own.size());
  EXPECT_TRUE(own_charts(book.file(), "nobody of that name").empty());
  EXPECT_TRUE(own_charts(book.file() + ".not", "").empty());
}

TEST_F(Look, ASpreadThatHalvedIsShownByTwoTakesAndByMany) {
  store::Book book = this->book();
  std::int64_t first = 0, last = 0;
  std::string item;
  for (unsigned day = 0; day < 6; ++day) {
    const testing::PlayedDrill drill =
        testing::played_drill("rock-8ths", 92, 16, 20 - 2.4 * day, kBegan + 86400 * day, day, {});
    last = keep(book, drill);
    if (first == 0) first = last;
    item = drill.how.item;
  }
  const Result<TakesCompared> compared = compare_in(book, first, last);
  ASSERT_TRUE(compared) << compared.error().line();
  EXPECT_EQ(compared->before.id, first);
  ASSERT_FALSE(compared->lines.empty());
  EXPECT_EQ(compared->lines.front().spread, Change::real);
  EXPECT_LT(compared->lines.front().ratio_high, 1);
  const Result<ItemProgress> progress = item_progress(book, 0, item);
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->takes.size(), 6U);
  ASSERT_FALSE(progress->said().empty());
  EXPECT_NE(progress->said().front().find("over 6 takes on 6 days"), std::string::npos)
      << progress->said().front();
}

TEST_F(Look, RefusesWhatCannotBeCompared) {
  store::Book book = this->book();
  const std::int64_t a = keep(book, testing::played_drill("rock-8ths", 92, 16, 9, kBegan, 1, {}));
  const std::int64_t b = keep(book, testing::played_drill("rock-8ths", 100, 16, 9, kBegan + 100, 2, {}));
  EXPECT_EQ(compare_in(book, a, b).error().code, ErrorCode::usage);
  EXPECT_EQ(compare_in(book, a, 99).error().code, ErrorCode::not_found);
  EXPECT_EQ(item_progress(book, 0, "").error().code, ErrorCode::not_found);
  EXPECT_EQ(item_progress(book, 0, "0123456789abcdef").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace firstchair::book
