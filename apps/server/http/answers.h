// The answers of the API are made with these functions.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "apps/server/http/http.h"
#include "engine/core/result.h"
#include "report/data/json_writer.h"

namespace firstchair::server {

std::int64_t now();  // Unix seconds

Response json_response(report::JsonWriter& json);
Response not_allowed(std::string_view allow);
// Returns the error as JSON, with the status that fits an error of the book.
Response refuse(const Error& error);

std::string query(const Request& request, std::string_view key);  // empty: the request has no such key
std::optional<std::int64_t> whole(std::string_view text);         // nothing: not a whole number
// Reads a number of the query; it is `otherwise` where it is left out. Errors: usage, when it is not a whole
// number from `low` to `high`.
Result<std::int64_t> number(const Request& request, std::string_view key, std::int64_t otherwise,
                            std::int64_t low, std::int64_t high);

// Parses a JSON object; an empty body counts as an empty object. Returns nothing when the body is not an
// object, or has more in it than store::JsonBounds.
std::optional<nlohmann::json> object_of(const std::string& body);
// Reads a number of the object; it is `otherwise` where it is left out or null. Returns nothing when it is
// not a number from `low` to `high`.
std::optional<double> real(const nlohmann::json& object, const char* key, double otherwise, double low,
                           double high);

}  // namespace firstchair::server
