#include "apps/server/http/answers.h"

#include <charconv>
#include <ctime>
#include <nlohmann/json.hpp>

#include "store/json_bounds.h"

namespace firstchair::server {

using Json = nlohmann::json;
using report::JsonWriter;

std::int64_t now() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

Response json_response(JsonWriter& json) {
  return {.body = json.take(), .tag = {}, .allow = {}};
}

Response not_allowed(std::string_view allow) {
  Response response = json_error(405, "this address does not take that method");
  response.allow = allow;
  return response;
}

Response refuse(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return json_error(400, error.line());
    case ErrorCode::not_found:
      return json_error(404, error.line());
    case ErrorCode::too_large:
      return json_error(413, error.line());
    case ErrorCode::unsupported:
      return json_error(422, error.line());
    case ErrorCode::malformed:
    case ErrorCode::unreadable:
    case ErrorCode::unwritable:
      break;
  }
  return json_error(503, error.line());  // the book or its disk
}

std::string query(const Request& request, std::string_view key) {
  const auto found = request.query.find(key);
  return found == request.query.end() ? std::string() : found->second;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<std::int64_t> number(const Request& request, std::string_view key, std::int64_t otherwise,
                            std::int64_t low, std::int64_t high) {
  const std::string text = query(request, key);
  if (text.empty()) return otherwise;
  const std::optional<std::int64_t> value = whole(text);
  if (!value || *value < low || *value > high)
    return Error{ErrorCode::usage, std::string(key), "not a whole number it can be", {}};
  return *value;
}

std::optional<double> real(const Json& object, const char* key, double otherwise, double low, double high) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return otherwise;
  if (!found->is_number()) return std::nullopt;
  const double value = found->get<double>();
  return value >= low && value <= high ? std::optional(value) : std::nullopt;
}

std::optional<Json> object_of(const std::string& body) {
  if (!store::within(body, {})) return std::nullopt;
  Json read = Json::parse(body.empty() ? std::string("{}") : body, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  return read;
}

}  // namespace firstchair::server
