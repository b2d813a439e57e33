// This file hears for the tests of the Api: a body says itself how well it was played.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "apps/school/hearing.h"
#include "charts/charts.h"

namespace firstchair::school_api {

inline constexpr const char* kFakeChart = "rock-8ths";

// A take as a page sends it, played at `bpm` with the hat's spread `z` times the norm.
inline nlohmann::json fake_body(const std::string& name, double bpm, double z) {
  return {{"id", name}, {"bpm", bpm}, {"z", z}};
}

inline Metric fake_metric(Measure measure, double value, double low, double high) {
  Metric m;
  m.measure = measure;
  m.has_line = measure == Measure::tightness;
  m.line = Line::hat;
  m.value = value;
  m.low = low;
  m.high = high;
  m.n = m.needed = 64;
  m.standing = Standing::in_band;
  return m;
}

inline Hearing fake_hearing() {
  Hearing hearing;
  hearing.page_take = [](const std::string& body) -> Result<Heard> {
    const nlohmann::json json = nlohmann::json::parse(body, nullptr, false);
    Heard heard;
    heard.take.chart = *charts::builtin_chart(kFakeChart);
    heard.take.source.kind = SourceKind::midi;
    heard.take.source.rate = kMidiRate;
    heard.take.reading.chart_given = true;
    const double bpm = json.value("bpm", 92.0), z = json.value("z", 1.2);
    heard.take.reading.bpm = heard.how.bpm = bpm;
    // The norm is 10 ms.
    Metric hat = fake_metric(Measure::tightness, 10 * z, 9 * z, 11.5 * z);
    hat.z = z;
    heard.take.verdict.metrics = {hat, fake_metric(Measure::missed, 0, 0, 5),
                                  fake_metric(Measure::extra, 0, 0, 5),
                                  fake_metric(Measure::wrong_voice, 0, 0, 5)};
    Hit hit;
    hit.frame = 1000;
    hit.voice = Voice::snare;
    heard.take.hits = {hit};
    heard.take.source.length =
        static_cast<std::int64_t>(json.value("minutes", .01) * 60 * heard.take.source.rate);
    heard.how.click = true;
    if (json.value("mode", std::string()) == "limit") heard.how.mode = Mode::limit;
    heard.how.item = json.value("item", std::string(kFakeChart));
    heard.how.began_s = 1'790'000'000;
    return heard;
  };
  hearing.recording = [page = hearing.page_take](const Wanted& wanted) -> Result<Heard> {
    if (wanted.name.starts_with("broken"))
      return Error{ErrorCode::unreadable, wanted.name, "the decoder stopped", {}};
    return page(fake_body("recording", wanted.bpm, 1.2).dump());
  };
  hearing.chart = [](std::span<const std::uint8_t>, const std::string&) {
    return charts::builtin_chart(kFakeChart);
  };
  hearing.whole = [](const Chart&, const std::string& item) { return item == kFakeChart; };
  return hearing;
}

}  // namespace firstchair::school_api
