// This file reads a MusicXML document as parts of measures, be it written part by part or measure by measure.
#pragma once

#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::charts {

struct MeasureXml {
  pugi::xml_node bar;      // <measure> with its attributes
  pugi::xml_node content;  // what holds the notes: <measure>, or the <part> inside it
  std::size_t index = 0;   // its place in the score; a part written measure by measure may rest by absence
};

struct PartXml {
  pugi::xml_node listed;  // its <score-part>, null when the part list lacks it
  std::vector<MeasureXml> measures;
};

// The document owns the nodes of the parts.
Result<std::vector<PartXml>> parse_musicxml(std::span<const std::uint8_t> bytes,
                                            pugi::xml_document& document);

inline constexpr std::size_t kMaxXmlBytes = std::size_t{64} << 20;

// These read a number at the start of the text, in any locale. Blanks before it are skipped.
std::optional<double> number_in(std::string_view text);
std::optional<int> whole_number_in(std::string_view text);

// Returns "measure 12", with the number its reader sees.
std::string place_of(const MeasureXml& measure);

}  // namespace firstchair::charts
