#include "edit/json_fault.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

#include "edit/words.h"

namespace firstchair::edit {
namespace {

using Json = nlohmann::json;

// Takes all that can be read.
struct Taker : nlohmann::json_sax<Json> {
  virtual bool value() { return true; }
  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
};

// Keeps where reading ended.
struct Listener : Taker {
  std::optional<std::size_t> ended;  // in characters from the beginning, from 1
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
    ended = at;
    return false;
  }
};

// Keeps the way to where it is, and the fields of the objects on it.
struct FieldCounter : Taker {
  struct Level {
    bool is_list = false;
    std::size_t index = 0;   // of a list's value
    std::string field = {};  // that an object is at
    std::set<std::string> fields = {};
  };
  std::vector<Level> levels;
  std::string twice;

  bool value() override {
    if (!levels.empty() && levels.back().is_list) ++levels.back().index;
    return true;
  }
  bool start_object(std::size_t) override { return levels.emplace_back(), true; }
  bool key(string_t& name) override {
    levels.back().field = name;
    if (levels.back().fields.insert(name).second) return true;
    for (const Level& level : levels)
      twice +=
          level.is_list ? "[" + std::to_string(level.index) + "]" : (twice.empty() ? "" : ".") + level.field;
    return false;
  }
  bool end_object() override { return levels.pop_back(), value(); }
  bool start_array(std::size_t) override { return levels.emplace_back().is_list = true; }
  bool end_array() override { return levels.pop_back(), value(); }
};

}  // namespace

std::string said_twice(std::string_view text) {
  FieldCounter counter;
  Json::sax_parse(text, &counter);
  return safe(counter.twice);
}

std::string json_fault(std::string_view text) {
  Listener listener;
  Json::sax_parse(text, &listener);
  if (!listener.ended) return "is no JSON object";
  const std::string_view before = text.substr(0, std::max<std::size_t>(*listener.ended, 1) - 1);
  const std::size_t line_begins = before.rfind('\n') + 1;  // npos + 1 is 0
  return "is no JSON from line " + std::to_string(std::ranges::count(before, '\n') + 1) + ", column " +
         std::to_string(before.size() - line_begins + 1) + " on";
}

}  // namespace firstchair::edit
