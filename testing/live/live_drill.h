// This file gives tests `firstchair drill` at a real server of live sound, and a drummer with known errors
// who plays to its click.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "charts/charts.h"
#include "engine/ear/synthetic_strokes.h"
#include "io/live/calibrate.h"
#include "testing/live/jack_drummer.h"
#include "testing/program/command.h"

namespace firstchair::testing {

// Returns bars of kick, hat, snare, hat in eighths.
inline Chart beat_chart(int bars) {
  Chart chart;
  chart.title = "Beat";
  for (int eighth = 0; eighth < 8 * bars; ++eighth) {
    const Voice voice = eighth % 2 == 1 ? Voice::hat_closed : eighth % 4 == 0 ? Voice::kick : Voice::snare;
    chart.notes.push_back({.tick = eighth * kTicksPerQuarter / 2, .voice = voice});
  }
  settle(chart);
  return chart;
}

inline double lean_of(Voice voice) {
  return voice == Voice::snare ? 15 : voice == Voice::kick ? -8 : 0;
}

// LiveDrillAt runs the program's drill at a server of type Server (with a name; empty: the default one), with
// a drummer.
template <class Server>
class LiveDrillAt : public ::testing::Test {
 protected:
  static constexpr double kRate = 48000;
  static constexpr int kPeriod = 256;

  // The drill is at 160 a minute after a bar of count-in; every stroke is moved by its voice's lean.
  static constexpr double kQuarter = 60.0 / 160;

  void lay_out(int bars) {
    chart = beat_chart(bars);
    const std::vector<std::uint8_t> bytes = charts::write_chart(charts::ChartFormat::midi, chart);
    here.write("beat.mid", {bytes.begin(), bytes.end()});
    std::vector<ear::SyntheticStroke> strokes;
    for (const Note& note : chart.notes) {
      const double second = 4 * kQuarter + kQuarter * static_cast<double>(note.tick) / kTicksPerQuarter +
                            lean_of(note.voice) / 1000;
      strokes.push_back({second, note.voice, note.voice == Voice::hat_closed ? 0.15 : 0.5});
      notes.push_back({std::llround(second * kRate), note.voice});
    }
    sound = ear::synthesise(strokes, 4 * kQuarter * (bars + 1) + 1, kRate);
    ear::add_noise(sound, -70);
    // The drummer's hearing and playing are a JACK period behind.
    const double ms = 1000 * kPeriod / kRate;
    EXPECT_TRUE(io::store_calibration(here.path("calibration.json"),
                                      {.device = server.name.empty() ? "jack" : "jack " + server.name,
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

  // The book keeps recordings of its own folder only.
  static constexpr const char* kTakes = ".data/firstchair/takes";

  std::vector<std::string> arguments(const std::string& chart_file, bool midi) const {
    std::vector<std::string> args{
        "drill",         chart_file,         "--bpm",   "160",
        "--plain",       "--timing",         "--takes", kTakes,
        "--calibration", "calibration.json", "--in",    midi ? "drummer:midi" : "drummer:play",
        "--out",         "drummer:hear"};
    if (midi) args.push_back("--midi");
    if (chart_file != "--free") args.insert(args.end(), {"--times", "1"});  // as the drummer plays it
    if (!server.name.empty()) args.insert(args.end(), {"--server", server.name});
    return args;
  }

  std::filesystem::path take() const {
    for (const auto& entry : std::filesystem::directory_iterator(here.path(kTakes))) return entry.path();
    return {};
  }

  // Waits until there is a take with sound in it, that of the first strokes after the count-in, too.
  bool recording() const {
    return soon([&] {
      std::error_code failed;
      if (!std::filesystem::exists(here.path(kTakes), failed)) return false;
      const std::filesystem::path part = take() / "sound.flac.part";
      return std::filesystem::exists(part, failed) && std::filesystem::file_size(part, failed) > 200000;
    });
  }

  // Returns the mean over the printed bars of one line's lean, as in "snare 15.1 ms late ±0.8".
  static double printed_lean(const std::string& out, const std::string& line, int fewest = 3) {
    const std::regex form("(?:: |; )" + line + " ([0-9.]+) ms( early| late|) ?±");
    double sum = 0;
    int count = 0;
    for (std::sregex_iterator i(out.begin(), out.end(), form), end; i != end; ++i, ++count)
      sum += std::stod((*i)[1]) * ((*i)[2] == " early" ? -1 : 1);
    EXPECT_GE(count, fewest) << line << "\n" << out;
    return count > 0 ? sum / count : NAN;
  }

  Workplace here;
  Server server{kPeriod};
  Chart chart;
  std::vector<float> sound;
  std::vector<JackDrummer::Note> notes;
};

}  // namespace firstchair::testing
