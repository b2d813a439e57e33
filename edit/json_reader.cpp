#include "edit/json_reader.h"

#include <algorithm>
#include <cmath>

#include "edit/words.h"

namespace firstchair::edit {
namespace {

constexpr std::size_t kMostPath = 4096, kMostTold = 60;

std::string name_of_path(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}
// Says whether something before the first '/' ends in ':' as a URL's scheme does, or a drive.
bool like_url(const std::string& path) {
  const std::size_t colon = path.find(':');
  return colon != std::string::npos && colon < path.find('/');
}
bool stays_below(const std::string& path) {
  if (path.starts_with('/') || path.find('\\') != std::string::npos) return false;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (path.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

void JsonReader::fail(const std::string& where, const std::string& what, ErrorCode code, std::string advice) {
  if (!error_) error_ = Error{code, place_ + (where.empty() ? "" : ": " + where), what, std::move(advice)};
}

const JsonReader::Json& JsonReader::member(const Json& parent, const std::string& where, const char* name) {
  static const Json none;
  const auto at = parent.is_object() ? parent.find(name) : parent.end();
  if (!parent.is_object() || at == parent.end()) {
    fail(where.empty() ? name : where + "." + name, "is missing");
    return none;
  }
  return *at;
}

double JsonReader::number(const Json& value, const std::string& where, double low, double high) {
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (number >= low && number <= high) return number;
  fail(where, "is no number from " + number_text(low) + " to " + number_text(high));
  return low;
}

int JsonReader::whole(const Json& value, const std::string& where, int low, int high) {
  if (!value.is_number_integer()) {
    fail(where, "is no whole number");
    return low;
  }
  return static_cast<int>(number(value, where, low, high));
}

std::string JsonReader::text(const Json& value, const std::string& where, std::size_t most) {
  const auto* text = value.is_string() ? value.get_ptr<const std::string*>() : nullptr;
  if (text == nullptr)
    fail(where, "is no text");
  else if (text->size() > most)
    fail(where, "is longer than " + std::to_string(most) + " bytes", ErrorCode::too_large);
  else if (safe(*text) != *text)
    fail(where, "has letters that no name has");
  return failed() ? std::string() : *text;
}

const JsonReader::Json& JsonReader::list(const Json& value, const std::string& where, std::size_t most) {
  static const Json none = Json::array();
  if (!value.is_array())
    fail(where, "is no list");
  else if (value.size() > most)
    fail(where, "has more than " + std::to_string(most) + " entries", ErrorCode::too_large);
  return failed() ? none : value;
}

std::pair<double, double> JsonReader::two(const Json& value, const std::string& where, double low,
                                          double high) {
  if (!value.is_array() || value.size() != 2) {
    fail(where, "is no pair of numbers");
    return {low, low};
  }
  return {number(value[0], where, low, high), number(value[1], where, low, high)};
}

std::string JsonReader::path(const Json& value, const std::string& where) {
  std::string path = text(value, where, kMostPath);
  if (failed()) return {};
  if (path.empty()) fail(where, "names no file");
  // A name may have letters that no cut.json can hold; it was written without them.
  for (const std::string& one : given_)
    if (safe(one) == path) return one;
  const std::string name = name_of_path(path);
  std::vector<std::string> alike;
  for (const std::string& one : given_)
    if (!name.empty() && name_of_path(safe(one)) == name) alike.push_back(one);
  if (alike.size() == 1) return alike[0];
  if (like_url(path))
    fail(where, "is no path of a file: " + path);
  else if (!stays_below(path))
    fail(where, path + " is not below this file's folder", ErrorCode::usage,
         "Name it behind cut.json, as every file that lies elsewhere");
  return path;
}

cut::FrameRate JsonReader::rate(const Json& value, const std::string& where) {
  cut::FrameRate rate;
  if (!value.is_array() || value.size() != 2) {
    fail(where, "is no pair of whole numbers");
    return rate;
  }
  rate.numerator = whole(value[0], where, 1, 100'000'000);
  rate.denominator = whole(value[1], where, 1, 10'000'000);
  if (!failed() && (rate.per_second() < 1 || rate.per_second() > 1000))
    fail(where, "is no rate from 1 to 1000");
  return rate;
}

void JsonReader::only(const Json& object, const std::string& where,
                      std::initializer_list<std::string_view> fields) {
  if (!object.is_object()) return;
  for (const auto& [name, value] : object.items())
    if (std::ranges::find(fields, name) == fields.end())
      fail((where.empty() ? "" : where + ".") + safe(name.substr(0, kMostTold)), "is no field that is known");
}

}  // namespace firstchair::edit
