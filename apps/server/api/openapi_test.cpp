// docs/openapi.json: every call is answered as it says.
#include <algorithm>
#include <cctype>
#include <ctime>

#include "apps/server/api/chairs_test.h"
#include "apps/server/api/film_test.h"
#include "engine/ear/attack_spectrum.h"
#include "engine/ear/file_weights.h"
#include "testing/book/played.h"

namespace firstchair::server {
namespace {

using nlohmann::json;

// The few words of JSON Schema that the file uses.
void expect_fits(const json& value, const json& schema, const json& document, const std::string& where) {
  if (schema.contains("$ref")) {
    const std::string ref = schema["$ref"];
    expect_fits(value, document.at(json::json_pointer(ref.substr(1))), document, where);
    return;
  }
  if (value.is_null() && schema.value("nullable", false)) return;
  const std::string type = schema["type"];
  if (type == "object") {
    ASSERT_TRUE(value.is_object()) << where;
    for (const json& name : schema.value("required", json::array()))
      EXPECT_TRUE(value.contains(name.get<std::string>())) << where << " lacks " << name;
    for (const auto& [name, part] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(name)) {
        expect_fits(part, schema["properties"][name], document, where + "." + name);
      } else {
        EXPECT_TRUE(schema.value("additionalProperties", true)) << where << " has " << name;
      }
    }
  } else if (type == "array") {
    ASSERT_TRUE(value.is_array()) << where;
    EXPECT_GE(value.size(), schema.value("minItems", value.size())) << where;
    EXPECT_LE(value.size(), schema.value("maxItems", value.size())) << where;
    for (const json& part : value) expect_fits(part, schema["items"], document, where + "[]");
  } else if (type == "string") {
    EXPECT_TRUE(value.is_string()) << where;
    if (schema.contains("enum")) {
      const json& known = schema["enum"];
      EXPECT_NE(std::find(known.begin(), known.end(), value), known.end()) << where;
    }
  } else if (type == "boolean") {
    EXPECT_TRUE(value.is_boolean()) << where;
  } else {
    EXPECT_TRUE(value.is_number()) << where;
  }
}

// Two drums of one band each.
std::string a_kit_sound(const std::string& id) {
  json drums = json::array();
  for (const int band : {0, 1}) {
    std::vector<int> spectrum(std::tuple_size_v<ear::AttackSpectrum>);
    spectrum[static_cast<std::size_t>(band)] = 999'999;
    spectrum.back() = 1;
    drums.push_back({{"voice", band == 0 ? "kick" : "snare"}, {"strokes", 4}, {"spectrum", spectrum}});
  }
  return json{{"format", "firstchair-kit-sound"},
              {"format_version", 1},
              {"id", id},
              {"ear", ear::file_ear_weights_name()},
              {"drums", drums}}
      .dump();
}

TEST_F(ChairsTest, AnswersEveryCallAsItsDescriptionSays) {
  write_film(folder_ / "film");
  std::ofstream(folder_ / "film" / "film.mp4") << "a film";
  ServerConfig with_film;
  with_film.film.folder = (folder_ / "film").string();
  begin(with_film);
  const json api = json::parse(text_of(FIRSTCHAIR_SOURCE_DIR "/docs/openapi.json"));
  const std::string tab = body_of(ask("GET", "/api/charts/rock-8ths"));
  const std::string sound = ask("POST", "/api/hear?name=kit.mid", [&] {
    const std::string midi = body_of(ask("GET", "/api/charts/rock-8ths?as=midi"));
    return midi;
  }());
  const std::string id = json::parse(body_of(sound))["id"];
  ASSERT_EQ(wait_for(id)["state"], "done");
  const std::string item =
      testing::fill_book(book_file(), static_cast<std::int64_t>(std::time(nullptr)), norms());
  const Chart chart = *charts::builtin_chart("rock-8ths");
  const std::string sent =
      body_of_take("page-take-1", played_in_the_page(chart, kSettings, norms()), chart, kSettings).dump();
  json searched = json::parse(sent);
  searched["id"] = "page-take-2";
  searched["mode"] = "limit";
  searched["began_s"] = 1'790'000'100;
  ASSERT_EQ(status_of(ask("POST", "/api/book/takes", searched.dump())), 200);
  const std::string limit = R"({"takes":["page-take-2"],"log2_bpm":6.5,"sd_oct":0.1,"sigma_oct":0.1})";
  // One audition that goes on: of four players one has played, two are playing. Another one that is seated.
  post("/api/chairs", wish());
  std::vector<std::string> players;
  for (const char* name : {"A", "B", "C", "D"}) players.push_back(enter(name));
  play(players[0], 8);
  const json playing = open(players[1]);
  const std::string recorded = play_opened(playing, chart_, 8, 9).all();
  open(players[2]);
  post("/api/chairs", wish());
  for (const char* name : {"E", "F"}) play(enter(name, 2), *name == 'E' ? 5 : 20, 2);
  post(at("/seat", 2), {});
  post("/api/chairs", wish());  // and one that is cancelled
  std::vector<std::string> chairs;
  const json sheet = post(at("/seating", 2), {}, 200, "GET");
  for (const json& seat : sheet["seats"]) chairs.push_back(seat["player"]);
  const std::map<std::string, json> bodies{
      {"/api/chairs", wish()},
      {"/api/chairs/{id}/appeals", {{"player", players[0]}, {"excerpt", 1}, {"text", "a cymbal fell"}}},
      {"/api/chairs/{id}/appeals/{n}/ruling", {{"effect", "none"}, {"text", "heard"}}},
      {"/api/chairs/{id}/attempts", {{"player", players[3]}, {"excerpt", 1}}},
      {"/api/chairs/{id}/attempts/{n}/bars",
       {{"bar", 0}, {"bytes", recorded.size()}, {"hash", audition::next_commitment({}, recorded)}}},
      {"/api/chairs/{id}/attempts/{n}/leave", {{"bar", 1}}},
      {"/api/chairs/{id}/cancel", {{"text", "the hall is closed"}}},
      {"/api/chairs/{id}/challenges", {{"holder", chairs[0]}, {"challenger", chairs[1]}}},
      {"/api/chairs/{id}/entrants", {{"name", "G"}}},
      {"/api/film/cuts", {{"cut", 1}, {"at_s", 3}}},
      {"/api/kit_sounds", json::parse(a_kit_sound("mine"))}};
  const auto audition_of = [](const std::string& path) {
    const bool goes_on = path.ends_with("{id}") || path.find("attempts") != std::string::npos ||
                         path.find("appeals") != std::string::npos || path.ends_with("entrants");
    return path.ends_with("cancel") ? "3" : goes_on ? "1" : "2";
  };
  const auto number_of = [](const std::string& path) {
    return path.ends_with("bars") || path.ends_with("input") ? "2" : path.ends_with("leave") ? "3" : "1";
  };
  int calls = 0;
  for (const auto& [path, methods] : api["paths"].items()) {
    for (const auto& [method, call] : methods.items()) {
      std::string target = path, verb = method, body;
      std::transform(verb.begin(), verb.end(), verb.begin(), [](unsigned char c) { return std::toupper(c); });
      for (const auto& [hole, filling] : {std::pair<std::string, std::string>{"{name}", "rock-8ths"},
                                          {"{id}", path.starts_with("/api/book/")     ? "1"
                                                   : path.starts_with("/api/chairs/") ? audition_of(path)
                                                                                      : id},
                                          {"{n}", number_of(path)}}) {
        if (const std::size_t at = target.find(hole); at != std::string::npos)
          target.replace(at, hole.size(), filling);
      }
      if (const auto found = bodies.find(path); found != bodies.end() && verb == "POST")
        body = found->second.dump();
      if (verb == "PUT") body = recorded;
      if (path == "/api/charts/convert") target += "?to=tab&name=x.tab", body = tab;
      if (path == "/api/book/chart" || path == "/api/book/progress") target += "?item=" + item;
      if (path == "/api/book/compare") target += "?a=1&b=6";
      if (path == "/api/book/takes" && verb == "POST") body = sent;
      if (path == "/api/book/limits" && verb == "POST") body = limit;
      if (path == "/api/today/goal") body = json{{"item", item}, {"bpm", 120}}.dump();
      if (path == "/api/today/pain") body = json{{"pain", 1}}.dump();
      if (path == "/api/book/players" && verb == "POST") body = json{{"name", "Ada"}}.dump();
      if (path == "/api/book/charts" && verb == "POST")
        body = json{{"id", "1"}, {"title", "Mine"}, {"format", "text"}, {"text", tab}}.dump();
      if (path == "/api/book/undo") ask("POST", "/api/book/takes/1/discard");
      if (path == "/api/hear") target += "?name=x.wav", body = "not sound";
      if (verb == "DELETE") continue;  // last, below
      RawClient client(port());
      const std::string answer = path == "/api/events"
                                     ? client.ask(upgrade(host(), target + "?token=" + server_->token()))
                                     : ask(verb, target, body);
      const std::string status = std::to_string(status_of(answer));
      ASSERT_TRUE(call["responses"].contains(status)) << verb << " " << target << " answered " << status;
      EXPECT_LT(status_of(answer), 300) << verb << " " << target;
      const json& response = call["responses"][status];
      if (response.contains("content")) {
        const auto content = response["content"].begin();
        const std::string& type = content.key();
        EXPECT_TRUE(has(answer, "Content-Type: " + type)) << verb << " " << target << "\n"
                                                          << answer.substr(0, 600);
        if (type == "application/json")
          expect_fits(json::parse(body_of(answer)), content.value()["schema"], api, path);
      }
      // And without the token, as it says.
      if (path != "/api/events") {
        RawClient stranger(port());
        const std::string refused = stranger.ask(verb + " " + target + " HTTP/1.1\r\n" + host() + "\r\n");
        EXPECT_EQ(status_of(refused), 401);
        expect_fits(json::parse(body_of(refused)), api["components"]["schemas"]["Error"], api, path);
      }
      ++calls;
    }
  }
  EXPECT_EQ(calls, 63);
  EXPECT_EQ(status_of(ask("DELETE", "/api/hear/" + id)), 204);
}

}  // namespace
}  // namespace firstchair::server
