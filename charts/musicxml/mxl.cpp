#include "charts/musicxml/mxl.h"

#include <zip.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "charts/archive.h"
#include "charts/musicxml/musicxml.h"
#include "charts/musicxml/musicxml_document.h"
#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr const char* kContainer = "META-INF/container.xml";
constexpr std::string_view kScore = "score.musicxml";
constexpr std::size_t kMaxContainerBytes = 1 << 20;

// Nothing when nothing in the archive looks like a score.
std::optional<std::uint64_t> find_score(const Archive& archive) {
  if (const auto container = archive.find(kContainer)) {
    const auto bytes = archive.unpack(*container, kMaxContainerBytes);
    pugi::xml_document document;
    if (bytes && document.load_buffer(bytes->data(), bytes->size())) {
      const pugi::xml_node first = document.child("container").child("rootfiles").child("rootfile");
      if (const auto score = archive.find(first.attribute("full-path").value())) return score;
    }
  }
  const auto score = archive.find_ending(".musicxml");
  return score ? score : archive.find_ending(".xml");
}

// The bytes must outlive the archive.
bool add(zip_t* archive, const char* name, std::span<const std::uint8_t> bytes) {
  zip_source_t* const source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  constexpr zip_uint16_t kFirstOfJanuary1980 = 1 << 5 | 1;  // no clock: same chart, same bytes
  return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kFirstOfJanuary1980, 0) == 0;
}

}  // namespace

Result<std::vector<std::uint8_t>> score_in_mxl(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxXmlBytes) {
    return Error{ErrorCode::too_large, {}, "an archive of over 64 MiB", "Export the drum part alone"};
  }
  const Result<Archive> archive = Archive::open(bytes, ".mxl");
  if (!archive) return archive.error();
  const auto score = find_score(*archive);
  if (!score) {
    return Error{
        ErrorCode::unsupported, {}, "an archive without a MusicXML score", "Export it as .mxl again"};
  }
  return archive->unpack(*score, kMaxXmlBytes);
}

Result<ChartRead> read_whole_mxl(std::span<const std::uint8_t> bytes) {
  const Result<std::vector<std::uint8_t>> text = score_in_mxl(bytes);
  if (!text) return text.error();
  return read_whole_musicxml(*text);
}

Result<Chart> read_mxl(std::span<const std::uint8_t> bytes) {
  Result<ChartRead> reading = read_whole_mxl(bytes);
  if (!reading) return reading.error();
  return std::move(reading->chart);
}

std::vector<std::uint8_t> write_mxl(const Chart& chart) {
  const std::vector<std::uint8_t> score = write_musicxml(chart);
  const std::string container =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container><rootfiles><rootfile full-path=\"" +
      std::string(kScore) +
      "\" media-type=\"application/vnd.recordare.musicxml+xml\"/></rootfiles></container>\n";
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (target == nullptr) return {};
  zip_source_keep(target);  // zip_close lets go of it, and the bytes are still wanted
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(target, &zip_source_free);
  zip_t* const archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) {
    zip_source_free(target);
    return {};
  }
  if (!add(archive, kContainer, bytes_of(container)) || !add(archive, kScore.data(), score) ||
      zip_close(archive) != 0) {
    zip_discard(archive);
    return {};
  }
  zip_stat_t stat;
  if (zip_source_stat(target, &stat) != 0 || zip_source_open(target) != 0) return {};
  std::vector<std::uint8_t> bytes(stat.size);
  const zip_int64_t read = zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  return read == static_cast<zip_int64_t>(bytes.size()) ? bytes : std::vector<std::uint8_t>{};
}

}  // namespace firstchair::charts
