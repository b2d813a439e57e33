// What both directions of the book's text agree on (exchange.h): its version, and how JSON becomes bytes that
// a check is made over.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace firstchair::store::exchange {

// 1: no checks; 2: no pain, no what counts; 3: no auditions; 4: no charts that were written
inline constexpr int kVersion = 5;

inline std::string dumped(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace firstchair::store::exchange
