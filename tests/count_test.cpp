// One count: whoever shows what was missed, extra, covered or on another drum shows the same numbers. A drill
// is played with known faults; its bars as they went by, the take, the table, take.json, take.html, the
// book's row and the page's news are laid beside one another.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "door/page_drill.h"
#include "engine/core/hit_count.h"
#include "midi/percussion.h"
#include "report/report.h"
#include "report/text/book_text.h"
#include "report/text/count_text.h"
#include "store/book.h"

namespace firstchair::tests {
namespace {

using nlohmann::json;

constexpr double kRate = 48000;
constexpr int kBars = 8;

// Kick on 1 and 3, snare on 2 and 4, hats on every eighth: 12 notes a bar.
Chart rock() {
  Chart chart;
  chart.tempi = {{0, 120}};
  for (int eighth = 0; eighth < 8 * kBars; ++eighth) {
    const Ticks tick = eighth * kTicksPerQuarter / 2;
    chart.notes.push_back({.tick = tick, .voice = Voice::hat_closed});
    if (eighth % 4 == 0) chart.notes.push_back({.tick = tick, .voice = Voice::kick});
    if (eighth % 4 == 2) chart.notes.push_back({.tick = tick, .voice = Voice::snare});
  }
  settle(chart);
  return chart;
}

struct Stroke {
  Ticks tick = 0;
  Voice voice = Voice::pad;
};

struct Shown {
  HitCount live;  // the page's news, summed over the bars
  Take take, against_click;
};

HitCount count_in(const json& told) {
  return {.notes = told["notes"],
          .missed = told["missed"],
          .wrong = told["wrong_voice"],
          .covered = told["covered"],
          .extra = told["extra"]};
}

Shown play(const std::vector<Stroke>& strokes, const std::string& more) {
  const Chart chart = rock();
  const Result<door::PageDrillSettings> settings =
      door::parse_drill_settings("rate 48000\nbpm 120\ntimes 1\nmidi 1\n" + more, chart);
  EXPECT_TRUE(settings) << settings.error().line();
  Result<door::PageDrill> drill = door::PageDrill::make(chart, *settings, judge::default_norms());
  EXPECT_TRUE(drill) << drill.error().line();
  const double first = drill->plan().bar_lines.front();
  std::vector<float> in(128), out(128);
  std::size_t next = 0;
  Shown shown;
  for (Frames frame = 0; !drill->over(); frame += 128) {
    for (; next < strokes.size(); ++next) {
      const double at = first + static_cast<double>(strokes[next].tick) / kTicksPerQuarter * kRate / 2;
      if (at >= static_cast<double>(frame)) break;
      drill->note(std::llround(at), midi::note_of_voice(strokes[next].voice), 100);
    }
    if (!drill->block(in, out)) continue;
    const json news = json::parse(drill->news_json());
    for (const json& bar : news["bars"]) {
      shown.live += count_in(bar);
      HitCount lines;
      for (const json& line : bar["lines"]) lines += count_in(line);
      EXPECT_EQ(lines, count_in(bar)) << bar;
    }
  }
  shown.take = drill->finish();
  shown.against_click = drill->against_click();
  return shown;
}

void expect_everywhere(const Shown& shown, const HitCount& truth) {
  EXPECT_EQ(shown.live, truth) << report::slips_text(shown.live);
  EXPECT_EQ(count_hits(shown.take).all, truth) << report::slips_text(count_hits(shown.take).all);
  EXPECT_EQ(count_hits(shown.against_click).all, truth);
  for (const Metric& metric : shown.take.verdict.metrics) {
    const long counted = std::lround(metric.value * metric.n / 100);
    if (metric.has_line) continue;
    if (metric.measure == Measure::missed) {
      EXPECT_EQ(counted, truth.missed);
      EXPECT_EQ(metric.n, truth.notes);
    } else if (metric.measure == Measure::extra) {
      EXPECT_EQ(counted, truth.extra);
    } else if (metric.measure == Measure::wrong_voice) {
      EXPECT_EQ(counted, truth.wrong);
    }
  }
  const json told = json::parse(report::take_json(shown.take))["counts"];
  EXPECT_EQ(count_in(told), truth);
  HitCount lines;
  for (const json& line : told["lines"]) lines += count_in(line);
  EXPECT_EQ(lines, truth);
  EXPECT_NE(report::summary(shown.take, {.width = 200}).find(report::heard_text(truth)), std::string::npos);
  EXPECT_NE(report::take_html(shown.take)
                .find(std::to_string(truth.heard()) + " of " + std::to_string(truth.notes)),
            std::string::npos);

  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("count_test-" + std::to_string(::getpid()) + ".sqlite");
  {
    Result<store::Book> book = store::Book::open({.file = file.string()});
    ASSERT_TRUE(book) << book.error().line();
    const Result<std::int64_t> id = book->save(shown.take, {.began_s = 1, .item = "0123456789abcdef"});
    ASSERT_TRUE(id) << id.error().line();
    const KeptTake kept = book->load(*id)->kept;
    EXPECT_EQ(kept.hits, truth);
    EXPECT_NE(report::take_row(kept, "").find(report::slips_text(truth)), std::string::npos);
  }
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + ending);
}

// An e-kit: two snares left out, one backbeat on the high tom, three kicks between the eighths.
TEST(Count, AnEKitsFaultsAreTheSameEverywhere) {
  std::vector<Stroke> strokes;
  int snares = 0;
  for (const Note& note : rock().notes) {
    const bool snare = note.voice == Voice::snare;
    if (snare && (snares == 3 || snares == 8)) {
      ++snares;
      continue;
    }
    strokes.push_back({note.tick, snare && snares == 5 ? Voice::tom_high : note.voice});
    snares += snare;
  }
  for (const int bar : {2, 4, 6})
    strokes.push_back({bar * kTicksPerWhole + kTicksPerQuarter / 4, Voice::crash});
  std::stable_sort(strokes.begin(), strokes.end(),
                   [](const Stroke& a, const Stroke& b) { return a.tick < b.tick; });
  expect_everywhere(play(strokes, ""), {.notes = 96, .missed = 2, .wrong = 1, .extra = 3});
}

// One pad for everything: one stroke for hat and snare together, and for hat and kick. Two attacks left out.
TEST(Count, OnAPadTheCoveredNotesStayInTheDenominator) {
  std::vector<Stroke> strokes;
  for (int eighth = 0; eighth < 8 * kBars; ++eighth) {
    if (eighth == 21 || eighth == 43) continue;
    strokes.push_back({eighth * kTicksPerQuarter / 2, Voice::snare});
  }
  expect_everywhere(play(strokes, "pad 1\n"), {.notes = 96, .missed = 2, .covered = 32});
}

}  // namespace
}  // namespace firstchair::tests
