#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "engine/ear/right_shares.h"
#include "report/data/json_writer.h"
#include "report/report.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

const valijson::Schema& schema() {
  static const valijson::Schema* const parsed = [] {
    static Json document;
    std::ifstream(FIRSTCHAIR_SOURCE_DIR "/docs/formats/take.schema.json") >> document;
    auto* made = new valijson::Schema;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(Adapter(document), *made);
    return made;
  }();
  return *parsed;
}

std::string faults(const Json& json) {
  valijson::Validator validator;
  valijson::ValidationResults results;
  std::string text;
  if (validator.validate(schema(), Adapter(json), &results)) return text;
  for (const auto& error : results) {
    for (const std::string& part : error.context) text += part;
    text += ": " + error.description + "\n";
  }
  return text.empty() ? "invalid" : text;
}

// A take whose every real number is broken.
Take broken_numbers() {
  Take take = testing::play(testing::rock_chart(2), {});
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  take.source.bias_sd_ms = nan;
  take.source.rate = 0;
  take.source.music = {{1, 2}};
  take.reading = {true, true, nan, -inf, inf, nan, nan, nan};
  for (Hit& hit : take.hits)
    hit.level_db = -std::numeric_limits<float>::infinity(), hit.sigma_ms = std::nanf("");
  for (Match& m : take.alignment.matches) m.error_ms = nan, m.target = inf;
  for (PulsePoint& p : take.alignment.pulse) p.bpm = nan, p.bpm_sd = inf;
  for (Metric& m : take.verdict.metrics)
    m.value = m.low = m.high = m.mean = nan, m.excess = inf, m.band_low = -inf;
  for (PositionCell& c : take.verdict.positions) c.mean_ms = c.shrunk_ms = c.sd_ms = nan;
  take.order.bpm = nan;
  return take;
}

}  // namespace

TEST(TakeJson, KeepsItsSchema) {
  for (const auto& [name, take] : testing::all_takes())
    EXPECT_EQ(faults(Json::parse(take_json(take))), "") << name;
}

TEST(TakeJson, SchemaRefusesWhatItShould) {
  const Json valid = Json::parse(take_json(testing::play(testing::rock_chart(2), {})));
  Json json = valid;
  json["hits"][0]["voice"] = "cowbell";
  EXPECT_NE(faults(json), "");
  json = valid;
  json["matches"][0]["surprise"] = 1;
  EXPECT_NE(faults(json), "");
  json = valid;
  json.erase("order");
  EXPECT_NE(faults(json), "");
  json = valid;
  json["metrics"][0]["value"] = "14";
  EXPECT_NE(faults(json), "");
}

TEST(TakeJson, HoldsEveryStrokeAndMatch) {
  const Take take = testing::play(testing::rock_chart(16), {});
  const Json json = Json::parse(take_json(take));
  ASSERT_EQ(json["hits"].size(), take.hits.size());
  ASSERT_EQ(json["matches"].size(), take.alignment.matches.size());
  ASSERT_EQ(json["chart"]["notes"].size(), take.chart.notes.size());
  for (std::size_t i = 0; i < take.hits.size(); ++i) {
    EXPECT_EQ(json["hits"][i]["frame"], take.hits[i].frame);
    EXPECT_NEAR(json["hits"][i]["time_ms"].get<double>(), static_cast<double>(take.hits[i].frame) / 1000,
                0.0051);
  }
  for (std::size_t i = 0; i < take.alignment.matches.size(); ++i) {
    const Match& m = take.alignment.matches[i];
    const Json& written = json["matches"][i];
    EXPECT_EQ(written["hit"].is_null(), m.hit < 0);
    if (m.hit >= 0) {
      EXPECT_NEAR(written["error_ms"].get<double>(), m.error_ms, 0.0051);
    }
  }
  EXPECT_EQ(json["order"]["text"], order_text(take));
}

TEST(TakeJson, WritesNullForWhatIsNotANumber) {
  const std::string text = take_json(broken_numbers());
  EXPECT_EQ(text.find("nan"), std::string::npos);
  EXPECT_EQ(text.find("inf,"), std::string::npos);
  EXPECT_EQ(faults(Json::parse(text)), "");
  EXPECT_FALSE(take_html(broken_numbers()).empty());
  EXPECT_FALSE(summary(broken_numbers(), {}).empty());
  EXPECT_FALSE(events_csv(broken_numbers()).empty());
}

TEST(TakeJson, IsTheSameByteForByte) {
  for (std::size_t i = 0; i < testing::all_takes().size(); ++i) {
    EXPECT_EQ(take_json(testing::all_takes()[i].take), take_json(testing::all_takes()[i].take));
    EXPECT_EQ(take_html(testing::all_takes()[i].take), take_html(testing::all_takes()[i].take));
  }
}

// A take is of an ear's hearing; an e-kit's strokes nobody heard.
TEST(TakeJson, SaysWhichEarHeardSoundAndNotAnEKit) {
  Take take = testing::play(testing::rock_chart(2), {});
  take.source.kind = SourceKind::audio;
  const std::string json = take_json(take, "file-ear-12ab.weights");
  EXPECT_EQ(Json::parse(json)["ear"], "file-ear-12ab.weights");
  EXPECT_EQ(faults(Json::parse(json)), "");
  EXPECT_NE(take_html(take, "<ear>.weights").find(", heard with &lt;ear&gt;.weights</p>"), std::string::npos);
  EXPECT_FALSE(Json::parse(take_json(take)).contains("ear"));
  EXPECT_EQ(take_html(take).find("heard with"), std::string::npos);
  take.source.kind = SourceKind::midi;
  EXPECT_FALSE(Json::parse(take_json(take, "ear-12ab.weights")).contains("ear"));
  EXPECT_EQ(take_html(take, "ear-12ab.weights").find("heard with"), std::string::npos);
}

TEST(TakeJson, SaysHowOftenADrumIsRightWhereThisProgramsEarHeardIt) {
  Take take = testing::play(testing::rock_chart(2), {});
  take.source.kind = SourceKind::audio;
  take.source.detail = VoiceDetail::family;
  for (Hit& hit : take.hits) hit.voice_probability = 0.55F;
  const Json told = Json::parse(take_json(take, ear::ear_weights_name()));
  EXPECT_EQ(faults(told), "");
  const std::optional<ear::RightShares> shares = ear::RightShares::of(ear::ear_weights_name());
  ASSERT_TRUE(shares);
  for (std::size_t h = 0; h < take.hits.size(); ++h) {
    const Json& hit = told["hits"][h];
    EXPECT_NEAR(hit["voice_probability"].get<double>(), 0.55, 1e-6);
    EXPECT_NEAR(hit["voice_right"].get<double>(), (*shares)(take.hits[h].voice, 0.55F), 0.006);
  }
  EXPECT_FALSE(Json::parse(take_json(take, "ear-12ab.weights"))["hits"][0].contains("voice_right"));
  take.source.detail = VoiceDetail::none;
  EXPECT_FALSE(Json::parse(take_json(take, ear::ear_weights_name()))["hits"][0].contains("voice_right"));
}

TEST(TakeJson, SaysWhereOtherInstrumentsSound) {
  Take take = testing::play(testing::rock_chart(2), {});
  EXPECT_FALSE(Json::parse(take_json(take))["source"].contains("music"));
  const auto frame = [&](double seconds) { return static_cast<Frames>(seconds * take.source.rate); };
  take.source.music = {{frame(1.5), frame(3.25)}};
  const Json json = Json::parse(take_json(take));
  EXPECT_EQ(faults(json), "");
  EXPECT_EQ(json["source"]["music"], Json::parse(R"([{"from_s": 1.5, "to_s": 3.25}])"));
}

TEST(TakeJson, SurvivesHostileNames) {
  Take take = testing::nothing();
  take.source.name = "a\"b\\c\n\xff\x01";
  take.chart.title = "\",\"order\":{}";
  const Json json = Json::parse(take_json(take));
  EXPECT_EQ(json["source"]["name"], "a\"b\\c \xEF\xBF\xBD ");
  EXPECT_EQ(json["chart"]["title"], "\",\"order\":{}");
  EXPECT_EQ(faults(json), "");
}

TEST(JsonWriter, RoundsAndLeavesOutTrailingZeros) {
  report::JsonWriter json;
  json.begin_array();
  for (const double x : {1.0, -0.004, 0.005, -12.5, 1234567.891, 1e300, std::nan("")}) json.real({}, x, 2);
  json.end_array();
  EXPECT_EQ(json.take(), "[1,0,0.01,-12.5,1234567.89,null,null]");
}

}  // namespace firstchair::report
