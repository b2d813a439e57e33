#include "charts/musicxml/musicxml_document.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <unordered_map>

#include "charts/limits.h"
#include "charts/tab/tab_words.h"

namespace firstchair::charts {
namespace {

constexpr std::ptrdiff_t kMaxTags = 8'000'000;  // a node of the tree takes 64 bytes

template <class Number>
std::optional<Number> leading(std::string_view text) {
  text = trimmed(text.substr(std::min(text.find_first_not_of("\r\n\t "), text.size())));
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc{}) return std::nullopt;
  return number;
}

// By id; a list of a million parts is searched a million times.
class PartList {
 public:
  explicit PartList(const pugi::xml_node& score) {
    for (const pugi::xml_node& part : score.child("part-list").children("score-part")) {
      listed_.try_emplace(part.attribute("id").value(), part);
    }
  }

  pugi::xml_node find(std::string_view id) const {
    const auto found = listed_.find(id);
    return found == listed_.end() ? pugi::xml_node() : found->second;
  }

 private:
  std::unordered_map<std::string_view, pugi::xml_node> listed_;
};

std::vector<PartXml> partwise(const pugi::xml_node& score) {
  const PartList list(score);
  std::vector<PartXml> parts;
  for (const pugi::xml_node& part : score.children("part")) {
    PartXml& read = parts.emplace_back();
    read.listed = list.find(part.attribute("id").value());
    for (const pugi::xml_node& measure : part.children("measure")) {
      read.measures.push_back({measure, measure, read.measures.size()});
    }
  }
  return parts;
}

std::vector<PartXml> timewise(const pugi::xml_node& score) {
  const PartList list(score);
  std::vector<PartXml> parts;
  std::unordered_map<std::string_view, std::size_t> part_of;
  std::size_t index = 0;
  for (const pugi::xml_node& measure : score.children("measure")) {
    for (const pugi::xml_node& part : measure.children("part")) {
      const char* const id = part.attribute("id").value();
      const auto [known, is_new] = part_of.try_emplace(id, parts.size());
      if (is_new) parts.push_back({list.find(id), {}});
      parts[known->second].measures.push_back({measure, part, index});
    }
    ++index;
  }
  return parts;
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
  return leading<double>(text);
}
std::optional<int> whole_number_in(std::string_view text) {
  return leading<int>(text);
}

std::string place_of(const MeasureXml& measure) {
  const std::string_view number = measure.bar.attribute("number").value();
  const bool plain = !number.empty() && number.size() <= 12 &&
                     std::all_of(number.begin(), number.end(), [](char c) { return c > ' ' && c < 0x7F; });
  return "measure " + (plain ? std::string(number) : std::to_string(measure.index + 1));
}

Result<std::vector<PartXml>> parse_musicxml(std::span<const std::uint8_t> bytes,
                                            pugi::xml_document& document) {
  if (bytes.size() > kMaxXmlBytes || std::count(bytes.begin(), bytes.end(), '<') > kMaxTags) {
    return Error{
        ErrorCode::too_large, {}, "a score of over 64 MiB or 8,000,000 tags", "Export the drum part alone"};
  }
  // The parser skips document types, knows XML's own five entities only, and does not recurse.
  const pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size());
  if (parsed.status == pugi::status_no_document_element || bytes.empty()) {
    return Error{ErrorCode::malformed, {}, "no score in it", "Export it as MusicXML again"};
  }
  if (!parsed) {
    const auto at = bytes.begin() + std::clamp<std::ptrdiff_t>(parsed.offset, 0, std::ssize(bytes));
    return Error{ErrorCode::malformed, "line " + std::to_string(1 + std::count(bytes.begin(), at, '\n')),
                 "the XML breaks off or is damaged here", "Export it as MusicXML again"};
  }
  const pugi::xml_node root = document.document_element();
  const bool by_part = std::strcmp(root.name(), "score-partwise") == 0;
  if (!by_part && std::strcmp(root.name(), "score-timewise") != 0) {
    return Error{ErrorCode::unsupported, {}, "XML, but no MusicXML score", "Export it as MusicXML"};
  }
  std::vector<PartXml> parts = by_part ? partwise(root) : timewise(root);
  for (const PartXml& part : parts) {
    if (!part.measures.empty() && part.measures.back().index >= static_cast<std::size_t>(kMaxBars)) {
      return Error{ErrorCode::too_large, {}, "over 100,000 bars", "Cut the score"};
    }
  }
  return parts;
}

}  // namespace firstchair::charts
