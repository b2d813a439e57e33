// This file reads fields out of what a page sends as JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "engine/core/result.h"

namespace firstchair::server {

// Returns the error of a body that is not of the form that a page sends.
inline Error not_a_take(std::string what) {
  return {ErrorCode::usage, "take", std::move(what), "Load the page again"};
}

// Reads fields of one object, and remembers the first that is not there or of another kind.
class Fields {
 public:
  explicit Fields(const nlohmann::json& object) : object_(object) {}
  const std::string& broken() const { return broken_; }

  std::string text(const char* key, std::size_t most) {
    const nlohmann::json* value = find(key);
    if (value == nullptr || !value->is_string() || value->get_ref<const std::string&>().size() > most)
      return fail(key), std::string();
    return value->get<std::string>();
  }
  std::int64_t whole(const char* key, std::int64_t low, std::int64_t high) {
    const nlohmann::json* value = find(key);
    if (value == nullptr || !value->is_number_integer()) return fail(key), 0;
    const auto number = value->get<std::int64_t>();
    return number >= low && number <= high ? number : (fail(key), 0);
  }
  double real(const char* key, double low, double high) {
    const nlohmann::json* value = find(key);
    if (value == nullptr || !value->is_number()) return fail(key), 0;
    const auto number = value->get<double>();
    return number >= low && number <= high ? number : (fail(key), 0);
  }
  bool flag(const char* key) {
    const nlohmann::json* value = find(key);
    if (value == nullptr || !value->is_boolean()) return fail(key), false;
    return value->get<bool>();
  }
  bool has(const char* key) {
    const nlohmann::json* value = find(key);
    return value != nullptr && !value->is_null();
  }
  const nlohmann::json* find(const char* key) {
    const auto found = object_.is_object() ? object_.find(key) : object_.end();
    return found == object_.end() ? nullptr : &*found;
  }
  void fail(const char* key) {
    if (broken_.empty()) broken_ = key;
  }

 private:
  const nlohmann::json& object_;
  std::string broken_;
};

}  // namespace firstchair::server
