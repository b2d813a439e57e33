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

}  // namespace

std::string record_text(const std::vector<RecordLine>& lines) {
  std::string text, before(kNothing);
  const auto add = [&](std::size_t n, const RecordLine& of, json line) {
    line["n"] = n;
    line["prev"] = before;
    line["t"] = of.t;
    line["type"] = of.type;
    const std::string bytes = line_text(line);
    before = sha256(bytes);
    text += bytes + '\n';
  };
  for (std::size_t n = 0; n < lines.size(); ++n) add(n, lines[n], lines[n].fields);
  add(lines.size(), {lines.back().t, "seal", {}}, json{{"head", before}});
  return text;
}

std::string head_of(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  const std::size_t seal = record.rfind('\n');
  if (seal == std::string_view::npos) return {};
  record = record.substr(0, seal);
  const std::size_t last = record.rfind('\n');
  return sha256(record.substr(last == std::string_view::npos ? 0 : last + 1));
}

Result<std::vector<RecordLine>> read_record(std::string_view text) {
  if (text.size() > kMostRecordBytes)
    return Error{ErrorCode::too_large, {}, "is longer than a record may be (256 MiB)", {}};
  std::vector<RecordLine> lines;
  std::string before(kNothing);
  bool sealed = false;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    if (sealed) return broken(number, "stands after the seal");
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
      if (number < 2 || line.size() != 5 || line.value("head", json()) != before || told.t != lines.back().t)
        return broken(number, "is not the seal of what stands before it");
      sealed = true;
      continue;
    }
    before = sha256(bytes);
    for (const char* name : {"n", "prev", "t", "type"}) line.erase(name);
    told.fields = std::move(line);
    lines.push_back(std::move(told));
  }
  if (!sealed) return broken(std::max<std::size_t>(number, 1), "no seal follows it");
  return lines;
}

}  // namespace firstchair::store
