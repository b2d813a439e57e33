// The C API tells what the engine tells, and survives whoever holds it wrong.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "charts/tab/tab.h"
#include "door/c/handles.h"
#include "engine/fixed_takes.h"
#include "engine/judge/norms.h"
#include "report/report.h"

namespace firstchair::door {
namespace {

const std::vector<FixedTake>& takes() {
  static const std::vector<FixedTake> all = fixed_takes(judge::default_norms());
  return all;
}

struct OwnChart {
  firstchair_chart* it = nullptr;
  ~OwnChart() { firstchair_chart_free(it); }
};
struct OwnSession {
  firstchair_session* it = nullptr;
  ~OwnSession() { firstchair_session_free(it); }
};
struct OwnDrill {
  firstchair_drill* it = nullptr;
  ~OwnDrill() { firstchair_drill_free(it); }
};

// The first fixed take's chart through C.
void open_chart(OwnChart& chart) {
  const std::vector<std::uint8_t> tab = charts::write_tab(*takes().front().config.chart);
  ASSERT_EQ(firstchair_chart_read(tab.data(), tab.size(), "a.tab", &chart.it), FIRSTCHAIR_OK)
      << firstchair_error();
}

std::string rate_of(const FixedTake& fixed) {
  return "rate " + std::to_string(static_cast<int>(fixed.config.source.rate)) + "\n";
}

std::vector<firstchair_stroke> strokes_of(firstchair_session* session) {
  std::vector<firstchair_stroke> all;
  firstchair_stroke some[7];
  while (const std::size_t told = firstchair_session_strokes(session, all.size(), some, 7))
    all.insert(all.end(), some, some + told);
  return all;
}

TEST(CSession, TellsTheTakeThatTheEngineTells) {
  const FixedTake& fixed = takes().front();
  OwnChart chart;
  open_chart(chart);
  EXPECT_EQ(firstchair_chart_notes(chart.it), fixed.config.chart->notes.size());
  OwnSession session;
  ASSERT_EQ(firstchair_session_new(rate_of(fixed).c_str(), chart.it, &session.it), FIRSTCHAIR_OK)
      << firstchair_error();
  std::vector<firstchair_stroke> heard(1000);
  std::size_t polled = 0;
  for (std::size_t at = 0; at < fixed.sound.size(); at += 1000) {
    const std::size_t frames = std::min<std::size_t>(1000, fixed.sound.size() - at);
    ASSERT_EQ(firstchair_session_push(session.it, fixed.sound.data() + at, frames), FIRSTCHAIR_OK);
    polled += firstchair_session_poll(session.it, heard.data() + polled, heard.size() - polled);
  }
  const char* json = nullptr;
  ASSERT_EQ(firstchair_session_finish(session.it, &json), FIRSTCHAIR_OK) << firstchair_error();

  SessionConfig config = fixed.config;
  config.source.name = "";
  config.source.channels = 1;
  config.chart = charts::read_tab(charts::write_tab(*fixed.config.chart)).value();
  config.ask_chart_played = true;
  config.norms = judge::default_norms();
  Result<Session> engine = Session::make(config);
  ASSERT_TRUE(engine);
  engine->push(fixed.sound);
  const Take take = engine->finish();
  EXPECT_EQ(json, report::take_json(take, ear::ear_weights_name()));

  const std::vector<firstchair_stroke> strokes = strokes_of(session.it);
  ASSERT_EQ(strokes.size(), take.hits.size());
  EXPECT_EQ(polled, take.hits.size()) << "the last strokes were told before the end of the sound";
  int answered = 0;
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    EXPECT_EQ(strokes[i].frame, take.hits[i].frame);
    EXPECT_EQ(strokes[i].voice, static_cast<int>(take.hits[i].voice));
    EXPECT_EQ(heard[i].kind, FIRSTCHAIR_HEARD);
    EXPECT_TRUE(std::isnan(heard[i].error_ms));
    if (strokes[i].kind != FIRSTCHAIR_MATCHED) continue;
    ++answered;
    ASSERT_GE(strokes[i].note, 0);
    EXPECT_LT(std::abs(strokes[i].error_ms), 100);
  }
  EXPECT_GT(answered, static_cast<int>(strokes.size()) / 2);
  std::vector<firstchair_pulse> pulse(take.alignment.pulse.size() + 1);
  ASSERT_EQ(firstchair_session_pulse(session.it, 0, pulse.data(), pulse.size()), take.alignment.pulse.size());
  ASSERT_GT(take.alignment.pulse.size(), 2u);
  EXPECT_EQ(pulse[1].bpm, take.alignment.pulse[1].bpm);
  EXPECT_EQ(firstchair_session_pulse(session.it, 1, pulse.data(), 1), 1u);
  EXPECT_EQ(pulse[0].frame, take.alignment.pulse[1].frame);
  // It tells the same again, and hears no more.
  const char* again = nullptr;
  EXPECT_EQ(firstchair_session_finish(session.it, &again), FIRSTCHAIR_OK);
  EXPECT_EQ(json, again);
  EXPECT_EQ(firstchair_session_push(session.it, fixed.sound.data(), 10), FIRSTCHAIR_USAGE);
  EXPECT_STREQ(firstchair_error(), "the session is finished; open another one");
}

TEST(CSession, HearsAnEKitByItsNotes) {
  OwnSession session;
  ASSERT_EQ(firstchair_session_new("midi 1\nbpm 120\n", nullptr, &session.it), FIRSTCHAIR_OK)
      << firstchair_error();
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(firstchair_session_note(session.it, .5 * i, i % 2 == 0 ? 36 : 38, 100), FIRSTCHAIR_OK);
    if (i % 2 == 0) {
      EXPECT_EQ(firstchair_session_note(session.it, .5 * i, 42, 80), FIRSTCHAIR_OK);
    }
  }
  firstchair_beat beat{};
  ASSERT_EQ(firstchair_session_beat(session.it, &beat), FIRSTCHAIR_OK) << firstchair_error();
  EXPECT_TRUE(beat.known);
  EXPECT_NEAR(beat.bpm, 120, 1);
  EXPECT_EQ(firstchair_session_note(session.it, 3, 38, 100), FIRSTCHAIR_USAGE) << "a time before the last";
  EXPECT_EQ(firstchair_session_note(session.it, 30, 128, 100), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_note(session.it, 30, 38, -1), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_note(session.it, NAN, 38, 1), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_note(session.it, INFINITY, 38, 1), FIRSTCHAIR_USAGE);
  const float silence[2] = {};
  EXPECT_EQ(firstchair_session_push(session.it, silence, 2), FIRSTCHAIR_USAGE);
  const char* json = nullptr;
  ASSERT_EQ(firstchair_session_finish(session.it, &json), FIRSTCHAIR_OK) << firstchair_error();
  const std::vector<firstchair_stroke> strokes = strokes_of(session.it);
  ASSERT_EQ(strokes.size(), 48u);
  EXPECT_EQ(strokes.back().frame, 15'500'000) << "microseconds";
  EXPECT_STREQ(firstchair_voice_name(strokes.back().voice), "snare");
  EXPECT_NEAR(strokes.back().error_ms, 0, 1);
}

TEST(CSession, ASampleThatIsNoNumberIsSilence) {
  const FixedTake& fixed = takes()[1];
  const auto heard = [&](float bad) {
    std::vector<float> sound(fixed.sound.begin(), fixed.sound.begin() + 400'000);
    for (std::size_t i = 5; i < sound.size(); i += 9973) sound[i] = bad;
    OwnSession session;
    EXPECT_EQ(firstchair_session_new(rate_of(fixed).c_str(), nullptr, &session.it), FIRSTCHAIR_OK);
    EXPECT_EQ(firstchair_session_push(session.it, sound.data(), sound.size()), FIRSTCHAIR_OK);
    const char* json = nullptr;
    EXPECT_EQ(firstchair_session_finish(session.it, &json), FIRSTCHAIR_OK) << firstchair_error();
    return std::string(json != nullptr ? json : "");
  };
  const std::string silent = heard(0);
  EXPECT_EQ(heard(std::numeric_limits<float>::quiet_NaN()), silent);
  EXPECT_EQ(heard(std::numeric_limits<float>::infinity()), silent);
  EXPECT_EQ(heard(-std::numeric_limits<float>::infinity()), silent);
}

TEST(CSession, SilenceAndNothingAreRefusedInOneLine) {
  OwnSession session;
  ASSERT_EQ(firstchair_session_new("", nullptr, &session.it), FIRSTCHAIR_OK);
  EXPECT_EQ(firstchair_session_push(session.it, nullptr, 0), FIRSTCHAIR_OK);
  EXPECT_EQ(firstchair_session_push(session.it, nullptr, 1), FIRSTCHAIR_USAGE);
  firstchair_beat beat{};
  ASSERT_EQ(firstchair_session_beat(session.it, &beat), FIRSTCHAIR_OK);
  EXPECT_FALSE(beat.known);
  const std::vector<float> silence(48000);
  EXPECT_EQ(firstchair_session_push(session.it, silence.data(), silence.size()), FIRSTCHAIR_OK);
  for (int i = 0; i < 2; ++i) {
    const char* json = "x";
    EXPECT_EQ(firstchair_session_finish(session.it, &json), FIRSTCHAIR_UNSUPPORTED);
    EXPECT_EQ(json, nullptr);
    EXPECT_STREQ(firstchair_error(), "no stroke heard. Record closer to the drum or louder.");
  }
}

TEST(CSession, AWishThatNobodyKnowsIsRefused) {
  firstchair_session* session = nullptr;
  for (const char* wrong : {"rate 0", "rate fast", "tempo 90", "ear both", "kit no-such", "rate", "midi 2"}) {
    EXPECT_EQ(firstchair_session_new(wrong, nullptr, &session), FIRSTCHAIR_USAGE) << wrong;
    EXPECT_EQ(session, nullptr) << wrong;
    EXPECT_STRNE(firstchair_error(), "") << wrong;
  }
}

TEST(CSession, TheFileEarTellsNoBeat) {
  OwnSession session;
  ASSERT_EQ(firstchair_session_new("ear file", nullptr, &session.it), FIRSTCHAIR_OK) << firstchair_error();
  firstchair_beat beat{};
  EXPECT_EQ(firstchair_session_beat(session.it, &beat), FIRSTCHAIR_USAGE);
}

TEST(CSession, BytesThatAreNoMidiAreRefused) {
  firstchair_session* session = nullptr;
  EXPECT_NE(firstchair_session_midi("", nullptr, "nothing", 7, &session), FIRSTCHAIR_OK);
  EXPECT_EQ(session, nullptr);
  EXPECT_EQ(firstchair_session_midi("", nullptr, nullptr, 7, &session), FIRSTCHAIR_USAGE);
}

TEST(CDrill, JudgesBarAfterBarAndClicks) {
  OwnChart chart;
  ASSERT_EQ(firstchair_chart_find("rock-8ths", &chart.it), FIRSTCHAIR_OK) << firstchair_error();
  OwnDrill drill;
  ASSERT_EQ(firstchair_drill_new(chart.it, "midi 1\nbpm 120\ntimes 4\n", &drill.it), FIRSTCHAIR_OK)
      << firstchair_error();
  const char* plan = nullptr;
  ASSERT_EQ(firstchair_drill_plan(drill.it, &plan), FIRSTCHAIR_OK);
  EXPECT_NE(std::string(plan).find("\"bar_lines\""), std::string::npos);
  // Eighths on the hat, 12 ms late, from the first bar line on: one bar of four beats after the count-in.
  const Chart& written = chart.it->chart;
  std::vector<float> out(512);
  std::vector<firstchair_bar> bars(16);
  std::vector<firstchair_stroke> strokes(1000);
  std::size_t ended = 0, told = 0, next = 0;
  double loudest = 0;
  const double begin = 4800 + 4 * 24000 + .012 * 48000;
  for (std::int64_t now = 0; firstchair_drill_over(drill.it) == 0 && now < 48000 * 60; now += 512) {
    for (; next < 4 * written.notes.size(); ++next) {
      const Note& note = written.notes[next % written.notes.size()];
      const double pass = static_cast<double>(next / written.notes.size());
      const double at =
          begin + 24000 * (4 * pass + static_cast<double>(note.tick) / static_cast<double>(kTicksPerQuarter));
      if (at >= static_cast<double>(now)) break;
      const int number = note.voice == Voice::kick ? 36 : note.voice == Voice::snare ? 38 : 42;
      EXPECT_EQ(firstchair_drill_stroke(drill.it, std::llround(at), number, 100), FIRSTCHAIR_OK);
    }
    std::fill(out.begin(), out.end(), 0.0F);
    ASSERT_EQ(firstchair_drill_block(drill.it, nullptr, out.data(), out.size()), FIRSTCHAIR_OK);
    for (const float sample : out) loudest = std::max(loudest, std::abs(static_cast<double>(sample)));
    ended += firstchair_drill_bars(drill.it, bars.data() + ended, bars.size() - ended);
    told += firstchair_drill_poll(drill.it, strokes.data() + told, strokes.size() - told);
  }
  EXPECT_GT(loudest, .05) << "there was no click";
  ASSERT_EQ(ended, 4u);
  EXPECT_GE(told, 4 * written.notes.size());
  EXPECT_NEAR(strokes[20].error_ms, 12, 1);
  const firstchair_bar& last = bars[3];
  EXPECT_EQ(last.bar, 1);
  EXPECT_EQ(last.missed, 0);
  ASSERT_GT(last.line_count, 0);
  EXPECT_EQ(last.notes, static_cast<int>(written.notes.size()));
  EXPECT_NEAR(last.lines[last.line_count - 1].lean_ms, 12, 1);
  EXPECT_LT(last.lines[last.line_count - 1].lean_low_ms, 12);
  const char* json = nullptr;
  ASSERT_EQ(firstchair_drill_finish(drill.it, &json), FIRSTCHAIR_OK) << firstchair_error();
  EXPECT_EQ(json[0], '{');
  EXPECT_EQ(firstchair_drill_block(drill.it, nullptr, nullptr, 10), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_drill_stroke(drill.it, 0, 38, 100), FIRSTCHAIR_USAGE);
}

TEST(CDrill, WishesAndChartsThatDoNotFitAreRefused) {
  OwnChart chart;
  ASSERT_EQ(firstchair_chart_find("paradiddle", &chart.it), FIRSTCHAIR_OK) << firstchair_error();
  EXPECT_STREQ(firstchair_chart_title(chart.it), chart.it->chart.title.c_str());
  firstchair_drill* drill = nullptr;
  EXPECT_EQ(firstchair_drill_new(chart.it, "bpm 1000", &drill), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_drill_new(nullptr, "", &drill), FIRSTCHAIR_USAGE);
  EXPECT_NE(firstchair_drill_new(chart.it, "from 900", &drill), FIRSTCHAIR_OK);
  EXPECT_EQ(drill, nullptr);
  firstchair_chart* none = nullptr;
  EXPECT_EQ(firstchair_chart_find("paradidle-x", &none), FIRSTCHAIR_NOT_FOUND);
  EXPECT_NE(std::string(firstchair_error()).find("Near it: "), std::string::npos) << firstchair_error();
  EXPECT_NE(firstchair_chart_read("\x7f\x45\x4c\x46", 4, nullptr, &none), FIRSTCHAIR_OK);
  EXPECT_EQ(none, nullptr);
}

TEST(CApi, ANullHandleIsRefusedByEveryFunction) {
  firstchair_stroke stroke;
  firstchair_bar bar;
  firstchair_beat beat;
  const char* text = nullptr;
  const float sample = 0;
  EXPECT_EQ(firstchair_session_push(nullptr, &sample, 1), FIRSTCHAIR_USAGE);
  EXPECT_STREQ(firstchair_error(), "the handle is null");
  EXPECT_EQ(firstchair_session_note(nullptr, 0, 38, 100), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_poll(nullptr, &stroke, 1), 0u);
  EXPECT_EQ(firstchair_session_beat(nullptr, &beat), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_finish(nullptr, &text), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_strokes(nullptr, 0, &stroke, 1), 0u);
  firstchair_pulse pulse;
  EXPECT_EQ(firstchair_session_pulse(nullptr, 0, &pulse, 1), 0u);
  EXPECT_EQ(firstchair_drill_block(nullptr, &sample, nullptr, 1), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_drill_stroke(nullptr, 0, 38, 100), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_drill_poll(nullptr, &stroke, 1), 0u);
  EXPECT_EQ(firstchair_drill_bars(nullptr, &bar, 1), 0u);
  EXPECT_EQ(firstchair_drill_over(nullptr), 0);
  EXPECT_EQ(firstchair_drill_plan(nullptr, &text), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_drill_finish(nullptr, &text), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_new("", nullptr, nullptr), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_midi("", nullptr, "", 0, nullptr), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_chart_read("", 0, nullptr, nullptr), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_chart_find("rock-8ths", nullptr), FIRSTCHAIR_USAGE);
  EXPECT_STREQ(firstchair_chart_title(nullptr), "");
  EXPECT_EQ(firstchair_chart_notes(nullptr), 0u);
  firstchair_chart_free(nullptr);
  firstchair_session_free(nullptr);
  firstchair_drill_free(nullptr);
}

TEST(CApi, ANullPlaceIsRefusedByEveryFunctionThatWrites) {
  OwnSession session;
  ASSERT_EQ(firstchair_session_new(nullptr, nullptr, &session.it), FIRSTCHAIR_OK);
  EXPECT_EQ(firstchair_session_poll(session.it, nullptr, 1), 0u);
  EXPECT_EQ(firstchair_session_beat(session.it, nullptr), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_finish(session.it, nullptr), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_session_strokes(session.it, 0, nullptr, 1), 0u);
  firstchair_stroke stroke;
  EXPECT_EQ(firstchair_session_strokes(session.it, 0, &stroke, 1), 0u) << "not finished";
  EXPECT_STREQ(firstchair_error(), "the session is not finished");
}

TEST(CApi, ASecondThreadInsideIsRefusedAndItsErrorIsItsOwn) {
  OwnSession session;
  ASSERT_EQ(firstchair_session_new("", nullptr, &session.it), FIRSTCHAIR_OK);
  EXPECT_EQ(firstchair_session_push(nullptr, nullptr, 1), FIRSTCHAIR_USAGE);
  ASSERT_FALSE(session.it->taken.test_and_set()) << "as if this thread were inside";
  std::thread([&] {
    EXPECT_STREQ(firstchair_error(), "");
    const float sample = 0;
    EXPECT_EQ(firstchair_session_push(session.it, &sample, 1), FIRSTCHAIR_BUSY);
    EXPECT_STREQ(firstchair_error(), "another thread is inside; one at a time");
  }).join();
  EXPECT_STREQ(firstchair_error(), "the handle is null");
  session.it->taken.clear();
  const float sample = 0;
  EXPECT_EQ(firstchair_session_push(session.it, &sample, 1), FIRSTCHAIR_OK);
}

TEST(CApi, ALongRefusalIsCutBetweenLetters) {
  std::string text(510, 'a');
  text += "\xc3\xa9 and more";
  EXPECT_EQ(refuse(FIRSTCHAIR_USAGE, text), FIRSTCHAIR_USAGE);
  EXPECT_EQ(firstchair_error(), std::string(510, 'a'));
}

TEST(CApi, VoicesAndLinesHaveTheNamesOfEveryFormat) {
  EXPECT_STREQ(firstchair_voice_name(0), "kick");
  EXPECT_STREQ(firstchair_voice_name(kVoiceCount - 1), "pad");
  EXPECT_EQ(firstchair_voice_name(kVoiceCount), nullptr);
  EXPECT_EQ(firstchair_voice_name(-1), nullptr);
  EXPECT_STREQ(firstchair_line_name(3), "hat_foot");
  EXPECT_EQ(firstchair_line_name(FIRSTCHAIR_LINES), nullptr);
  EXPECT_EQ(FIRSTCHAIR_LINES, kLineCount);
}

}  // namespace
}  // namespace firstchair::door
