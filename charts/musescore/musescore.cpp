#include "charts/musescore/musescore.h"

#include <algorithm>
#include <pugixml.hpp>

#include "charts/archive.h"
#include "charts/musescore/mscx_staff.h"
#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr std::ptrdiff_t kMostTags = 8'000'000;

Result<ChartRead> read_mscx(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxXmlBytes || std::count(bytes.begin(), bytes.end(), '<') > kMostTags) {
    return Error{
        ErrorCode::too_large, {}, "a score of over 64 MiB or 8,000,000 tags", "Export the drum part alone"};
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size());
  if (!parsed) {
    const auto at = bytes.begin() + std::clamp<std::ptrdiff_t>(parsed.offset, 0, std::ssize(bytes));
    return Error{ErrorCode::malformed, "line " + std::to_string(1 + std::count(bytes.begin(), at, '\n')),
                 "the XML breaks off or is damaged here", "Save it from MuseScore again"};
  }
  const pugi::xml_node score = document.document_element().child("Score");
  if (!score) {
    return Error{ErrorCode::unsupported,
                 {},
                 "no score of MuseScore 2, 3 or 4",
                 "Save it from a newer MuseScore, or export it as MusicXML"};
  }
  return read_mscx_score(score);
}

}  // namespace

bool is_musescore(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) return bytes.find(".mscx") != std::string_view::npos;
  constexpr std::size_t kHead = 4000;
  return bytes.starts_with("<") && bytes.substr(0, kHead).find("<museScore") != std::string_view::npos;
}

Result<ChartRead> read_musescore(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with("PK")) return read_mscx(bytes);
  if (bytes.size() > kMaxXmlBytes)
    return Error{ErrorCode::too_large, {}, "an archive of over 64 MiB", "Export the drum part alone"};
  const Result<Archive> archive = Archive::open(bytes, ".mscz");
  if (!archive) return archive.error();
  // Parts for single players lie in a folder of the archive.
  std::optional<std::uint64_t> found;
  for (std::uint64_t i = 0; i < archive->size() && !found; ++i) {
    const std::string_view name = archive->name(i);
    if (name.ends_with(".mscx") && name.find('/') == std::string_view::npos) found = i;
  }
  if (!found) found = archive->find_ending(".mscx");
  if (!found) {
    return Error{ErrorCode::unsupported,
                 {},
                 "an archive without a score of MuseScore",
                 "Save it from MuseScore again"};
  }
  const auto score = archive->unpack(*found, kMaxXmlBytes);
  if (!score) return score.error();
  return read_mscx(*score);
}

}  // namespace firstchair::charts
