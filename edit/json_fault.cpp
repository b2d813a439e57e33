#include "edit/json_fault.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>

namespace firstchair::edit {
namespace {

using Json = nlohmann::json;

// Takes all that can be read and keeps where reading ended.
struct Listener : nlohmann::json_sax<Json> {
  std::optional<std::size_t> ended;  // in characters from the beginning, from 1
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
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

}  // namespace

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
