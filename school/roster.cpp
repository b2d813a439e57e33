#include "school/roster.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "engine/core/letters.h"

namespace firstchair::school {
namespace {

constexpr std::size_t kMostField = 200;

// Where the bytes 0x80 to 0x9F of Windows-1252 lie in Unicode; 0: it has none.
constexpr std::array<char16_t, 32> kWindows{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                            0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// Returns the length of the UTF-8 letter at the beginning; 0: there is none.
std::size_t letter_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  unsigned value = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte(i) & 63);
  }
  const bool long_form = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  return long_form || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? 0 : size;
}

bool is_utf8(std::string_view text) {
  for (std::size_t size = 0; !text.empty(); text.remove_prefix(size))
    if ((size = letter_at(text)) == 0) return false;
  return true;
}

std::string trimmed(std::string_view text) {
  // The no-break space comes out of web pages.
  constexpr std::string_view kBlank = " \t\r\n", kNoBreak = "\xC2\xA0";
  while (!text.empty()) {
    if (kBlank.find(text.front()) != std::string_view::npos)
      text.remove_prefix(1);
    else if (kBlank.find(text.back()) != std::string_view::npos)
      text.remove_suffix(1);
    else if (text.starts_with(kNoBreak))
      text.remove_prefix(kNoBreak.size());
    else if (text.ends_with(kNoBreak))
      text.remove_suffix(kNoBreak.size());
    else
      break;
  }
  return std::string(text);
}

struct Record {
  int line = 0;
  std::vector<std::string> fields;
  bool open = false;  // a quote that nothing closes
};

// The next record of RFC 4180; a field in quotes may go over lines.
std::optional<Record> next_record(std::string_view& text, char separator, int& line) {
  if (text.empty()) return std::nullopt;
  Record record{.line = line, .fields = {""}};
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        record.fields.back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        record.fields.back() += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && record.fields.back().empty()) {
      quoted = true;
    } else if (c == separator) {
      record.fields.emplace_back();
    } else if (c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] != '\n')) {
      if (c == '\r') ++line;
      break;
    } else if (c != '\r') {
      record.fields.back() += c;
    }
  }
  record.open = quoted;
  text.remove_prefix(std::min(i + 1, text.size()));
  for (std::string& field : record.fields) field = trimmed(field);
  return record;
}

enum Column : unsigned char { kClass, kFamily, kGiven, kEmail, kId, kRole, kColumns };

// "Family Name" and "family_name" are one.
std::optional<Column> column_of(std::string_view title) {
  std::string plain;
  for (const char c : title)
    if (c != ' ' && c != '_' && c != '-') plain += lowered(c);
  static const std::map<std::string, Column> kNames{
      {"class", kClass},        {"group", kClass},     {"familyname", kFamily}, {"lastname", kFamily},
      {"surname", kFamily},     {"givenname", kGiven}, {"firstname", kGiven},   {"email", kEmail},
      {"emailaddress", kEmail}, {"id", kId},           {"number", kId},         {"studentid", kId},
      {"role", kRole}};
  const auto found = kNames.find(plain);
  return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

char separator_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char c : {',', ';', '\t'}) {
    const std::ptrdiff_t found = std::count(first.begin(), first.end(), c);
    if (found > most) best = c;
    most = std::max(most, found);
  }
  return best;
}

// What is wrong with a line; empty: nothing.
std::string fault_of(const RosterRow& row, const std::string& role) {
  if (row.name.empty()) return "no family name";
  if (row.given.empty() && row.role == Role::student) return "no given name";
  if (row.klass.empty() && row.role != Role::teacher) return "no class";
  if (!role.empty() && role_of(role) != row.role) return fmt::format("the role {} comes by no roster", role);
  for (const std::string* field : {&row.klass, &row.name, &row.given, &row.email, &row.id}) {
    if (field->size() > kMostField) return "a field has more than 200 letters";
    if (std::any_of(field->begin(), field->end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
      return "a field has letters that nobody writes";
  }
  if (row.klass.size() > 80) return "the class has more than 80 letters";
  return {};
}

}  // namespace

std::string as_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const unsigned byte = static_cast<unsigned char>(c);
    const unsigned letter = byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : byte;
    append_letter(text, letter == 0 ? 0xFFFD : letter);
  }
  return text;
}

std::string text_of(const Enrolled& done) {
  std::string text = fmt::format("{} added, {} changed, {} joined a class, {} as they were", done.added,
                                 done.changed, done.joined, done.same);
  if (done.classes > 0)
    text += fmt::format(", {} {} made", done.classes, done.classes == 1 ? "class" : "classes");
  if (!done.refused.empty())
    text += fmt::format("; {} {} left out", done.refused.size(), done.refused.size() == 1 ? "line" : "lines");
  return text;
}

Result<Roster> read_roster(std::string_view bytes, const std::string& file) {
  const auto wrong = [&](std::string what, std::string advice) {
    return Error{ErrorCode::usage, file, std::move(what), std::move(advice)};
  };
  if (bytes.size() > kMostRosterBytes) return wrong("it is larger than 20 MB", "Split it");
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
    return wrong("it is UTF-16", "Save it as CSV UTF-8");
  if (bytes.starts_with("PK")) return wrong("it is a spreadsheet or a zip", "Save it as CSV");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string all = as_utf8(bytes);
  std::string_view text = all;
  int line = 1;
  // Excel writes which separator it took.
  char separator = 0;
  if (text.starts_with("sep=") && text.size() > 4) {
    separator = text[4];
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1));
    ++line;
  }
  if (separator == 0) separator = separator_of(text);
  const auto header = next_record(text, separator, line);
  std::array<std::optional<std::size_t>, kColumns> at{};
  for (std::size_t i = 0; header && i < header->fields.size(); ++i)
    if (const auto column = column_of(header->fields[i]); column && !at[*column]) at[*column] = i;
  if (!at[kFamily] || !at[kGiven] || !at[kClass])
    return wrong("its first line does not name the columns class, family name and given name",
                 "Write them above the people, in any order");
  Roster roster;
  while (const auto record = next_record(text, separator, line)) {
    if (record->fields.size() == 1 && record->fields.front().empty()) continue;
    const auto field = [&](Column column) {
      return at[column] && *at[column] < record->fields.size() ? record->fields[*at[column]] : std::string();
    };
    const std::string role = lowered(field(kRole));
    RosterRow row{.line = record->line,
                  .klass = field(kClass),
                  .name = field(kFamily),
                  .given = field(kGiven),
                  .email = field(kEmail),
                  .id = field(kId),
                  .role = role == "teacher"     ? Role::teacher
                          : role == "assistant" ? Role::assistant
                                                : Role::student};
    const std::string fault = record->open ? "a quote is not closed" : fault_of(row, role);
    if (!fault.empty())
      roster.refused.push_back(fmt::format("{} line {}: {}; the person is left out", file, row.line, fault));
    else
      roster.rows.push_back(std::move(row));
    if (roster.rows.size() > kMostRosterPeople) return wrong("it has more than 200,000 people", "Split it");
  }
  return roster;
}

}  // namespace firstchair::school
