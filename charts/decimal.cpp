#include "charts/decimal.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace firstchair::charts {

#if defined(__wasm__)

// libc++'s tables for this would be a third of what a page has to load. There is one locale here.
std::string decimal_text(double value) {
  char text[1200];
  for (int decimals = 0;; ++decimals) {
    const int size = std::snprintf(text, sizeof text, "%.*f", decimals, value);
    if (std::strtod(text, nullptr) == value || decimals == 800) return {text, static_cast<std::size_t>(size)};
  }
}

std::optional<Decimal> decimal_at(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end == copy.c_str() || value > 1e300) return std::nullopt;
  return Decimal{value, static_cast<std::size_t>(end - copy.c_str())};
}

#else

std::string decimal_text(double value) {
  char text[1200];  // the smallest double has 1076 digits
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
  return {text, end.ptr};
}

std::optional<Decimal> decimal_at(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return Decimal{value, static_cast<std::size_t>(end - text.data())};
}

#endif

}  // namespace firstchair::charts
