// firstchair drill through a real JACK server: a drummer who hears the click and plays to it with known
// errors.
#include <gtest/gtest.h>
#include <signal.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "charts/charts.h"
#include "engine/ear/synthetic_strokes.h"
#include "io/live/calibrate.h"
#include "io/live/jack_server_test.h"
#include "tests/command.h"
#include "tests/jack_drummer.h"

namespace firstchair {
namespace {

constexpr double kRate = 48000;
constexpr int kPeriod = 256;

// Kick, hat, snare, hat in eighths.
Chart beat_chart(int bars) {
  Chart chart;
  chart.title = "Beat";
  for (int eighth = 0; eighth < 8 * bars; ++eighth) {
    const Voice voice = eighth % 2 == 1 ? Voice::hat_closed : eighth % 4 == 0 ? Voice::kick : Voice::snare;
    chart.notes.push_back({.tick = eighth * kTicksPerQuarter / 2, .voice = voice});
  }
  settle(chart);
  return chart;
}

double lean_of(Voice voice) {
  return voice == Voice::snare ? 15 : voice == Voice::kick ? -8 : 0;
}

class LiveDrill : public testing::Test {
 protected:
  // At 160 a minute after a bar of count-in; every stroke moved by its voice's lean.
  static constexpr double kQuarter = 60.0 / 160;

  void lay_out(int bars) {
    chart = beat_chart(bars);
    const std::vector<std::uint8_t> bytes = write_chart(ChartFormat::midi, chart);
    here.write("beat.mid", {bytes.begin(), bytes.end()});
    std::vector<SyntheticStroke> strokes;
    for (const Note& note : chart.notes) {
      const double second = 4 * kQuarter + kQuarter * static_cast<double>(note.tick) / kTicksPerQuarter +
                            lean_of(note.voice) / 1000;
      strokes.push_back({second, note.voice, note.voice == Voice::hat_closed ? 0.15 : 0.5});
      notes.push_back({std::llround(second * kRate), note.voice});
    }
    sound = synthesise(strokes, 4 * kQuarter * (bars + 1) + 1, kRate);
    add_noise(sound, -70);
    // The drummer's hearing and playing are a JACK period behind.
    const double ms = 1000 * kPeriod / kRate;
    EXPECT_TRUE(store_calibration(here.path("calibration.json"), {.device = "jack " + server.name,
                                                                  .rate = kRate,
                                                                  .buffer = kPeriod,
                                                                  .loopback = {.round_trip_ms = ms,
                                                                               .low_ms = ms - 0.02,
                                                                               .high_ms = ms + 0.02,
                                                                               .spread_ms = 0.05,
                                                                               .round_trip = kPeriod,
                                                                               .found = 30,
                                                                               .pulses = 30},
                                                                  .date = "2026-01-01T00:00:00Z"}));
  }

  std::vector<std::string> arguments(const std::string& chart_file, bool midi) const {
    std::vector<std::string> args{"drill",         chart_file,
                                  "--bpm",         "160",
                                  "--plain",       "--server",
                                  server.name,     "--takes",
                                  "takes",         "--timing",
                                  "--calibration", "calibration.json",
                                  "--in",          midi ? "drummer:midi" : "drummer:play",
                                  "--out",         "drummer:hear"};
    if (midi) args.push_back("--midi");
    return args;
  }

  std::filesystem::path take() const {
    for (const auto& entry : std::filesystem::directory_iterator(here.path("takes"))) return entry.path();
    return {};
  }

  // Waits until there is a take with sound in it.
  bool recording() const {
    return soon([&] {
      std::error_code failed;
      if (!std::filesystem::exists(here.path("takes"), failed)) return false;
      const std::filesystem::path part = take() / "sound.flac.part";
      return std::filesystem::exists(part, failed) && std::filesystem::file_size(part, failed) > 60000;
    });
  }

  // Means over the printed bars, by line: "snare 15.1 ms late ±0.8".
  static double printed_lean(const std::string& out, const std::string& line) {
    const std::regex form("(?:: |; )" + line + " ([0-9.]+) ms( early| late|) ?±");
    double sum = 0;
    int count = 0;
    for (std::sregex_iterator i(out.begin(), out.end(), form), end; i != end; ++i, ++count)
      sum += std::stod((*i)[1]) * ((*i)[2] == " early" ? -1 : 1);
    EXPECT_GT(count, 2) << line << "\n" << out;
    return count > 0 ? sum / count : NAN;
  }

  Workplace here;
  JackServer server{kPeriod};
  Chart chart;
  std::vector<float> sound;
  std::vector<JackDrummer::Note> notes;
};

TEST_F(LiveDrill, PrintsTheErrorsThatWerePlayedIntoTheMicrophoneWithinAMillisecond) {
  lay_out(8);
  JackDrummer drummer(server, sound, {});
  const Ran ran = here.run(arguments("beat.mid", false));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NEAR(printed_lean(ran.out, "snare"), 15, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "kick"), -8, 1) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "hat"), 0, 1) << ran.out;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
  EXPECT_TRUE(std::filesystem::exists(take() / "take.html"));
  // The same take heard again from its file has the same strokes.
  const Ran again = here.run({"hear", (take() / "sound.flac").string(), "--chart", "beat.mid", "--json"});
  const auto strokes = nlohmann::json::parse(again.out)["hits"].size();
  const std::string lines =
      here.read((std::filesystem::relative(take(), here.folder()) / "hits.csv").string());
  EXPECT_NEAR(static_cast<double>(strokes),
              static_cast<double>(std::count(lines.begin(), lines.end(), '\n')) - 1, 2);
  EXPECT_GT(strokes, 60U);
}

TEST_F(LiveDrill, PrintsTheErrorsThatWerePlayedOnAnEKit) {
  lay_out(8);
  JackDrummer drummer(server, {}, notes);
  const Ran ran = here.run(arguments("beat.mid", true));
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("0 missed, 0 extra of 8"), std::string::npos) << ran.out;
  EXPECT_NEAR(printed_lean(ran.out, "snare") - printed_lean(ran.out, "kick"), 23, 0.2) << ran.out;
}

TEST_F(LiveDrill, AnInterruptKeepsTheTake) {
  lay_out(200);
  JackDrummer drummer(server, sound, {});
  Running running(here.folder(), arguments("beat.mid", false));
  ASSERT_TRUE(recording());
  running.signal(SIGINT);
  const Ran ran = running.wait();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
  EXPECT_TRUE(std::filesystem::exists(take() / "take.json"));
  EXPECT_NE(ran.out.find("Page: "), std::string::npos) << ran.out;
}

TEST_F(LiveDrill, AKilledDrillIsRecoveredByTheNextOne) {
  lay_out(200);
  JackDrummer drummer(server, sound, {});
  {
    Running running(here.folder(), arguments("beat.mid", false));
    ASSERT_TRUE(recording());
    running.signal(SIGKILL);
    running.wait();
  }
  std::vector<std::string> args = arguments("beat.mid", false);
  args.insert(args.end(), {"--bars", "1"});
  const Ran ran = here.run(args);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(std::regex_search(ran.out, std::regex("recovered [0-9.]+ s of sound and [0-9]+ strokes")))
      << ran.out;
}

TEST_F(LiveDrill, AVanishedServerIsSaidAndTheTakeIsKept) {
  lay_out(200);
  auto drummer = std::make_unique<JackDrummer>(server, sound, std::vector<JackDrummer::Note>{});
  Running running(here.folder(), arguments("beat.mid", false));
  ASSERT_TRUE(recording());
  server.end(SIGKILL);
  ASSERT_TRUE(soon([&] { return std::filesystem::exists(take() / "take.json"); }));
  running.signal(SIGINT);
  const Ran ran = running.wait();
  EXPECT_NE(ran.out.find("Waiting for the device"), std::string::npos) << ran.out;
  EXPECT_TRUE(std::filesystem::exists(take() / "sound.flac"));
}

TEST_F(LiveDrill, StopsAtTheBarThatBreaksAndBeginsAgain) {
  lay_out(6);
  // From bar 4 on nothing is played.
  std::erase_if(notes, [&](const JackDrummer::Note& note) {
    return static_cast<double>(note.frame) / kRate > 4 * kQuarter * 4 - 0.05;
  });
  JackDrummer drummer(server, {}, notes);
  std::vector<std::string> args = arguments("beat.mid", true);
  args.push_back("--stop");
  Running running(here.folder(), args);
  ASSERT_TRUE(soon(
      [&] {
        std::error_code failed;
        int takes = 0;
        for (const auto& entry : std::filesystem::directory_iterator(here.path("takes"), failed))
          takes += entry.exists();
        return takes >= 2;
      },
      20000));
  running.signal(SIGINT);
  const Ran ran = running.wait();
  EXPECT_NE(ran.out.find("Stop. Bar 4: 8 missed, 0 extra of 8. Again from 3."), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace firstchair
