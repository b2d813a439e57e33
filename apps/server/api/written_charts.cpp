#include "apps/server/api/written_charts.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "apps/server/api/sent_chart.h"
#include "apps/server/http/answers.h"
#include "engine/core/letters.h"
#include "report/data/json_writer.h"
#include "store/record/bytes.h"

namespace firstchair::server {
namespace {

using Json = nlohmann::json;
using report::JsonWriter;

constexpr std::size_t kMostTitle = 200;     // letters
constexpr std::size_t kMostText = 4 << 20;  // bytes

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= store::Book::kMostChartName && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

Error wrong(std::string what) {
  return {ErrorCode::usage, {}, std::move(what), {}};
}

// What the text is not able to be: a chart.
std::optional<Error> unreadable(const store::WrittenChart& version, const io::Cage& cage) {
  std::vector<std::uint8_t> bytes(version.text.begin(), version.text.end());
  if (version.midi) {
    std::optional<std::vector<std::uint8_t>> midi = store::from_base64(version.text);
    if (!midi) return wrong("text must be base64 where the format is midi");
    bytes = std::move(*midi);
  }
  const Result<Chart> chart = sent_chart(cage, bytes, {});
  return chart ? std::nullopt : std::optional(chart.error());
}

}  // namespace

Response written_charts(const store::Book& book, const Player& player) {
  const Result<std::vector<store::WrittenChart>> charts = book.written(player.id);
  if (!charts) return refuse(charts.error());
  JsonWriter json;
  json.begin_object();
  json.begin_array("charts");
  for (const store::WrittenChart& chart : *charts) {
    json.begin_object();
    json.text("id", chart.name);
    json.text("title", chart.title);
    json.integer("written_s", chart.written_s);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(json);
}

Response chart_versions(const std::string& id, const store::Book& book, const Player& player) {
  const Result<std::vector<store::WrittenChart>> versions = book.versions_of(player.id, id);
  if (!versions) return refuse(versions.error());
  JsonWriter json;
  json.begin_object();
  json.text("id", id);
  json.begin_array("versions");
  for (const store::WrittenChart& version : *versions) {
    json.begin_object();
    json.text("title", version.title);
    json.text("format", version.midi ? "midi" : "text");
    json.lines("text", version.text);
    json.integer("written_s", version.written_s);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(json);
}

Result<store::WrittenChart> sent_version(const std::string& body, const io::Cage& cage) {
  const std::optional<Json> object = object_of(body);
  if (!object) return wrong("the body is not a JSON object");
  const auto text_of = [&](const char* key) {
    const auto at = object->find(key);
    return at != object->end() && at->is_string() ? std::optional(at->get<std::string>()) : std::nullopt;
  };
  const std::optional<std::string> id = text_of("id"), title = text_of("title"), format = text_of("format"),
                                   text = text_of("text");
  if (!id || !is_id(*id)) return wrong("id must be 1 to 64 letters, digits and hyphens");
  if (!title || letters_of(*title) > kMostTitle) return wrong("title must be at most 200 letters");
  if (!format || (*format != "text" && *format != "midi")) return wrong("format must be text or midi");
  if (!text) return wrong("text must be the chart's, or empty");
  if (text->size() > kMostText) return Error{ErrorCode::too_large, {}, "this chart is over 4 MiB", {}};
  store::WrittenChart version{
      .name = *id, .title = *title, .text = *text, .midi = *format == "midi", .written_s = now()};
  if (!text->empty()) {
    if (std::optional<Error> why = unreadable(version, cage)) return std::move(*why);
  }
  return version;
}

Response keep_version(const store::WrittenChart& version, store::Book& book, const Player& player) {
  const Result<std::int64_t> written = book.write_chart(player.id, version);
  if (!written) return refuse(written.error());
  JsonWriter json;
  json.begin_object();
  json.text("id", version.name);
  json.integer("written_s", *written);
  json.end_object();
  return json_response(json);
}

}  // namespace firstchair::server
