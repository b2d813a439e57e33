#include "apps/server/api/routes.h"

#include <cstdlib>
#include <optional>
#include <span>

#include "apps/server/api/chairs_api.h"
#include "apps/server/api/kit_sounds.h"
#include "apps/server/api/sent_chart.h"
#include "charts/charts.h"
#include "door/page_chart.h"
#include "midi/kit/kit_profile.h"
#include "report/data/json_writer.h"
#include "report/text/text.h"

namespace firstchair::server {
namespace {

struct Format {
  std::string_view name, type;
  charts::ChartFormat format;
};
constexpr Format kFormats[] = {
    {"tab", "text/plain; charset=utf-8", charts::ChartFormat::tab},
    {"midi", "audio/midi", charts::ChartFormat::midi},
    {"musicxml", "application/vnd.recordare.musicxml+xml", charts::ChartFormat::musicxml},
    {"mxl", "application/vnd.recordare.musicxml", charts::ChartFormat::mxl},
};

std::string query(const Request& request, std::string_view key) {
  const auto found = request.query.find(key);
  return found == request.query.end() ? std::string() : found->second;
}

Response not_allowed(std::string_view allow) {
  Response response = json_error(405, "this address does not take that method");
  response.allow = allow;
  return response;
}

Response refuse(const Error& error) {
  return json_error(error.code == ErrorCode::not_found   ? 404
                    : error.code == ErrorCode::too_large ? 413
                                                         : 422,
                    error.line());
}

std::string kit_ids() {
  std::string ids;
  for (const midi::KitProfile& kit : midi::builtin_kits()) ids += (ids.empty() ? "" : ", ") + kit.id;
  return ids;
}

Response write(const Chart& chart, std::string_view wish) {
  for (const Format& format : kFormats) {
    if (format.name != wish) continue;
    const std::vector<std::uint8_t> bytes = charts::write_chart(format.format, chart);
    return {.type = std::string(format.type), .body = {bytes.begin(), bytes.end()}, .tag = {}, .allow = {}};
  }
  return json_error(400, "no such format. Ask for tab, midi, musicxml or mxl");
}

}  // namespace

bool is_slow(const std::string& path) {
  return path == "/api/charts/convert" || path == "/api/kit_sounds";
}

bool is_upload(const std::string& method, const std::string& path) {
  return (method == "POST" && path == "/api/hear") || is_chairs_input(method, path);
}

Routes::Routes(PageFiles page, judge::Norms norms, Jobs& jobs, io::Cage cage, bool shows_film,
               std::string kits)
    : page_(std::move(page)),
      norms_(std::move(norms)),
      jobs_(jobs),
      cage_(std::move(cage)),
      shows_film_(shows_film),
      kits_(std::move(kits)) {}

Response Routes::answer(const Request& request) {
  if (request.path.starts_with("/api/")) return api(request);
  if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
  return page_.answer(request.path);
}

Response Routes::api(const Request& request) {
  if (request.path == "/api/info") {
    if (request.method != "GET") return not_allowed("GET");
    report::JsonWriter json;
    json.begin_object();
    json.text("name", "firstchair");
    json.text("version", FIRSTCHAIR_VERSION);
    json.boolean("film", shows_film_);
    json.end_object();
    return {.body = json.take(), .tag = {}, .allow = {}};
  }
  if (request.path == "/api/kit_sounds") return kit_sounds(request, kits_);
  if (request.path == "/api/charts" || request.path.starts_with("/api/charts/")) return charts(request);
  if (request.path == "/api/hear" || request.path.starts_with("/api/hear/")) return hear(request);
  return json_error(404, "no such address");
}

Response Routes::charts(const Request& request) {
  if (request.path == "/api/charts") {
    if (request.method != "GET") return not_allowed("GET");
    return {.body = door::builtin_charts_json(), .tag = {}, .allow = {}};
  }
  if (request.path == "/api/charts/convert") {
    if (request.method != "POST") return not_allowed("POST");
    const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(request.body.data()),
                                              request.body.size());
    const Result<Chart> chart = sent_chart(cage_, bytes, query(request, "name"));
    return chart ? write(*chart, query(request, "to")) : refuse(chart.error());
  }
  if (request.method != "GET") return not_allowed("GET");
  const Result<Chart> chart =
      charts::builtin_chart(request.path.substr(std::string_view("/api/charts/").size()));
  if (!chart) return refuse(chart.error());
  const std::string wish = query(request, "as");
  return write(*chart, wish.empty() ? "tab" : wish);
}

Response Routes::hear(const Request& request) {
  if (request.path == "/api/hear") {
    if (request.method != "POST") return not_allowed("POST");
    SessionConfig config;
    config.norms = norms_;
    const std::string name = report::plain(query(request, "name"));
    config.source.name = name.empty() ? "upload" : name;
    config.ask_chart_played = true;
    const std::string which = query(request, "ear");
    if (!which.empty() && which != "live" && which != "file")
      return json_error(400, "ear must be live or file");
    hearing::hear_with(which.empty()     ? hearing::kUsualEar
                       : which == "file" ? ear::WhichEar::file
                                         : ear::WhichEar::live,
                       config);
    config.voices = query(request, "voices") == "pad" ? ear::VoicesMode::pad : ear::VoicesMode::kit;
    if (const std::string bpm = query(request, "bpm"); !bpm.empty()) {
      config.bpm = std::strtod(bpm.c_str(), nullptr);
      if (!(config.bpm >= 20) || !(config.bpm <= 400)) return json_error(400, "bpm must be 20 to 400");
    }
    if (const std::string chart = query(request, "chart"); !chart.empty()) {
      Result<Chart> found = charts::builtin_chart(chart);
      if (!found) return refuse(found.error());
      config.builtin_tempo = charts::has_builtin_tempo(*found);
      config.chart = std::move(*found);
    }
    const midi::KitProfile* kit = nullptr;
    if (const std::string wish = query(request, "kit"); !wish.empty()) {
      kit = midi::builtin_kit(wish);
      if (kit == nullptr) return json_error(400, "no kit profile of that name. There are " + kit_ids());
    }
    if (const std::string wish = query(request, "kit_sound"); !wish.empty()) {
      if (!request.only.empty()) return json_error(403, "a player's own key names no kit's sound");
      if (config.which_ear != ear::WhichEar::file)
        return json_error(400, "the live ear has no use for a kit's sound");
      Result<ear::KitSound> found = kit_sound_named(wish, kits_);
      if (!found) return refuse(found.error());
      config.kit_sound = std::move(*found);
    }
    const std::string called = config.source.name;
    const std::optional<JobView> job =
        jobs_.add(request.upload, called, std::move(config), request.client, kit, query(request, "player"));
    if (!job) return json_error(503, "too many recordings are waiting. Try again in a minute");
    return {.status = 202, .body = json_of(*job), .tag = {}, .allow = {}};
  }
  std::string id = request.path.substr(std::string_view("/api/hear/").size()), part;
  if (const std::size_t slash = id.find('/'); slash != std::string::npos) {
    part = id.substr(slash + 1);
    id.resize(slash);
  }
  if (part.empty()) {
    if (request.method == "DELETE") {
      if (jobs_.remove(id)) return {.status = 204, .type = {}, .body = {}, .tag = {}, .allow = {}};
      return json_error(404, "no such recording");
    }
    if (request.method != "GET") return not_allowed("GET, DELETE");
    const std::optional<JobView> job = jobs_.view(id);
    if (!job) return json_error(404, "no such recording");
    return {.body = json_of(*job), .tag = {}, .allow = {}};
  }
  if (request.method != "GET") return not_allowed("GET");
  const std::optional<JobResult> result = jobs_.result(id);
  if (!result || (part != "take.json" && part != "take.html"))
    return json_error(404, "no such take, or not heard yet");
  const bool json = part == "take.json";
  return {.type = json ? "application/json" : "text/html; charset=utf-8",
          .body = {},
          .tag = {},
          .allow = {},
          .location = {},
          .file = json ? result->json : result->html};
}

}  // namespace firstchair::server
