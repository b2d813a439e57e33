#include "engine/core/fitted.h"

#include <array>

namespace firstchair {
namespace {

// Digits of such a number and powers of ten up to 10^22 are doubles, so one division rounds once.
constexpr int kMostDigits = 15, kMostDecimals = 18;

// False: no decimal of at most kMostDigits digits.
bool read_number(std::string_view text, double& number) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t digits = 0, scale = 1;
  int count = 0, decimals = 0;
  bool point = false, any = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !point && any && i + 1 < text.size()) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    any = true;
    if ((digits > 0 || c > '0') && ++count > kMostDigits) return false;
    if (point && ++decimals > kMostDecimals) return false;
    if (point) scale *= 10;
    digits = digits * 10 + (c - '0');
  }
  if (!any) return false;
  number = static_cast<double>(digits) / static_cast<double>(scale);
  if (negative) number = -number;
  return true;
}

std::string_view next(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return part;
}

}  // namespace

std::uint64_t hash_in_name(std::string_view name) {
  const std::size_t end = name.rfind(".weights");
  if (end == std::string_view::npos || end < 16) return 0;
  std::uint64_t hash = 0;
  for (const char c : name.substr(end - 16, 16)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return 0;
    hash = hash * 16 + static_cast<std::uint64_t>(digit);
  }
  return hash;
}

Result<Fitted> read_fitted(std::string_view name, std::span<const std::uint8_t> bytes, std::string_view kind,
                           std::size_t count) {
  int number = 0;
  const auto refuse = [&](std::string what) {
    return Error{ErrorCode::malformed,
                 number == 0 ? std::string(name) : std::string(name) + ":" + std::to_string(number),
                 std::move(what), "Use the weights that came with this version"};
  };
  // Cut or altered in a way that a line shows: that line is told. Else the hash tells.
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const bool ended = text.ends_with('\n');
  ++number;
  if (next(text, '\n') != "firstchair " + std::string(kind) + " 1")
    return refuse("not a file of " + std::string(kind) + " numbers of this program");
  Fitted fitted;
  const std::array<std::pair<std::string_view, std::string*>, 4> head{{{"command: ", &fitted.head.command},
                                                                       {"date: ", &fitted.head.date},
                                                                       {"commit: ", &fitted.head.commit},
                                                                       {"split: ", &fitted.head.split}}};
  for (const auto& [key, value] : head) {
    ++number;
    const std::string_view line = next(text, '\n');
    if (!line.starts_with(key) || line.size() == key.size())
      return refuse("\"" + std::string(key.substr(0, key.size() - 1)) +
                    "\" is expected here, and what it was");
    *value = line.substr(key.size());
  }
  ++number;
  if (const std::string wanted = "numbers: " + std::to_string(count), found(next(text, '\n'));
      found != wanted)
    return refuse("\"" + wanted + "\" is expected here, not \"" + found + "\"");
  fitted.numbers.reserve(count);
  while (!text.empty()) {
    ++number;
    std::string_view line = next(text, '\n');
    if (line.starts_with('#')) continue;
    while (!line.empty()) {
      const std::string_view word = next(line, ' ');
      if (word.empty()) continue;
      double value = 0;
      if (!read_number(word, value)) {
        return refuse("\"" + std::string(word.substr(0, 40)) + "\" is not a decimal number of at most " +
                      std::to_string(kMostDigits) + " digits");
      }
      fitted.numbers.push_back(value);
    }
  }
  number = 0;
  const std::size_t found = fitted.numbers.size();
  if (found != count || !ended) {
    return refuse((found > count ? "too long: " : "cut short: ") + std::to_string(found) + " numbers of " +
                  std::to_string(count));
  }
  const std::uint64_t promised = hash_in_name(name);
  if (promised != 0 && promised != content_hash(bytes))
    return refuse("its content does not have the hash of its name");
  return fitted;
}

}  // namespace firstchair
