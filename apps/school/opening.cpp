#include "apps/school/opening.h"

#include <fmt/format.h>

#include <charconv>

#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

std::string plain_text(const Opening& opening) {
  return fmt::format("{}.{}.{}.{}", opening.assignment, opening.person, opening.version, opening.at_s);
}

// Reads a number and the point behind it.
bool next(std::string_view& text, std::int64_t& value) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end == text.data() + text.size() || *end != '.') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

}  // namespace

std::string signed_text(const Opening& opening, std::string_view secret) {
  const std::string plain = plain_text(opening);
  return plain + "." + school::sign(secret, plain);
}

std::optional<Opening> opening_of(std::string_view text, std::string_view secret) {
  std::string_view rest = text;
  Opening opening;
  std::int64_t version = 0;
  if (!next(rest, opening.assignment) || !next(rest, opening.person) || !next(rest, version) ||
      !next(rest, opening.at_s) || version < 1 || version > 1'000'000)
    return std::nullopt;
  opening.version = static_cast<int>(version);
  if (!school::equal_secrets(text, signed_text(opening, secret))) return std::nullopt;
  return opening;
}

}  // namespace firstchair::school_api
