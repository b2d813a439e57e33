#include "store/record/record.h"

#include <algorithm>

#include "store/json_bounds.h"
#include "store/record/bytes.h"

namespace firstchair::store {
namespace {

using nlohmann::json;

constexpr std::string_view kNothing = "0000000000000000000000000000000000000000000000000000000000000000";

std::string line_text(const json& line) {
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool has_reals(const json& value) {
  if (value.is_number_float()) return true;
  if (!value.is_structured()) return false;
  for (const json& inner : value) {
    if (has_reals(inner)) return true;
  }
  return false;
}

Error broken(std::size_t line, std::string what) {
  return {ErrorCode::malformed, "line " + std::to_string(line), std::move(what), {}};
}

// What is wrong with a line by itself; empty: nothing.
std::string unlike_a_line(std::string_view text, json& line) {
  if (!within(text, {.depth = 8, .values = 1'000'000})) return "is no line of a record";
  line = json::parse(text, nullptr, false);
  if (!line.is_object() || line_text(line) != text || has_reals(line)) return "is not canonical JSON";
  const auto is = [&](const char* name, bool (json::*of)() const noexcept) {
    const auto at = line.find(name);
    return at != line.end() && ((*at).*of)();
  };
  if (!is("n", &json::is_number_unsigned) || !is("t", &json::is_number_integer) ||
      !is("type", &json::is_string) || !is("prev", &json::is_string))
    return "lacks n, prev, t or type";
  return {};
}

Result<std::vector<RecordLine>> read_lines(std::string_view text, bool seal, std::size_t number = 0,
                                           std::string before = std::string(kNothing)) {
  if (text.size() > kMostRecordBytes)
    return Error{ErrorCode::too_large, {}, "is longer than a record may be (256 MiB)", {}};
  std::vector<RecordLine> lines;
  bool has_seal = false;
  while (!text.empty()) {
    ++number;
    if (has_seal) return broken(number, "stands after the seal");
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return broken(number, "does not end");
    const std::string_view bytes = text.substr(0, end);
    text.remove_prefix(end + 1);
    json line;
    if (std::string what = unlike_a_line(bytes, line); !what.empty()) return broken(number, std::move(what));
    if (line["n"] != number - 1) return broken(number, "says that it is another line");
    if (line["prev"] != before) {
      return number == 1 ? broken(1, "names a line before the first")
                         : broken(number - 1,
                                  "its hash is not the one that line " + std::to_string(number) + " names");
    }
    RecordLine told{line["t"], line["type"], {}};
    if (told.type == "seal") {
      if (!seal || number < 2 || line.size() != 5 || line.value("head", json()) != before ||
          told.t != lines.back().t)
        return broken(number, "is not the seal of what stands before it");
      has_seal = true;
      continue;
    }
    before = sha256(bytes);
    for (const char* name : {"n", "prev", "t", "type"}) line.erase(name);
    told.fields = std::move(line);
    lines.push_back(std::move(told));
  }
  if (seal && !has_seal) return broken(std::max<std::size_t>(number, 1), "no seal follows it");
  return lines;
}

}  // namespace

std::string record_line(std::size_t n, std::string_view before, const RecordLine& of) {
  json line = of.fields;
  line["n"] = n;
  line["prev"] = before.empty() ? kNothing : before;
  line["t"] = of.t;
  line["type"] = of.type;
  return line_text(line);
}

std::optional<std::int64_t> whole_of(const nlohmann::json& object, const char* name, std::int64_t low,
                                     std::int64_t high) {
  const auto at = object.find(name);
  if (at == object.end() || !at->is_number_integer()) return {};
  if (at->is_number_unsigned() && at->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) return {};
  const auto value = at->get<std::int64_t>();
  if (value < low || value > high) return {};
  return value;
}

std::string record_text(const std::vector<RecordLine>& lines) {
  std::string text, before;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const std::string bytes = record_line(n, before, lines[n]);
    before = sha256(bytes);
    text += bytes + '\n';
  }
  return text + record_line(lines.size(), before, {lines.back().t, "seal", {{"head", before}}}) + '\n';
}

std::string sealed(std::string_view open) {
  const auto lines = static_cast<std::size_t>(std::count(open.begin(), open.end(), '\n'));
  const std::string head = head_of_open(open);
  const std::string_view last = open.substr(open.rfind('\n', open.size() - 2) + 1);
  const std::int64_t t = json::parse(last)["t"];
  return std::string(open) + record_line(lines, head, {t, "seal", {{"head", head}}}) + '\n';
}

std::string head_of_open(std::string_view open) {
  if (open.ends_with('\n')) open.remove_suffix(1);
  const std::size_t before = open.rfind('\n');
  return open.empty() ? std::string()
                      : sha256(open.substr(before == std::string_view::npos ? 0 : before + 1));
}

std::string head_of(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  const std::size_t seal = record.rfind('\n');
  return seal == std::string_view::npos ? std::string() : head_of_open(record.substr(0, seal));
}

Result<std::vector<RecordLine>> read_record(std::string_view text) {
  return read_lines(text, true);
}

Result<std::vector<RecordLine>> read_open_record(std::string_view text) {
  return read_lines(text, false);
}

Result<std::vector<RecordLine>> read_lines_after(std::size_t from, const std::string& before,
                                                 std::string_view text) {
  return from == 0 ? read_lines(text, false) : read_lines(text, false, from, before);
}

}  // namespace firstchair::store
