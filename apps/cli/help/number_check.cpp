#include "apps/cli/help/number_check.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace firstchair::cli {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  Number value{};
  const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), value);
  // A number that is too large for its type is still a number: it lies outside of every range.
  if (end != word.data() + word.size() || word.empty() || wrong == std::errc::invalid_argument)
    return std::nullopt;
  if (wrong == std::errc::result_out_of_range)
    return word.starts_with('-') ? std::numeric_limits<Number>::lowest() : std::numeric_limits<Number>::max();
  if constexpr (std::is_floating_point_v<Number>)
    if (!std::isfinite(value)) return std::nullopt;
  return value;
}

constexpr const char* kind_of(bool whole) {
  return whole ? "whole number" : "number";
}

template <class Number>
CLI::Validator in_range(Number least, Number most, const char* type) {
  constexpr bool kWhole = std::is_integral_v<Number>;
  const auto check = [least, most](const std::string& word) -> std::string {
    const std::optional<Number> value = number_of<Number>(word);
    if (!value) return fmt::format("{} is no {} from {} to {}", word, kind_of(kWhole), least, most);
    if (*value < least || *value > most) return fmt::format("{} is not from {} to {}", word, least, most);
    return {};
  };
  return {check, fmt::format("{} in [{} - {}]", type, least, most)};
}

}  // namespace

CLI::Validator between(int least, int most) {
  return in_range(least, most, "INT");
}
CLI::Validator between(double least, double most) {
  return in_range(least, most, "FLOAT");
}

CLI::Validator from(int least) {
  const auto check = [least](const std::string& word) -> std::string {
    const auto value = number_of<std::int64_t>(word);
    return value && *value >= least ? std::string()
                                    : fmt::format("{} is no whole number from {} on", word, least);
  };
  return {check, fmt::format("INT from {}", least)};
}

std::string no_number(const std::string& word, bool whole, bool signed_number) {
  const bool is_one = whole ? number_of<std::int64_t>(word).has_value() : number_of<double>(word).has_value();
  if (!is_one) return fmt::format("{} is no {}", word, kind_of(whole));
  if (!signed_number && word.starts_with('-')) return fmt::format("{} is below 0", word);
  return fmt::format("{} is too large", word);
}

}  // namespace firstchair::cli
