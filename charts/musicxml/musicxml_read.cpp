#include <algorithm>
#include <cstring>
#include <string>

#include "charts/musicxml/musicxml.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/musicxml/musicxml_measures.h"
#include "charts/title.h"

namespace firstchair::charts {
namespace {

std::string title_of(const pugi::xml_node& score) {
  const std::string work = clean_title(score.child("work").child_value("work-title"));
  return work.empty() ? clean_title(score.child_value("movement-title")) : work;
}

bool is_ours(const pugi::xml_node& score) {
  const pugi::xml_node encoding = score.child("identification").child("encoding");
  return std::strcmp(encoding.child_value("software"), "firstchair") == 0;
}

}  // namespace

Result<ChartRead> read_whole_musicxml(std::span<const std::uint8_t> bytes) {
  pugi::xml_document document;
  Result<std::vector<PartXml>> parts = parse_musicxml(bytes, document);
  if (!parts) return parts.error();

  const pugi::xml_node root = document.document_element();
  WrittenScore score;
  score.each_note = is_ours(root);
  for (const PartXml& part : *parts) {
    if (part.measures.empty()) continue;
    score.measures.resize(std::max(score.measures.size(), part.measures.back().index + 1));
  }
  bool percussion = false;
  for (const PartXml& part : *parts) {
    const DrumPart drums(part);
    percussion = percussion || drums.is_percussion();
    if (drums.is_percussion() && drums.counts_from_0())
      score.remarks.add({}, "the MIDI numbers of its instruments are read as counting from 0");
    if (const auto error = read_part(part, drums, score)) return *error;
  }
  if (!percussion || score.measures.empty()) {
    return Error{
        ErrorCode::unsupported, {}, "no percussion part in it", "Export the score with its drum part"};
  }
  return play_out(std::move(score), title_of(root));
}

Result<Chart> read_musicxml(std::span<const std::uint8_t> bytes) {
  Result<ChartRead> reading = read_whole_musicxml(bytes);
  if (!reading) return reading.error();
  return std::move(reading->chart);
}

}  // namespace firstchair::charts
