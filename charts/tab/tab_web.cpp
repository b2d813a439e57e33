#include "charts/tab/tab_web.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongestTag = 400, kLongestEntity = 10;

struct Entity {
  std::string_view name, text;
};
constexpr std::array<Entity, 14> kEntities{{{"nbsp", " "},
                                            {"amp", "&"},
                                            {"lt", "<"},
                                            {"gt", ">"},
                                            {"quot", "\""},
                                            {"apos", "'"},
                                            {"vert", "|"},
                                            {"verbar", "|"},
                                            {"ndash", "-"},
                                            {"mdash", "-"},
                                            {"minus", "-"},
                                            {"shy", "-"},
                                            {"hyphen", "-"},
                                            {"times", "x"}}};

constexpr std::array<std::string_view, 9> kEndLines{"br",  "/p",  "/div", "/tr",   "/li",
                                                    "/h1", "/h2", "/h3",  "/title"};
constexpr std::array<std::string_view, 31> kNames{
    "html", "head",  "body",  "title", "meta", "link", "pre",  "code", "tt",     "b", "i",
    "u",    "s",     "em",    "p",     "tr",   "div",  "span", "font", "strong", "a", "td",
    "th",   "table", "tbody", "small", "li",   "ul",   "h1",   "h2",   "h3"};
constexpr std::array<std::string_view, 4> kSiteTags{"[tab]", "[/tab]", "[ch]", "[/ch]"};

struct Tag {
  std::size_t bytes = 0;
  bool ends_line = false;
};

// `text` begins with '<' or '['.
std::optional<Tag> tag_at(std::string_view text) {
  if (text.front() == '[') {
    for (const std::string_view tag : kSiteTags) {
      if (lowered(text.substr(0, tag.size())) == tag) return Tag{tag.size(), false};
    }
    return std::nullopt;
  }
  const std::size_t end = text.substr(0, kLongestTag).find('>');
  if (end == std::string_view::npos) return std::nullopt;
  if (text.starts_with("<!")) return Tag{end + 1, false};
  std::size_t last = 1;
  if (last < end && text[last] == '/') ++last;
  const std::size_t first = last;
  while (last < end && (is_letter(text[last]) || (last > first && text[last] >= '0' && text[last] <= '9')))
    ++last;
  if (last < end && text[last] != ' ' && text[last] != '/') return std::nullopt;
  const std::string name = lowered(text.substr(1, last - 1));
  if (std::ranges::find(kEndLines, name) != kEndLines.end()) return Tag{end + 1, true};
  const std::string_view bare = std::string_view(name).substr(first - 1);
  if (std::ranges::find(kNames, bare) != kNames.end()) return Tag{end + 1, false};
  return std::nullopt;
}

// "&#124;" and "&nbsp;"; `text` begins with '&'. Characters beyond ASCII that are no dash are left as they
// are.
std::optional<std::pair<std::string_view, std::size_t>> entity_at(std::string_view text) {
  static constexpr std::string_view kAscii =
      " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  const std::size_t end = text.substr(0, kLongestEntity).find(';');
  if (end == std::string_view::npos || end < 3) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  for (const Entity& entity : kEntities) {
    if (entity.name == name) return std::pair(entity.text, end + 1);
  }
  if (name.front() != '#') return std::nullopt;
  const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  unsigned code = 0;
  for (const char c : digits) {
    const char low = is_letter(c) ? static_cast<char>(c | 0x20) : c;
    if (low >= '0' && low <= '9')
      code = code * (hex ? 16 : 10) + static_cast<unsigned>(low - '0');
    else if (hex && low >= 'a' && low <= 'f')
      code = code * 16 + static_cast<unsigned>(low - 'a' + 10);
    else
      return std::nullopt;
  }
  if (code == 0xA0) return std::pair(std::string_view(" "), end + 1);
  if (code >= 0x2010 && code <= 0x2015) return std::pair(std::string_view("-"), end + 1);
  if (digits.empty() || code < ' ' || code > '~') return std::nullopt;
  return std::pair(kAscii.substr(code - ' ', 1), end + 1);
}

}  // namespace

std::vector<std::string> lines_without_tags(std::string_view line) {
  std::vector<std::string> lines(1);
  bool ended = false;
  while (!line.empty()) {
    const std::size_t next = std::min(line.find_first_of("[<&"), line.size());
    lines.back() += line.substr(0, next);
    line.remove_prefix(next);
    if (line.empty()) break;
    if (line.front() == '&') {
      if (const auto entity = entity_at(line)) {
        lines.back() += entity->first;
        line.remove_prefix(entity->second);
        continue;
      }
    } else if (const std::optional<Tag> tag = tag_at(line)) {
      if (tag->ends_line) {
        lines.emplace_back();
        ended = true;
      }
      line.remove_prefix(tag->bytes);
      continue;
    }
    lines.back() += line.front();
    line.remove_prefix(1);
  }
  // "HH|x-|<br>" is one line, and so is "<p>Verse": what ends at an end of the file's line ends once.
  const auto blank = [](const std::string& text) {
    return text.find_first_not_of(" \t") == std::string::npos;
  };
  if (ended && lines.size() > 1 && blank(lines.back())) lines.pop_back();
  if (ended && lines.size() > 1 && blank(lines.front())) lines.erase(lines.begin());
  return lines;
}

}  // namespace firstchair::charts
