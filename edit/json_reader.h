// This file reads values of a JSON that anybody may have written, and says in one line what is wrong and
// where.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"

namespace firstchair::edit {

// A JsonReader reads one value after another and keeps the first error; after one everything it reads is
// empty.
class JsonReader {
 public:
  using Json = nlohmann::json;

  // Paths that are in `given` may be anywhere (edit/cut_json.h).
  JsonReader(std::string place, const std::vector<std::string>& given)
      : place_(std::move(place)), given_(given) {}

  bool failed() const { return error_.has_value(); }
  Error error() const { return *error_; }
  void fail(const std::string& where, const std::string& what, ErrorCode code = ErrorCode::malformed,
            std::string advice = "");

  // Fails where an object has a field besides these: nobody would read it, and nobody would write it again.
  void only(const Json& object, const std::string& where, std::initializer_list<std::string_view> fields);
  const Json& member(const Json& parent, const std::string& where, const char* name);
  double number(const Json& value, const std::string& where, double low, double high);
  int whole(const Json& value, const std::string& where, int low, int high);
  std::string text(const Json& value, const std::string& where, std::size_t most);
  const Json& list(const Json& value, const std::string& where, std::size_t most);
  std::pair<double, double> two(const Json& value, const std::string& where, double low, double high);
  std::string path(const Json& value, const std::string& where);
  cut::FrameRate rate(const Json& value, const std::string& where);

 private:
  std::string place_;
  const std::vector<std::string>& given_;
  std::optional<Error> error_;
};

}  // namespace firstchair::edit
