// Settings are what a page asks for, as text: a line "key value" each. JavaScript writes it, so nothing about
// it is trusted.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::door {

class Settings {
 public:
  // Errors: usage, with the line. A key that is not known is an error, so that no wish is silently dropped.
  static Result<Settings> parse(std::string_view text, std::span<const std::string_view> known);

  // Returns the number of a key, or `otherwise` when it is absent. Errors: usage (it is not a number, or lies
  // outside low..high).
  Result<double> number(std::string_view key, double otherwise, double low, double high) const;
  std::string text(std::string_view key) const;  // empty when absent

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace firstchair::door
