#include "bench/school/played.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>
#include <vector>

#include "charts/charts.h"
#include "door/page_drill.h"
#include "engine/judge/norms.h"
#include "report/report.h"
#include "store/record/bytes.h"

namespace firstchair::bench {
namespace {

constexpr double kRate = 48000, kTicksOfFile = 480;

const Chart& chart() {
  static const Chart one = *charts::builtin_chart(kPlayedChart);
  return one;
}

std::string settings() {
  return "rate 48000\nbpm 92\ntimes 8\nmidi 1\nround_trip 0\nstart 0.1\nname drill\n";
}

std::uint8_t number_of(Voice voice) {
  return voice == Voice::kick ? 36 : voice == Voice::snare ? 38 : 42;
}

struct Struck {
  double seconds;
  Voice voice;
};

// The chart again and again, in seconds from its first beat, a bar before it.
std::vector<Struck> strokes(double spread_ms, double seconds, Dice& dice) {
  std::normal_distribution<double> error(0, spread_ms / 1000);
  const double quarter = 60 / kPlayedBpm;
  const double length = static_cast<double>(chart().length) / static_cast<double>(kTicksPerQuarter) * quarter;
  std::vector<Struck> all;
  for (double begin = 0; begin + length <= seconds + 1e-6; begin += length)
    for (const Note& note : chart().notes)
      all.push_back({0.5 + begin +
                         static_cast<double>(note.tick) / static_cast<double>(kTicksPerQuarter) * quarter +
                         error(dice),
                     note.voice});
  std::sort(all.begin(), all.end(), [](const Struck& a, const Struck& b) { return a.seconds < b.seconds; });
  return all;
}

double whole_s() {
  return kPlayedTimes * static_cast<double>(chart().length) / static_cast<double>(kTicksPerQuarter) * 60 /
         kPlayedBpm;
}

void number(std::string& bytes, std::uint32_t value, int size, bool little) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> 8 * (little ? i : size - 1 - i) & 0xFF);
}

}  // namespace

std::string page_take(const std::string& name, double spread_ms, Dice& dice, const std::string& opening) {
  const door::PageDrillSettings wished = *door::parse_drill_settings(settings(), chart());
  door::PageDrill drill = *door::PageDrill::make(chart(), wished, judge::default_norms());
  const practice::DrillPlan plan = *practice::plan_drill(chart(), wished.range, wished.click);
  std::normal_distribution<double> error(0, spread_ms / 1000 * kRate);
  struct Due {
    double at;
    Voice voice;
  };
  std::vector<Due> dues;
  for (const Note& note : plan.chart.notes)
    dues.push_back({plan.bar_lines.front() +
                        static_cast<double>(note.tick) * 60 / plan.click.bpm * kRate /
                            static_cast<double>(kTicksPerQuarter) +
                        error(dice),
                    note.voice});
  std::sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) { return a.at < b.at; });
  std::array<float, 128> in{}, out{};
  Frames now = 0;
  for (const Due& due : dues) {
    for (; now + 128 <= static_cast<Frames>(due.at); now += 128) drill.block(in, out);
    drill.note(std::llround(due.at), number_of(due.voice), 90);
  }
  const Take take = drill.finish();
  const nlohmann::json told = nlohmann::json::parse(report::take_json(take));
  nlohmann::json body{{"id", name},
                      {"began_s", 1'790'000'000},
                      {"mode", "drill"},
                      {"chart", store::to_base64(charts::write_chart(charts::ChartFormat::tab, chart()))},
                      {"settings", settings()},
                      {"midi", true},
                      {"length", told["source"]["length"]},
                      {"engine", told["engine"]},
                      {"device", "Made kit"},
                      {"pain", nullptr},
                      {"hits", told["hits"]}};
  if (!opening.empty()) body["opening"] = opening;
  return body.dump();
}

std::string midi_take(double spread_ms, Dice& dice) {
  std::string track;
  const auto event = [&](std::uint32_t delta, std::initializer_list<std::uint8_t> bytes) {
    std::array<std::uint8_t, 5> parts{};
    int count = 0;
    do {
      parts[static_cast<std::size_t>(count++)] = delta & 0x7F;
      delta >>= 7;
    } while (delta > 0);
    while (count-- > 0)
      track += static_cast<char>(parts[static_cast<std::size_t>(count)] | (count > 0 ? 0x80U : 0U));
    for (const std::uint8_t byte : bytes) track += static_cast<char>(byte);
  };
  const auto micros = static_cast<std::uint32_t>(60e6 / kPlayedBpm);
  event(0, {0xFF, 0x51, 3, static_cast<std::uint8_t>(micros >> 16),
            static_cast<std::uint8_t>(micros >> 8 & 0xFF), static_cast<std::uint8_t>(micros & 0xFF)});
  std::int64_t now = 0;
  for (const Struck& one : strokes(spread_ms, whole_s(), dice)) {
    const auto at = std::max<std::int64_t>(now, std::llround(one.seconds * kPlayedBpm / 60 * kTicksOfFile));
    event(static_cast<std::uint32_t>(at - now), {0x99, number_of(one.voice), 90});
    event(0, {0x89, number_of(one.voice), 0});
    now = at;
  }
  event(480, {0xFF, 0x2F, 0});
  std::string file = "MThd";
  number(file, 6, 4, false);
  number(file, 0, 2, false);
  number(file, 1, 2, false);
  number(file, static_cast<std::uint32_t>(kTicksOfFile), 2, false);
  file += "MTrk";
  number(file, static_cast<std::uint32_t>(track.size()), 4, false);
  return file + track;
}

std::string sound_take(double spread_ms, double seconds, Dice& dice) {
  constexpr double kHz = 44100;
  std::vector<double> wave(static_cast<std::size_t>((seconds + 1) * kHz), 0);
  std::normal_distribution<double> noise(0, 1);
  for (const Struck& one : strokes(spread_ms, seconds, dice)) {
    const auto begin = static_cast<std::size_t>(std::max(0.0, one.seconds) * kHz);
    const double decay = one.voice == Voice::kick ? .12 : one.voice == Voice::snare ? .08 : .025;
    double last = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(decay * 5 * kHz) && begin + i < wave.size(); ++i) {
      const double t = static_cast<double>(i) / kHz, fades = std::exp(-t / decay), hiss = noise(dice);
      const double low = std::sin(2 * std::numbers::pi * (55 + 60 * std::exp(-t / .02)) * t);
      const double bright = hiss - last;
      last = hiss;
      wave[begin + i] +=
          fades * (one.voice == Voice::kick    ? .6 * low
                   : one.voice == Voice::snare ? .18 * hiss + .2 * std::sin(2 * std::numbers::pi * 190 * t)
                                               : .08 * bright);
    }
  }
  std::string file = "RIFF";
  const auto bytes = static_cast<std::uint32_t>(2 * wave.size());
  number(file, 36 + bytes, 4, true);
  file += "WAVEfmt ";
  for (const auto& [value, size] :
       {std::pair(16U, 4), {1U, 2}, {1U, 2}, {44100U, 4}, {88200U, 4}, {2U, 2}, {16U, 2}})
    number(file, value, size, true);
  file += "data";
  number(file, bytes, 4, true);
  for (const double value : wave)
    number(
        file,
        static_cast<std::uint32_t>(std::lround(std::clamp(value + .001 * noise(dice), -1.0, 1.0) * 32000)) &
            0xFFFF,
        2, true);
  return file;
}

}  // namespace firstchair::bench
