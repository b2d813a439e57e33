// What the answers of the API are made with.
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
// With the status that fits an error of the book.
Response refuse(const Error& error);

std::string query(const Request& request, std::string_view key);  // empty: left out
std::optional<std::int64_t> whole(std::string_view text);         // nothing: not a whole number
// Of the query; `otherwise` where it is left out. usage: not a whole number of that range.
Result<std::int64_t> number(const Request& request, std::string_view key, std::int64_t otherwise,
                            std::int64_t low, std::int64_t high);

// A body that is empty is an empty object. Nothing: not an object.
std::optional<nlohmann::json> object_of(const std::string& body);
// A number of the object, `otherwise` where it is left out or null. Nothing: not a number of that range.
std::optional<double> real(const nlohmann::json& object, const char* key, double otherwise, double low,
                           double high);

}  // namespace firstchair::server
