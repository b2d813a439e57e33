#include "school/working.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/letters.h"
#include "school/secrets.h"

namespace firstchair::school {

Working::Working(sql::Connection& connection, std::int64_t school, Kind kind)
    : connection_(connection), transaction_(connection, school, kind == Kind::writes), school_(school) {
  if (!transaction_.begun()) failed_ = transaction_.begun().error();
}

void Working::fail(Error error) {
  if (!failed_) failed_ = std::move(error);
}

sql::Rows Working::ask(std::string_view sql, sql::Values values) {
  if (failed_) return {};
  values.insert(values.begin(), school_);
  Result<sql::Rows> rows = connection_.ask(sql, values);
  if (rows) return std::move(*rows);
  fail(rows.error());
  return {};
}

std::int64_t Working::next(const char* kind) {
  if (const auto held = numbers_.find(kind); held != numbers_.end())
    return failed_ ? 0 : ++held->second.newest;
  const sql::Rows rows =
      ask("INSERT INTO numbers(school, kind, newest) VALUES ($1, $2, 1)"
          " ON CONFLICT (school, kind) DO UPDATE SET newest = numbers.newest + 1 RETURNING newest",
          {kind});
  if (rows.empty()) return 0;
  const std::int64_t newest = rows.front().integer(0);
  numbers_[kind] = {newest, newest};
  return newest;
}

void Working::hold(const char* kind) {
  ask("INSERT INTO numbers(school, kind, newest) VALUES ($1, $2, 0)"
      " ON CONFLICT (school, kind) DO UPDATE SET newest = numbers.newest",
      {kind});
}

void Working::note(const Act& act, std::string_view verb, std::string_view thing, std::string_view detail,
                   std::string_view words) {
  // The number's row is locked from here on, so that lines follow each other.
  Noted line{.n = next("log"),
             .act = act,
             .verb = std::string(verb),
             .thing = std::string(thing),
             .detail = std::string(detail),
             .prev = {},
             .hash = {}};
  if (!words.empty()) {
    const std::string salt = draw_secret(kInviteBits);
    line.detail += (line.detail.empty() ? "#" : " #") + hash_of(salt + std::string(words));
    ask("INSERT INTO audit_words(school, n, salt, words) VALUES ($1, $2, $3, $4)",
        {line.n, salt, std::string(words)});
  }
  if (newest_hash_.empty()) {
    const sql::Rows before = ask("SELECT hash FROM audit WHERE school = $1 AND n = $2", {line.n - 1});
    if (!before.empty()) newest_hash_ = before.front().text(0);
  }
  line.prev = newest_hash_;
  line.hash = newest_hash_ = hash_of_line(line);
  ask("INSERT INTO audit(school, n, at_s, actor, role, prefix, verb, thing, detail, prev, hash)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {line.n, act.at_s, act.person, std::string(id_of(act.role)), act.prefix, line.verb, line.thing,
       line.detail, line.prev, line.hash});
}

void Working::demand(std::string_view what, std::string_view sql, sql::Values values) {
  if (ask(sql, std::move(values)).empty()) fail(no_such(what));
}

Result<Done> Working::done() {
  for (auto& [kind, number] : numbers_) {
    if (number.newest == number.written) continue;
    ask("UPDATE numbers SET newest = $3 WHERE school = $1 AND kind = $2", {kind, number.newest});
    number.written = number.newest;
  }
  if (failed_) return *failed_;
  return transaction_.commit();
}

std::string_view mark_of_words(std::string_view detail) {
  constexpr std::size_t kHash = 64;
  if (detail.size() < kHash + 1 || detail[detail.size() - kHash - 1] != '#') return {};
  const std::string_view mark = detail.substr(detail.size() - kHash);
  return mark.find_first_not_of("0123456789abcdef") == std::string_view::npos ? mark : std::string_view();
}

std::string told_of(const Noted& line) {
  const std::string_view mark = mark_of_words(line.detail);
  if (mark.empty()) return line.detail;
  std::string text = line.detail.substr(0, line.detail.size() - mark.size() - 1);
  while (text.ends_with(' ')) text.pop_back();
  return text + (text.empty() ? "" : ": ") + (line.words.empty() ? "(its words are erased)" : line.words);
}

std::string hash_of_line(const Noted& line) {
  std::string text;
  const auto field = [&](const std::string& value) { text += fmt::format("{}:{}", value.size(), value); };
  for (const std::int64_t number : {line.n, line.act.at_s, line.act.person}) field(std::to_string(number));
  field(std::string(id_of(line.act.role)));
  for (const std::string* value : {&line.act.prefix, &line.verb, &line.thing, &line.detail, &line.prev})
    field(*value);
  return hash_of(text);
}

Error no_such(std::string_view what) {
  return Error{ErrorCode::not_found, {}, fmt::format("there is no such {}", what), {}};
}

Error not_so(std::string what, std::string advice) {
  return Error{ErrorCode::usage, {}, std::move(what), std::move(advice)};
}

sql::Value optional_value(const std::optional<std::int64_t>& value) {
  return value ? sql::Value(*value) : sql::Value();
}

std::string folded(std::string_view subject) {
  return lowered(subject);
}

}  // namespace firstchair::school
