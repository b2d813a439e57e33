// Every room in one program, each archive whole: two definitions of one name do not link, and a take goes
// from a chart to the plan of the next day. In `debug` nothing is inlined, so whoever takes a twin's
// destructor dies here.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "apps/server/http/page_files.h"
#include "book/day.h"
#include "book/keep.h"
#include "door/page_chart.h"
#include "engine/ear/ear.h"
#include "engine/follow/chart/align.h"
#include "engine/judge/norms.h"
#include "engine/teacher/planner.h"
#include "hearing/hear_file.h"
#include "io/files/files.h"
#include "io/live/calibrate.h"
#include "live/take_recovery.h"
#include "midi/percussion.h"
#include "midi/smf.h"
#include "report/report.h"
#include "testing/book/played.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNow = 1'795'000'000;

class WholeHouse : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("whole-house-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  // Sixteen bars of rock at 92, two days ago, by a player who spreads by 12 ms.
  testing::PlayedDrill played() const {
    return testing::played_drill("rock-8ths", 92, 16, 12, kNow - 2 * 86400, 7, judge::default_norms());
  }

  fs::path folder_;
};

// The take's strokes as an e-kit would send them: a tick a frame at 120 a minute.
std::vector<std::uint8_t> e_kit_file(const Take& take) {
  midi::Smf smf;
  smf.ticks_per_quarter = 24000;
  for (const Hit& hit : take.hits)
    smf.events.push_back({.tick = hit.frame,
                          .status = 0x99,
                          .data1 = midi::note_of_voice(hit.voice),
                          .data2 = static_cast<std::uint8_t>(hit.strength),
                          .text = {}});
  return midi::write_smf(smf);
}

// The book keeps the strokes as they were heard, and a verdict's matches count through them.
TEST_F(WholeHouse, ATakeThatIsJudgedAgainKeepsAllItsStrokes) {
  testing::PlayedDrill drill = played();
  std::vector<Hit> with_crosstalk;
  for (const Hit& hit : drill.take.hits) {
    with_crosstalk.push_back(hit);
    if (hit.voice != Voice::kick) continue;
    Hit echo = hit;
    echo.voice = Voice::tom_low;
    echo.frame += std::llround(ms_to_frames(4, drill.take.source.rate));
    echo.strength = 6;
    with_crosstalk.push_back(echo);
  }
  std::ranges::stable_sort(with_crosstalk, {}, &Hit::frame);
  store::BookTake kept;
  kept.take = drill.take;
  kept.circumstances = drill.how;
  SessionConfig config = book::session_of(kept, judge::default_norms());
  EXPECT_EQ(judge_strokes(config, with_crosstalk).hits, with_crosstalk);
  config.find_kit_strokes = true;
  EXPECT_LT(judge_strokes(config, with_crosstalk).hits.size(), with_crosstalk.size());
}

TEST_F(WholeHouse, ATakeGoesFromTheChartToThePlanOfTheNextDay) {
  // practice, follow, judge, teacher: the chart's strokes become a take with a verdict and an order.
  testing::PlayedDrill drill = played();
  const Take& take = drill.take;
  EXPECT_EQ(take.hits.size(), drill.plan.chart.notes.size());
  ASSERT_FALSE(take.verdict.metrics.empty());
  // report: it can be told.
  const std::string order = report::order_text(take);
  ASSERT_GT(order.size(), 12u);
  EXPECT_NE(report::summary(take, {.width = 200}).find(order.substr(0, 12)), std::string::npos) << order;
  EXPECT_NE(report::take_json(take).find("\"order\""), std::string::npos);
  // store, book: it is kept and read back.
  Result<book::Keeper> keeper = book::Keeper::open({.book = path("book.db"), .player = {}});
  ASSERT_TRUE(keeper) << keeper.error().line();
  const Result<book::Keeper::Kept> kept = keeper->keep(take, drill.how, "");
  ASSERT_TRUE(kept) << kept.error().line();
  const Result<store::BookTake> loaded = keeper->book().load(kept->id);
  ASSERT_TRUE(loaded) << loaded.error().line();
  EXPECT_EQ(loaded->take.hits, take.hits);
  EXPECT_EQ(
      report::order_text(judge_strokes(book::session_of(*loaded, judge::default_norms()), loaded->take.hits)),
      report::order_text(take));
  // teacher: the history makes a plan, and the book's day says the same.
  const Result<History> history = keeper->book().history(keeper->player().id);
  ASSERT_TRUE(history) << history.error().line();
  ASSERT_EQ(history->takes.size(), 1u);
  const teacher::PracticeItem item{.item = drill.how.item, .title = "rock", .bars = 4};
  const Plan plan = teacher::plan_today(*history, std::span(&item, 1), kNow, 30);
  ASSERT_FALSE(plan.steps.empty());
  EXPECT_GT(plan.playing, 0);
  const Result<book::Today> today = book::day_of(keeper->book(), keeper->player(), kNow, {.minutes = 30});
  ASSERT_TRUE(today) << today.error().line();
  ASSERT_TRUE(today->plan);
  EXPECT_EQ(today->plan->steps.size(), plan.steps.size());
}

TEST_F(WholeHouse, AnEKitsFileIsHeardAsItWasPlayed) {
  const testing::PlayedDrill drill = played();
  const std::vector<std::uint8_t> bytes = e_kit_file(drill.take);
  const std::string file = path("take.mid");
  ASSERT_TRUE(io::write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, false));
  SessionConfig config;
  config.norms = judge::default_norms();
  config.chart = drill.plan.chart;
  config.bpm = 92;
  std::vector<std::string> warnings;
  const Result<Take> heard =
      hearing::hear_file(file, file, std::move(config), {}, [](const auto&) { return true; }, warnings);
  ASSERT_TRUE(heard) << heard.error().line();
  EXPECT_EQ(heard->hits.size(), drill.take.hits.size());
  EXPECT_EQ(heard->order.action, drill.take.order.action);
}

TEST_F(WholeHouse, TheRoomsAroundATakeAnswer) {
  EXPECT_NE(door::page_chart_json(*charts::builtin_chart("rock-8ths")).find("\"bars\""), std::string::npos);
  EXPECT_TRUE(live::recover_takes(folder_.string()).empty());
  const Result<std::vector<io::Calibration>> rows = io::read_calibrations(path("none"));
  EXPECT_TRUE(rows && rows->empty());
  const Result<server::PageFiles> page = server::PageFiles::read(folder_.string());
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::not_found);
}

// Two types called Step had one destructor between them.
TEST_F(WholeHouse, AlignThenPlanTodayEndWell) {
  const testing::PlayedDrill drill = played();
  const Alignment alignment = follow::align(drill.take.hits, drill.plan.chart, {.rate = 48000, .bpm = 92});
  EXPECT_EQ(alignment.matches.size(), drill.take.alignment.matches.size());
  const std::string long_title(100, 'x');  // on the heap, so that a wrong destructor shows
  const std::vector<teacher::PracticeItem> items{{.item = drill.how.item, .title = long_title}};
  const Plan plan = teacher::plan_today(History{}, items, kNow, 30);
  ASSERT_FALSE(plan.steps.empty());
  std::set<std::string> titles;
  for (const Step& step : plan.steps) titles.insert(step.title);
  EXPECT_EQ(titles.count(long_title), 1u);
}

// So had two called History.
TEST_F(WholeHouse, AnEarIsMadeAndAHistoryDropped) {
  Result<ear::Ear> ear = ear::Ear::make({.rate = 48000});
  ASSERT_TRUE(ear) << ear.error().line();
  const std::vector<float> silence(48000);
  ear->push(silence);
  ear->finish();
  {
    History history;
    history.player.name = std::string(100, 'x');
    history.takes.resize(3);
    for (KeptTake& take : history.takes) take.title = std::string(100, 'y');
    EXPECT_EQ(history.takes.back().title.size(), 100u);
  }
  EXPECT_TRUE(ear->hits().empty());
}

}  // namespace
}  // namespace firstchair::tests
