// An Opening says when a student opened an attempt, for which version. It is signed, so that a page without a
// network may hand it in later and nobody writes an earlier one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace firstchair::school_api {

struct Opening {
  std::int64_t assignment = 0, person = 0;
  int version = 1;
  std::int64_t at_s = 0;

  bool operator==(const Opening&) const = default;
};

std::string signed_text(const Opening& opening, std::string_view secret);
// The inverse; nothing: it was not signed with that secret.
std::optional<Opening> opening_of(std::string_view text, std::string_view secret);

}  // namespace firstchair::school_api
