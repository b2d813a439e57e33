#include "school/sql/connection.h"

namespace firstchair::school::sql {

std::int64_t Row::integer(std::size_t column) const {
  const Value& value = values_.at(column);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* real = std::get_if<double>(&value)) return static_cast<std::int64_t>(*real);
  return 0;
}

double Row::real(std::size_t column) const {
  const Value& value = values_.at(column);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return 0;
}

std::string Row::text(std::size_t column) const {
  const auto* text = std::get_if<std::string>(&values_.at(column));
  return text != nullptr ? *text : std::string();
}

const Bytes& Row::bytes(std::size_t column) const {
  static const Bytes kNone;
  const auto* bytes = std::get_if<Bytes>(&values_.at(column));
  return bytes != nullptr ? *bytes : kNone;
}

bool is_postgres(std::string_view database) {
  return database.starts_with("postgresql:") || database.starts_with("postgres:");
}

}  // namespace firstchair::school::sql
