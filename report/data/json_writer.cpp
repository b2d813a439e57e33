#include "report/data/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/text.h"

namespace firstchair::report {

void JsonWriter::before(std::string_view key) {
  if (comma_) out_ += ',';
  if (line_) out_ += '\n';
  line_ = false;
  comma_ = true;
  if (key.empty()) return;
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

void JsonWriter::begin_object(std::string_view key) {
  before(key);
  out_ += '{';
  comma_ = false;
}

void JsonWriter::end_object() {
  if (line_) out_ += '\n';
  line_ = false;
  out_ += '}';
  comma_ = true;
}

void JsonWriter::begin_array(std::string_view key) {
  before(key);
  out_ += '[';
  comma_ = false;
}

void JsonWriter::end_array() {
  if (line_) out_ += '\n';
  line_ = false;
  out_ += ']';
  comma_ = true;
}

void JsonWriter::escape(std::string_view value) {
  for (const char c : plain(value)) {  // plain() leaves no control characters to escape
    if (c == '"' || c == '\\') out_ += '\\';
    out_ += c;
  }
}

void JsonWriter::text(std::string_view key, std::string_view value) {
  before(key);
  out_ += '"';
  escape(value);
  out_ += '"';
}

void JsonWriter::lines(std::string_view key, std::string_view value) {
  before(key);
  out_ += '"';
  while (true) {
    const std::size_t end = std::min(value.find_first_of("\n\t"), value.size());
    escape(value.substr(0, end));
    if (end == value.size()) break;
    out_ += value[end] == '\n' ? "\\n" : "\\t";
    value.remove_prefix(end + 1);
  }
  out_ += '"';
}

void JsonWriter::integer(std::string_view key, std::int64_t value) {
  before(key);
  const fmt::format_int digits(value);
  out_.append(digits.data(), digits.size());
}

void JsonWriter::real(std::string_view key, double value, int decimals) {
  static constexpr std::int64_t kPowers[] = {1,       10,        100,        1'000,       10'000,
                                             100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
  const std::int64_t power = kPowers[std::clamp(decimals, 0, 9)];
  const double scaled = value * static_cast<double>(power);
  if (!(std::fabs(scaled) < 9e15)) return null(key);
  before(key);
  std::int64_t whole = std::llround(scaled);
  if (whole < 0) out_ += '-';
  whole = std::abs(whole);
  const fmt::format_int front(whole / power);
  out_.append(front.data(), front.size());
  std::int64_t rest = whole % power;
  if (rest == 0) return;
  out_ += '.';
  for (std::int64_t place = power / 10; rest != 0; place /= 10) {
    out_ += static_cast<char>('0' + rest / place);
    rest %= place;
  }
}

void JsonWriter::boolean(std::string_view key, bool value) {
  before(key);
  out_ += value ? "true" : "false";
}

void JsonWriter::null(std::string_view key) {
  before(key);
  out_ += "null";
}

}  // namespace firstchair::report
