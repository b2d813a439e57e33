// One description of every struct serves both ways: a FieldsOut makes JSON of its fields, a FieldsIn fills
// them from it. The description is a function found by its arguments, in this namespace:
//
//   template <class Io, class T> requires std::is_same_v<std::remove_const_t<T>, Thing>
//   void fields(Io& io, T& thing) { io.field("name", thing.name); }
#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace firstchair::store {

class FieldsOut {
 public:
  nlohmann::json object = nlohmann::json::object();

  void field(const char* name, const double& value) { object[name] = value; }  // NaN becomes null
  void field(const char* name, const std::string& value) { object[name] = value; }
  void field(const char* name, const bool& value) { object[name] = value; }
  template <class Whole>
    requires std::is_integral_v<Whole>
  void field(const char* name, const Whole& value) {
    object[name] = static_cast<std::int64_t>(value);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void field(const char* name, const Enum& value, Enum) {
    object[name] = static_cast<int>(value);
  }
  // What earlier versions did not keep: left out where it says nothing.
  template <class T>
  void later(const char* name, const T& value) {
    if (value != T{}) field(name, value);
  }
  template <class Enum>
  void later(const char* name, const Enum& value, Enum last) {
    if (value != last) field(name, value, last);
  }
  template <class Struct>
  void part(const char* name, const Struct& value) {
    FieldsOut inner;
    fields(inner, value);
    object[name] = std::move(inner.object);
  }
  template <class Struct>
  void later_part(const char* name, const Struct& value) {
    if (!(value == Struct{})) part(name, value);
  }
  template <class Struct>
  void later_maybe(const char* name, const std::optional<Struct>& value) {
    if (value) part(name, *value);
  }
  template <class Struct>
  void later_list(const char* name, const std::vector<Struct>& values) {
    if (!values.empty()) list(name, values);
  }
  template <class Struct>
  void list(const char* name, const std::vector<Struct>& values) {
    nlohmann::json array = nlohmann::json::array();
    for (const Struct& value : values) {
      FieldsOut inner;
      fields(inner, value);
      array.push_back(std::move(inner.object));
    }
    object[name] = std::move(array);
  }
};

class FieldsIn {
 public:
  explicit FieldsIn(const nlohmann::json& from) : object_(from), good_(from.is_object()) {}
  bool good() const { return good_; }

  void field(const char* name, double& value) {
    const nlohmann::json* at = find(name);
    if (at == nullptr) return;
    if (at->is_null()) {
      value = std::numeric_limits<double>::quiet_NaN();
    } else if (expect(at->is_number())) {
      value = at->get<double>();
    }
  }
  void field(const char* name, std::string& value) {
    const nlohmann::json* at = find(name);
    if (at != nullptr && expect(at->is_string())) value = at->get<std::string>();
  }
  void field(const char* name, bool& value) {
    const nlohmann::json* at = find(name);
    if (at != nullptr && expect(at->is_boolean())) value = at->get<bool>();
  }
  template <class Whole>
    requires std::is_integral_v<Whole>
  void field(const char* name, Whole& value) {
    const nlohmann::json* at = find(name);
    if (at == nullptr || !expect(at->is_number_integer())) return;
    const auto number = at->get<std::int64_t>();
    if (expect(number >= std::numeric_limits<Whole>::min() && number <= std::numeric_limits<Whole>::max()))
      value = static_cast<Whole>(number);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void field(const char* name, Enum& value, Enum last) {
    int number = 0;
    field(name, number);
    if (expect(number >= 0 && number <= static_cast<int>(last))) value = static_cast<Enum>(number);
  }
  template <class T, class... Last>
  void later(const char* name, T& value, Last... last) {
    if (object_.contains(name)) field(name, value, last...);
  }
  template <class Struct>
  void part(const char* name, Struct& value) {
    if (const nlohmann::json* at = find(name)) inner(*at, value);
  }
  template <class Struct>
  void later_part(const char* name, Struct& value) {
    if (object_.contains(name)) part(name, value);
  }
  template <class Struct>
  void later_maybe(const char* name, std::optional<Struct>& value) {
    if (object_.contains(name)) part(name, value.emplace());
  }
  template <class Struct>
  void later_list(const char* name, std::vector<Struct>& values) {
    if (object_.contains(name)) list(name, values);
  }
  template <class Struct>
  void list(const char* name, std::vector<Struct>& values) {
    const nlohmann::json* at = find(name);
    values.clear();
    if (at == nullptr || !expect(at->is_array())) return;
    for (const nlohmann::json& item : *at) inner(item, values.emplace_back());
  }

 private:
  template <class Struct>
  void inner(const nlohmann::json& from, Struct& value) {
    FieldsIn in(from);
    if (in.good_) fields(in, value);
    expect(in.good_);
  }
  bool expect(bool holds) { return (good_ = good_ && holds); }
  const nlohmann::json* find(const char* name) {
    const auto at = object_.find(name);
    return expect(at != object_.end()) ? &*at : nullptr;
  }
  const nlohmann::json& object_;
  bool good_;
};

}  // namespace firstchair::store
