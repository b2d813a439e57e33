// docs/school_api.json, every call as every role: who may, may; who may not is told 403, without a login 401,
// and what another school has is not there for anybody.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "apps/school/api_test.h"

namespace firstchair::school_api {
namespace {

using Json = nlohmann::json;

// Everybody whom a school of the test has, in the order of the description's x-may.
const char* const kEverybody[] = {"admin",     "registrar", "teacher",   "other teacher",
                                  "assistant", "student",   "classmate", "guardian"};

Json described() {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/docs/school_api.json");
  return Json::parse(file);
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// The few words of JSON Schema that the description uses.
void expect_fits(const Json& value, const Json& schema, const Json& document, const std::string& where) {
  if (value.is_null() && schema.value("nullable", false)) return;
  if (schema.contains("$ref")) {
    const std::string ref = schema["$ref"];
    return expect_fits(value, document.at(Json::json_pointer(ref.substr(1))), document, where);
  }
  const std::string type = schema["type"];
  if (type == "object") {
    ASSERT_TRUE(value.is_object()) << where;
    if (!schema.contains("properties")) return;  // described elsewhere
    for (const Json& name : schema.value("required", Json::array()))
      EXPECT_TRUE(value.contains(name.get<std::string>())) << where << " lacks " << name;
    for (const auto& [name, part] : value.items()) {
      ASSERT_TRUE(schema["properties"].contains(name)) << where << " has " << name;
      expect_fits(part, schema["properties"][name], document, where + "." + name);
    }
  } else if (type == "array") {
    ASSERT_TRUE(value.is_array()) << where;
    for (const Json& part : value) expect_fits(part, schema["items"], document, where + "[]");
  } else if (type == "string") {
    EXPECT_TRUE(value.is_string()) << where;
  } else if (type == "number") {
    EXPECT_TRUE(value.is_number()) << where;
  } else if (type == "boolean") {
    EXPECT_TRUE(value.is_boolean()) << where;
  } else {
    EXPECT_TRUE(value.is_number_integer()) << where;
  }
}

TEST_F(ApiTest, EveryRouteIsDescribedAndNothingElseIs) {
  std::set<std::string> answered, told;
  for (const Route& route : routes()) {
    answered.insert(std::string(route.method) + " " + std::string(route.pattern));
    EXPECT_TRUE(is_of_school(route.pattern));
  }
  const Json document = described();
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, call] : methods.items()) told.insert(upper(method) + " " + path);
  EXPECT_EQ(answered, told);
}

TEST_F(ApiTest, EveryCallAsEveryRole) {
  const Json document = described();
  World shared = make_world();
  add_chairs(shared);
  EXPECT_EQ(
      as(shared, "teacher", {.method = "POST", .path = shared.filled("/api/chairs/{id}/seat", false)}).status,
      200);
  int calls = 0;
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, call] : methods.items()) {
      if (!call.contains("x-may")) continue;  // open to all: their own tests
      const auto asked = [&](const World& world, bool foreign) {
        Asked one{.method = upper(method), .path = world.filled(path, foreign)};
        one.if_match = "1";
        if (call.contains("x-query") && call["x-query"].is_object())
          for (const auto& [key, value] : call["x-query"].items()) one.query[key] = value.get<std::string>();
        else if (call.contains("x-query"))
          one.query["class"] = std::to_string(foreign ? kForeign : world.klass);
        if (call.contains("requestBody"))
          one.body =
              world.filled(call["requestBody"]["content"]["application/json"]["example"].dump(), false);
        return one;
      };
      const std::string where = upper(method) + " " + path;
      EXPECT_EQ(as_nobody(asked(shared, false)).status, 401) << where;
      for (const char* who : kEverybody) {
        const Json& may = call["x-may"];
        const bool allowed = std::find(may.begin(), may.end(), who) != may.end();
        // What is only looked at is as it was afterwards.
        World world = allowed && method != "get" ? make_world() : shared;
        if (allowed && method != "get" && path.find("/chairs") != std::string::npos) add_chairs(world);
        // A change without the session's token is none.
        if (method != "get" && allowed) {
          Asked forged = asked(world, false);
          forged.session = world.session(who).first;
          EXPECT_EQ(api_->answer(forged).status, 403) << where;
        }
        const Told answer = as(world, who, asked(world, false));
        ++calls;
        EXPECT_EQ(answer.status < 300, allowed)
            << where << " as " << who << ": " << answer.status << answer.body;
        EXPECT_TRUE(allowed || answer.status == 403) << where << " as " << who;
        const std::string status = std::to_string(answer.status);
        ASSERT_TRUE(call["responses"].contains(status)) << where << " answered " << status;
        const Json& content = call["responses"][status].value("content", Json::object());
        if (answer.status == 204) {
          EXPECT_EQ(answer.body, "");
        } else if (!answer.file.empty()) {
          EXPECT_TRUE(std::filesystem::exists(answer.file)) << where;
          if (answer.passing) std::filesystem::remove_all(std::filesystem::path(answer.file).parent_path());
        } else if (!content.contains("application/json")) {
          EXPECT_TRUE(answer.type.starts_with(content.begin().key())) << where << " is " << answer.type;
        } else {
          expect_fits(Json::parse(answer.body),
                      call["responses"][status]["content"]["application/json"]["schema"], document, where);
        }
        // Numbers that only the other school has.
        if (path.find('{') != std::string::npos) {
          const int foreign = as(shared, who, asked(shared, true)).status;
          EXPECT_TRUE(foreign == 404 || (!allowed && foreign == 403))
              << where << " as " << who << ": " << foreign;
        }
      }
    }
  EXPECT_EQ(calls, 8 * 76);
  EXPECT_EQ(everything_of(other_), other_before_) << "the other school changed";
}

TEST_F(ApiTest, NoAnswerShowsAnythingOfTheOtherSchool) {
  const World world = make_world();
  for (const char* who : kEverybody)
    for (const Route& route : routes()) {
      if (route.method != "GET") continue;
      const Told answer =
          as(world, who, {.method = "GET", .path = world.filled(std::string(route.pattern), false)});
      EXPECT_EQ(answer.body.find("Stranger"), std::string::npos) << route.pattern << " as " << who;
      if (answer.passing) std::filesystem::remove_all(std::filesystem::path(answer.file).parent_path());
    }
}

}  // namespace
}  // namespace firstchair::school_api
