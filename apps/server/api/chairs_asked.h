// Asked is one request about one audition, with what its body says; beside it stands how the ChairsApi, whose
// files alone meet this one, answers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "apps/server/api/chairs_api.h"
#include "apps/server/api/chairs_json.h"
#include "apps/server/http/answers.h"
#include "store/auditions.h"
#include "store/record/record.h"

namespace firstchair::server {

inline constexpr std::size_t kMostText = 4096, kMostName = 256;

inline Response answer_json(const nlohmann::json& json) {
  return {
      .body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), .tag = {}, .allow = {}};
}

inline Response refused(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return json_error(409, error.line());  // the audition stands otherwise
    case ErrorCode::malformed:
    case ErrorCode::unsupported:
      return json_error(422, error.line());
    default:
      return refuse(error);
  }
}

inline Response only_director() {
  return json_error(403, "only whoever directs the audition may do that");
}

inline Response told(const std::vector<std::string>& lines) {
  return answer_json({{"told", lines}});
}

inline Response file_response(std::string_view type, std::string body) {
  return {.type = std::string(type), .body = std::move(body), .tag = {}, .allow = {}};
}

struct ChairsApi::Asked {
  const Request& request;
  store::Auditions& auditions;
  std::int64_t id;
  std::string what;         // behind the id: "", "attempts"
  std::int64_t number = 0;  // "attempts/3/bars": 3
  std::string part;         // "bars"
  nlohmann::json body;

  ChairsReader reader() const { return {request.only.empty(), request.only}; }
  // Empty where it is none, or has more than `most` bytes.
  std::string text(const char* name, std::size_t most) const {
    const auto at = body.find(name);
    if (at == body.end() || !at->is_string() || at->get_ref<const std::string&>().size() > most) return {};
    return at->get<std::string>();
  }
  // A whole number from `low` >= 0; -1: it is none.
  std::int64_t whole(const char* name, std::int64_t low, std::int64_t high) const {
    return store::whole_of(body, name, low, high).value_or(-1);
  }
  // Says whether whoever asks may play as this player.
  Result<bool> theirs(const std::string& player) const {
    if (request.only.empty()) return true;
    const Result<std::vector<store::EntrantName>> names = auditions.names(id);
    if (!names) return names.error();
    return std::any_of(names->begin(), names->end(), [&](const store::EntrantName& one) {
      return one.blind == player && one.name == request.only;
    });
  }
};

}  // namespace firstchair::server
