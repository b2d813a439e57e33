#include "midi/kit/json_reader.h"

#include <algorithm>
#include <vector>

#include "engine/core/letters.h"

namespace firstchair::midi {

int JsonReader::line() const {
  return 1 +
         static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
}

void JsonReader::fail(const std::string& what, ErrorCode code) {
  if (!error_) error_ = Error{code, "line " + std::to_string(line()), what, std::string(advice_)};
}

void JsonReader::object(const std::function<void(const std::string&)>& field) {
  expect('{');
  std::vector<std::string> keys;
  while (good() && !take('}')) {
    if (!keys.empty()) expect(',');
    const std::string key = string();
    // Of two values of one name neither is surely meant.
    if (good() && std::ranges::find(keys, key) != keys.end()) fail("\"" + key + "\" stands there twice");
    expect(':');
    if (good()) field(key);
    keys.push_back(key);
  }
}

void JsonReader::array(const std::function<void()>& item) {
  expect('[');
  for (bool first = true; good() && !take(']'); first = false) {
    if (!first) expect(',');
    if (good()) item();
  }
}

std::string JsonReader::string() {
  std::string text;
  expect('"');
  while (good()) {
    if (at_ == text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) {
      fail("a text that does not end on its line");
    } else if (text_[at_] == '"') {
      ++at_;
      return text;
    } else if (text_[at_] == '\\') {
      ++at_;
      escape(text);
    } else {
      text += text_[at_++];
    }
    if (text.size() > kLongestText) fail("a text of over 1000 bytes");
  }
  return {};
}

int JsonReader::integer(const std::string& of, int low, int high) {
  blanks();
  const std::size_t from = at_;
  int value = 0;
  while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && at_ - from < 6)
    value = 10 * value + (text_[at_++] - '0');
  const bool whole =
      at_ > from &&
      (at_ == text_.size() || std::string_view(".eE0123456789").find(text_[at_]) == std::string_view::npos);
  if (!whole || value < low || value > high)
    fail("\"" + of + "\" is not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return value;
}

bool JsonReader::form(const std::string& key, const JsonForm& known) {
  if (key == "format") {
    form_ = string() == known.format;
    return true;
  }
  if (key != "format_version") return false;
  version_ = integer(key, 1, 999999);
  if (version_ > known.version)
    fail(std::string(known.what) + " of a newer firstchair", ErrorCode::unsupported);
  return true;
}

void JsonReader::end(const JsonForm& known) {
  end();
  if (good() && (!form_ || version_ == 0))
    fail("it does not say \"format\": \"" + std::string(known.format) + "\", \"format_version\": 1");
}

void JsonReader::end() {
  blanks();
  if (good() && at_ < text_.size()) fail("something stands behind " + std::string(what_));
}

void JsonReader::blanks() {
  while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
}

bool JsonReader::take(char wanted) {
  blanks();
  if (!good() || at_ == text_.size() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

void JsonReader::expect(char wanted) {
  if (good() && !take(wanted)) fail(std::string("a ") + wanted + " is missing");
}

void JsonReader::escape(std::string& text) {
  constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
  const char c = at_ < text_.size() ? text_[at_++] : '\0';
  if (const std::size_t known = kFrom.find(c); c != '\0' && known != std::string_view::npos) {
    text += kTo[known];
    return;
  }
  unsigned code = 0;
  for (int digit = 0; c == 'u' && digit < 4; ++digit) {
    const char hex = at_ < text_.size() ? text_[at_] : '\0';
    const std::size_t value = std::string_view("0123456789abcdef").find(lowered(hex));
    if (hex == '\0' || value == std::string_view::npos) return fail("a broken \\u in a text");
    code = 16 * code + static_cast<unsigned>(value);
    ++at_;
  }
  // Pairs of them, for what lies beyond the first plane, no profile of ours needs.
  if (c != 'u' || code == 0 || (code >= 0xD800 && code < 0xE000)) return fail("a broken \\ in a text");
  append_letter(text, code);
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out += "\\u00";
      out += kHex[static_cast<std::size_t>(c) >> 4];
      out += kHex[static_cast<std::size_t>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace firstchair::midi
