// A page's drill, in a browser's blocks: the same answers as the engine's own drill, in JSON that a page can
// read.
#include "door/page_drill.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "charts/charts.h"
#include "door/page_chart.h"
#include "report/report.h"

namespace firstchair::door {
namespace {

using nlohmann::json;

constexpr double kRate = 48000;

// What the settings wish of the click is what the program's click is told.
TEST(PageDrillSettings, TakesTheClicksSoundAndAccents) {
  const Chart chart = *charts::builtin_chart("rock-8ths");
  const Result<PageDrillSettings> read = parse_drill_settings("sound wood\naccents 2 4\n", chart);
  ASSERT_TRUE(read) << read.error().line();
  EXPECT_EQ(read->click.sound, practice::ClickSound::wood);
  EXPECT_EQ(read->click.accents, 0b1010u);
  for (const char* wrong : {"sound gong\n", "accents 65\n", "accents one\n"})
    EXPECT_FALSE(parse_drill_settings(wrong, chart)) << wrong;
}

PageDrill drill_of(const std::string& settings, const Chart& chart) {
  const Result<PageDrillSettings> read = parse_drill_settings(settings, chart);
  EXPECT_TRUE(read) << read.error().line();
  Result<PageDrill> drill = PageDrill::make(chart, *read, judge::default_norms());
  EXPECT_TRUE(drill) << drill.error().line();
  return std::move(*drill);
}

struct Told {
  json plan;
  std::vector<json> news;
  std::vector<float> clicks;
  json take;
};

// An e-kit plays every note of the plan, each `shift` ms off.
template <class Shift>
Told play(const Chart& chart, const std::string& settings, const Shift& shift) {
  PageDrill drill = drill_of(settings + "midi 1\n", chart);
  Told told{.plan = json::parse(drill.plan_json()), .news = {}, .clicks = {}, .take = {}};
  const std::vector<double> lines = told.plan["bar_lines"];
  std::vector<std::pair<Frames, std::uint8_t>> strokes;
  const double quarter = 60 * kRate / static_cast<double>(told.plan["bpm"]);
  for (std::size_t pass = 0; pass + 1 < lines.size(); ++pass) {
    for (const Note& note : chart.notes) {
      const double ms = shift(static_cast<int>(pass), note);
      if (std::isnan(ms)) continue;
      const double at =
          lines[pass] + quarter * static_cast<double>(note.tick) / static_cast<double>(kTicksPerQuarter);
      strokes.emplace_back(std::llround(at + ms * kRate / 1000), note.voice == Voice::kick    ? 36
                                                                 : note.voice == Voice::snare ? 38
                                                                                              : 42);
    }
  }
  std::stable_sort(strokes.begin(), strokes.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<float> in(128), out(128);
  std::size_t next = 0;
  for (Frames frame = 0; !drill.over(); frame += 128) {
    while (next < strokes.size() && strokes[next].first < frame) {
      drill.note(strokes[next].first, strokes[next].second, 100);
      ++next;
    }
    std::fill(out.begin(), out.end(), 0.0F);
    if (drill.block(in, out)) told.news.push_back(json::parse(drill.news_json()));
    told.clicks.insert(told.clicks.end(), out.begin(), out.end());
  }
  told.take = json::parse(report::take_json(drill.finish()));
  return told;
}

Chart rock() {
  return *charts::builtin_chart("rock-8ths");
}

TEST(PageDrill, TellsEveryStrokesErrorAgainstTheClick) {
  const Told told =
      play(rock(), "rate 48000\nbpm 120\ntimes 3\nto 1\ncount_in 1\n", [](int, const Note& note) {
        return note.voice == Voice::snare ? 15.0 : note.voice == Voice::kick ? -8.0 : 0.0;
      });
  int strokes = 0;
  for (const json& news : told.news) {
    for (const json& stroke : news["strokes"]) {
      ASSERT_TRUE(stroke.contains("error_ms")) << stroke;
      const double wanted = stroke["voice"] == "snare" ? 15 : stroke["voice"] == "kick" ? -8 : 0;
      EXPECT_NEAR(stroke["error_ms"], wanted, 0.02);
      EXPECT_EQ(stroke["colour"], wanted == 15 ? "e3" : "e2");
      ++strokes;
    }
  }
  EXPECT_EQ(strokes, static_cast<int>(told.plan["notes"]) * 3);
  EXPECT_EQ(told.take["hits"].size(), static_cast<std::size_t>(strokes));
  EXPECT_EQ(told.take["order"]["text"].get<std::string>().empty(), false);
}

TEST(PageDrill, AnEKitsNotesAreReadByTheProfileThatWasChosen) {
  const Chart chart = *charts::builtin_chart("rock-8ths");
  PageDrill drill = drill_of("midi 1\ncount_in 0\ntimes 1\nkit superior-drummer\nnotes 12=38\n", chart);
  drill.note(10000, 62, 90);  // a hat there, a conga in General MIDI
  drill.note(20000, 58, 90);  // a choke
  drill.note(30000, 12, 90);  // mapped by hand
  const Take take = drill.finish();
  ASSERT_EQ(take.hits.size(), 2u);
  EXPECT_EQ(take.hits[0].voice, Voice::hat_closed);
  EXPECT_EQ(take.hits[1].voice, Voice::snare);
  EXPECT_EQ(take.source.kit.profile, "superior-drummer");
  EXPECT_EQ(take.source.kit.choice, KitChoice::asked);
  EXPECT_EQ(take.source.kit.outside, 1);
}

TEST(PageDrill, TellsEveryBarOnceWithItsLinesAndEndsAfterTheLast) {
  const Told told =
      play(rock(), "rate 48000\nbpm 120\ntimes 4\nto 1\n", [](int, const Note&) { return 4.0; });
  std::vector<int> bars;
  for (const json& news : told.news) {
    for (const json& bar : news["bars"]) {
      bars.push_back(bar["bar"]);
      EXPECT_EQ(bar["missed"], 0);
      EXPECT_FALSE(bar["lines"].empty());
    }
  }
  EXPECT_EQ(bars, (std::vector<int>{1, 1, 1, 1}));
  EXPECT_TRUE(told.news.back()["over"]);
}

TEST(PageDrill, NamesTheNotesOfABarThatNoStrokeAnswers) {
  // The second pass is played without its snare: two notes of one voice, struck with a hat.
  const Chart chart = rock();
  const Told told = play(chart, "rate 48000\nbpm 120\ntimes 3\nto 1\n", [](int pass, const Note& note) {
    return pass == 1 && note.voice == Voice::snare ? std::nan("") : 0.0;
  });
  std::vector<int> missed, bars;
  for (const json& news : told.news) {
    for (const json& bar : news["bars"]) {
      bars.push_back(bar["index"]);
      EXPECT_EQ(bar["missed_notes"].size(), bar["missed"]);
      EXPECT_EQ(bar["covered_notes"].size(), bar["covered"]);
      for (const int note : bar["missed_notes"]) missed.push_back(note);
    }
  }
  EXPECT_EQ(bars, (std::vector<int>{0, 1, 2}));
  ASSERT_EQ(missed.size(), 2U);
  const int pass = told.plan["notes"];
  for (const int note : missed) {
    EXPECT_EQ(note / pass, 1);
    EXPECT_EQ(chart.notes[static_cast<std::size_t>(note % pass)].voice, Voice::snare);
  }
}

TEST(PageDrill, WithoutARoundTripErrorsAreToldAgainstTheOwnLeanAndNoLeanIs) {
  // Everything 30 ms late, but for a snare 15 ms later still.
  const Told told = play(rock(), "rate 48000\nbpm 120\ntimes 4\nto 1\nrelative 1\n",
                         [](int, const Note& note) { return note.voice == Voice::snare ? 45.0 : 30.0; });
  std::map<std::pair<int, std::string>, std::string> last;
  int leans = 0;
  for (const json& news : told.news) {
    for (const json& stroke : news["strokes"]) {
      EXPECT_TRUE(stroke.contains("error_ms")) << stroke;
      if (stroke.contains("text")) last[{stroke["note"], stroke["voice"]}] = stroke["text"];
    }
    for (const json& bar : news["bars"]) {
      for (const json& line : bar["lines"]) {
        if (!line.contains("lean_ms")) continue;
        EXPECT_NEAR(line["lean_ms"][0], line["line"] == "snare" ? 15 : 0, 0.1) << line;
        EXPECT_LT(line["lean_ms"][2].get<double>() - line["lean_ms"][1].get<double>(), 5);
        EXPECT_NE(line["lean"].get<std::string>().find("of your own lean"), std::string::npos);
        ++leans;
      }
      EXPECT_EQ(bar["text"].get<std::string>().find("late"), std::string::npos) << bar["text"];
    }
  }
  EXPECT_GT(leans, 4);
  EXPECT_EQ(last.size(), 4 * static_cast<std::size_t>(told.plan["notes"]));
  for (const auto& [stroke, text] : last) {
    const bool snare = stroke.second == "snare";
    EXPECT_EQ(text, snare ? "15 ms late of your own lean" : "0 ms of your own lean") << stroke.first;
  }
}

// Who tapped 20 ms before the click plays as they tapped: nothing is early.
TEST(PageDrill, AnEKitsErrorsAreToldAgainstTheTapsOnIt) {
  const Told told = play(rock(), "rate 48000\nbpm 120\ntimes 4\nto 1\nround_trip -960\nround_trip_sd_ms 1\n",
                         [](int, const Note& note) { return note.voice == Voice::snare ? -8.0 : -20.0; });
  int leans = 0;
  for (const json& news : told.news) {
    for (const json& stroke : news["strokes"])
      EXPECT_NEAR(stroke["error_ms"], stroke["voice"] == "snare" ? 12 : 0, 0.1) << stroke;
    for (const json& bar : news["bars"]) {
      for (const json& line : bar["lines"]) {
        if (!line.contains("lean_ms")) continue;
        EXPECT_NEAR(line["lean_ms"][0], line["line"] == "snare" ? 12 : 0, 0.1) << line;
        ++leans;
      }
    }
  }
  EXPECT_GT(leans, 4);
}

TEST(PageDrill, SaysThatNothingWasHeardInABarThatWasSilent) {
  const Told told = play(rock(), "rate 48000\nbpm 120\ntimes 2\nto 1\n",
                         [](int pass, const Note&) { return pass == 0 ? std::nan("") : 0.0; });
  std::string text;
  for (const json& news : told.news) {
    for (const json& bar : news["bars"]) {
      if (bar["index"] == 0) text = bar["text"];
    }
  }
  EXPECT_EQ(text, "Nothing heard in bar 1. Is the e-kit on, and the right one?");
}

TEST(PageDrill, DrawsEveryPassWithTheIndicesThatItsNewsName) {
  const Chart chart = rock();
  const Result<PageDrillSettings> settings = parse_drill_settings("rate 48000\ntimes 3\nto 1\n", chart);
  ASSERT_TRUE(settings);
  const Result<std::string> drawn = drill_notation(chart, *settings, 800);
  ASSERT_TRUE(drawn);
  const json plan = json::parse(drill_of("rate 48000\ntimes 3\nto 1\n", chart).plan_json());
  const int notes = 3 * static_cast<int>(plan["notes"]);
  EXPECT_NE(drawn->find("id=\"n" + std::to_string(notes - 1) + "\""), std::string::npos);
  EXPECT_EQ(drawn->find("id=\"n" + std::to_string(notes) + "\""), std::string::npos);
  const Result<PageDrillSettings> many = parse_drill_settings("rate 48000\ntimes 1000\n", chart);
  ASSERT_TRUE(many);
  EXPECT_FALSE(drill_notation(chart, *many, 800));
}

TEST(PageDrill, StopsAtTheBarThatBreaksOnlyWhenAsked) {
  const auto late = [](int pass, const Note&) { return pass == 1 ? std::nan("") : 0.0; };
  const Told told = play(rock(), "rate 48000\nbpm 120\ntimes 3\nto 1\nstop 1\n", late);
  int stops = 0;
  for (const json& news : told.news) {
    if (!news.contains("stop")) continue;
    ++stops;
    EXPECT_EQ(news["again_from"], 1);
    EXPECT_NE(news["stop"].get<std::string>().find("Again from"), std::string::npos);
  }
  EXPECT_GE(stops, 1);  // the page ends at the first; here the drill goes on
  for (const json& news : play(rock(), "rate 48000\nbpm 120\ntimes 3\nto 1\n", late).news)
    EXPECT_FALSE(news.contains("stop"));
}

// Kick and snare where rock eighths have none of them; the hat is left out.
TEST(PageDrill, AnotherGrooveIsToldAfterTwoBarsAndTheTakeIsFreePlaying) {
  const std::string settings = "rate 48000\nbpm 120\ntimes 6\nto 1\nstop 1\ncount_in 0\nmidi 1\n";
  const Chart chart = rock();
  for (const bool same : {true, false}) {
    PageDrill drill = drill_of(settings, chart);
    const json plan = json::parse(drill.plan_json());
    std::vector<std::pair<Frames, std::uint8_t>> strokes;
    const double bar = 4 * 24000;
    for (int pass = 0; pass < 6; ++pass) {
      const double from = plan["bar_lines"][static_cast<std::size_t>(pass)];
      if (same) {
        for (const Note& note : chart.notes) {
          const auto number = note.voice == Voice::kick ? 36 : note.voice == Voice::snare ? 38 : 42;
          strokes.emplace_back(
              std::llround(from + bar * static_cast<double>(note.tick) / static_cast<double>(kTicksPerWhole)),
              static_cast<std::uint8_t>(number));
        }
        continue;
      }
      for (const int cell : {2, 7, 11, 14})
        strokes.emplace_back(std::llround(from + bar * cell / 16), std::uint8_t{38});
      for (const int cell : {4, 9, 12, 15})
        strokes.emplace_back(std::llround(from + bar * cell / 16), std::uint8_t{36});
    }
    std::stable_sort(strokes.begin(), strokes.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<float> in(128), out(128);
    std::size_t next = 0;
    std::vector<std::string> told;
    int bars = 0, stops = 0;
    for (Frames frame = 0; !drill.over(); frame += 128) {
      for (; next < strokes.size() && strokes[next].first < frame; ++next)
        drill.note(strokes[next].first, strokes[next].second, 100);
      if (!drill.block(in, out)) continue;
      const json news = json::parse(drill.news_json());
      if (news.contains("groove")) told.push_back(news["groove"]);
      bars += static_cast<int>(news["bars"].size());
      stops += news.contains("stop");
    }
    EXPECT_EQ(drill.other_groove(), !same);
    const Take take = drill.finish();
    const PageDrillSettings read = *parse_drill_settings(settings, chart);
    EXPECT_EQ(played_other_groove(read, drill.plan(), judge::default_norms(), take.hits), !same);
    EXPECT_EQ(take.reading.chart_given, same);
    EXPECT_EQ(stops, 0);
    EXPECT_EQ(bars, same ? 6 : 1);
    if (same) {
      EXPECT_TRUE(told.empty());
    } else {
      ASSERT_EQ(told.size(), 1u);
      EXPECT_EQ(told[0], "This is not \"" + chart.title + "\". Play on freely: bars are not judged.");
      EXPECT_EQ(drill.broken_off_text(), "");
    }
  }
}

TEST(PageDrill, ClicksOnTheBeatFromItsStart) {
  const Told told = play(rock(), "rate 48000\nbpm 120\nto 1\ncount_in 1\nstart 0.25\n",
                         [](int, const Note&) { return 0.0; });
  EXPECT_EQ(told.plan["start"], 12000);
  EXPECT_EQ(told.plan["text"], "Count-in: 1 bar.");
  EXPECT_EQ(json::parse(drill_of("rate 48000\ncount_in 0\n", rock()).plan_json())["text"], "Play.");
  EXPECT_EQ(told.plan["bar_lines"][0], 12000 + 96000);
  const auto first = std::find_if(told.clicks.begin(), told.clicks.end(), [](float x) { return x != 0; });
  EXPECT_NEAR(static_cast<double>(first - told.clicks.begin()), 12000, 4);
}

TEST(PageDrill, RefusesBarsAndTempiThatAreNotThere) {
  EXPECT_FALSE(parse_drill_settings("bpm 401\n", rock()));
  EXPECT_FALSE(parse_drill_settings("device 1\n", rock()));
  const Result<PageDrillSettings> far = parse_drill_settings("from 500\n", rock());
  ASSERT_TRUE(far);
  EXPECT_FALSE(PageDrill::make(rock(), *far, judge::default_norms()));
}

TEST(PageChart, ReadsTabAndMidiAndSaysWhoReadsMusicXml) {
  for (const charts::ChartFormat format : {charts::ChartFormat::tab, charts::ChartFormat::midi}) {
    const Result<Chart> read = read_page_chart(charts::write_chart(format, rock()));
    ASSERT_TRUE(read) << read.error().line();
    EXPECT_EQ(read->notes.size(), rock().notes.size());
  }
  for (const charts::ChartFormat format : {charts::ChartFormat::musicxml, charts::ChartFormat::mxl}) {
    const Result<Chart> read = read_page_chart(charts::write_chart(format, rock()));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::unsupported);
  }
  EXPECT_EQ(json::parse(page_chart_json(rock()))["notes"], rock().notes.size());
  EXPECT_EQ(json::parse(builtin_charts_json()).size(), charts::builtin_charts().size());
}

TEST(PageChart, SaysWhatAChartIs) {
  const auto said = [](const std::string& tab) {
    return page_chart_text(*read_chart(charts::ChartFormat::tab,
                                       {reinterpret_cast<const std::uint8_t*>(tab.data()), tab.size()}));
  };
  EXPECT_EQ(said("Title: Mine\nTempo: 92.5\nMeter: 3/4\n\nSN|o-----|\n\nSN|o-o-o-|\n"),
            "Mine: 2 bars of 3/4, 4 notes, 92.5 BPM.");
  EXPECT_EQ(said("Title: Mine\nTempo: 120\nMeter: 4/4\n\nSN|o---|\n"),
            "Mine: 1 bar of 4/4, 1 note, 120 BPM.");
  EXPECT_EQ(said("Meter: 4/4\n\nSN|oo--|\n"), "Chart: 1 bar of 4/4, 2 notes.");
}

}  // namespace
}  // namespace firstchair::door
