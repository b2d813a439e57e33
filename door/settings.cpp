#include "door/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace firstchair::door {

Result<Settings> Settings::parse(std::string_view text, std::span<const std::string_view> known) {
  Settings settings;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) continue;
    const std::size_t blank = line.find(' ');
    const std::string_view key = line.substr(0, blank);
    if (blank == std::string_view::npos || std::find(known.begin(), known.end(), key) == known.end())
      return Error{ErrorCode::usage, std::string(line), "not a setting", "Load the page again"};
    settings.values_.insert_or_assign(std::string(key), std::string(line.substr(blank + 1)));
  }
  return settings;
}

Result<double> Settings::number(std::string_view key, double otherwise, double low, double high) const {
  const auto found = values_.find(key);
  if (found == values_.end()) return otherwise;
  const char* text = found->second.c_str();
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end == text || *end != 0 || !(value >= low) || !(value <= high)) {
    return Error{ErrorCode::usage, std::string(key) + " " + found->second, "not a value it can have",
                 "Choose another"};
  }
  return value;
}

std::string Settings::text(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? std::string() : found->second;
}

}  // namespace firstchair::door
