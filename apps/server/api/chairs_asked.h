// Asked is one request about one audition, with what its body says. It is for the ChairsApi only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "apps/server/api/chairs_api.h"
#include "apps/server/api/chairs_json.h"
#include "store/auditions.h"
#include "store/record/record.h"

namespace firstchair::server {

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
