// What every call has at hand: fields of what was sent, and answers.
#include "apps/school/call.h"

#include <algorithm>
#include <charconv>

#include "school/secrets.h"
#include "store/json_bounds.h"

namespace firstchair::school_api {
namespace {

using school::Role;

constexpr int kMostPage = 500;

}  // namespace

std::optional<std::int64_t> whole_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool Call::csrf_shown() const {
  return logged_in() && school::equal_secrets(asked.csrf, session.csrf);
}

school::Act Call::act() const {
  return {.person = actor.person,
          .role = school::strongest(actor).value_or(Role::student),
          .prefix = prefix_of(asked.address),
          .at_s = now_s};
}

std::optional<std::int64_t> Call::number(std::size_t at) const {
  return at < words.size() ? whole_of(words[at]) : std::nullopt;
}

std::optional<std::int64_t> Call::asked_number(std::string_view key, std::int64_t otherwise) const {
  const auto found = asked.query.find(key);
  return found == asked.query.end() ? otherwise : whole_of(found->second);
}

std::optional<school::Page> Call::page() const {
  const auto after = asked_number("after", 0), limit = asked_number("limit", 100);
  if (!after || *after < 0 || !limit || *limit < 1 || *limit > kMostPage) return std::nullopt;
  return school::Page{*after, static_cast<int>(*limit)};
}

std::optional<Json> Call::object() const {
  if (!store::within(asked.body, {.depth = 4, .values = 1000})) return std::nullopt;
  Json read = Json::parse(asked.body.empty() ? std::string("{}") : asked.body, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  return read;
}

Told told(const Json& json, int status) {
  return {.status = status, .body = json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Told told_nothing() {
  return {.status = 204, .body = {}};
}

Told refusal(int status, std::string_view line) {
  return told(Json{{"error", line}}, status);
}

Told refusal(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return refusal(400, error.line());
    case ErrorCode::not_found:
      return nothing_there();
    case ErrorCode::too_large: {
      Told answer = refusal(503, error.line());
      answer.retry_after_s = 2;
      return answer;
    }
    default:
      return no_database();
  }
}

Told forbidden() {
  return refusal(403, "your role does not allow that here");
}

Told teachers_only() {
  return refusal(403, "only teachers of this class see that");
}

Told nothing_there() {
  return refusal(404, "there is nothing here");
}

std::string text(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) {
    wrong = true;
    return {};
  }
  const auto& value = found->get_ref<const std::string&>();
  // No text here has more than one line, nor what a terminal would obey.
  wrong =
      wrong || std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return value;
}

std::optional<std::int64_t> whole(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (found->is_number_integer()) return found->get<std::int64_t>();
  wrong = true;
  return std::nullopt;
}

std::optional<bool> flag(const Json& object, const char* key, bool& wrong) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (found->is_boolean()) return found->get<bool>();
  wrong = true;
  return std::nullopt;
}

Told no_database() {
  Told answer = refusal(503, "the database does not answer; takes stay in your browser and are sent later");
  answer.retry_after_s = 30;
  return answer;
}

}  // namespace firstchair::school_api
