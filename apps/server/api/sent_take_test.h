// This file helps the tests: it plays a drill as the page plays it, and makes the body with which the page
// sends it.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "book/practised.h"
#include "charts/charts.h"
#include "door/page_drill.h"
#include "report/report.h"

namespace firstchair::server {

inline std::string base64(const std::vector<std::uint8_t>& bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (i + k < bytes.size() ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += i + k > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * k) & 63];
  }
  return text;
}

inline nlohmann::json body_of_take(const std::string& name, const Take& take, const Chart& chart,
                                   const std::string& settings) {
  const nlohmann::json told = nlohmann::json::parse(report::take_json(take));
  return {{"id", name},
          {"began_s", 1'790'000'000},
          {"mode", "drill"},
          {"chart", base64(charts::write_chart(charts::ChartFormat::tab, chart))},
          {"settings", settings},
          {"midi", take.source.kind == SourceKind::midi},
          {"length", told["source"]["length"]},
          {"engine", told["engine"]},
          {"device", "Test kit"},
          {"pain", nullptr},
          {"hits", told["hits"]}};
}

inline constexpr const char* kSettings =
    "rate 48000\nbpm 92\ntimes 8\nmidi 1\nround_trip 0\nstart 0.1\nname drill\n";

// Plays a drill as the page does; its strokes come 10 ms late and 10 ms early in turn.
inline Take played_in_the_page(const Chart& chart, const std::string& settings_text,
                               const judge::Norms& norms) {
  const door::PageDrillSettings settings = *door::parse_drill_settings(settings_text, chart);
  door::PageDrill drill = *door::PageDrill::make(chart, settings, norms);
  const practice::DrillPlan plan = *practice::plan_drill(chart, settings.range, settings.click);
  std::vector<float> in(128), out(128);
  Frames now = 0;
  for (const Note& note : plan.chart.notes) {
    const double at = plan.bar_lines.front() + static_cast<double>(note.tick) * 60 / plan.click.bpm * 48000 /
                                                   static_cast<double>(kTicksPerQuarter);
    for (; now + 128 <= static_cast<Frames>(at); now += 128) drill.block(in, out);
    const std::uint8_t number = note.voice == Voice::kick ? 36 : note.voice == Voice::snare ? 38 : 42;
    drill.note(std::llround(at) + (note.tick / (kTicksPerQuarter / 2) % 2 == 0 ? 480 : -480), number, 90);
  }
  return drill.finish();
}

}  // namespace firstchair::server
