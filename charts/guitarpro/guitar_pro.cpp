#include "charts/guitarpro/guitar_pro.h"

#include "charts/archive.h"
#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr std::string_view kOld = "FICHIER GUITAR", kClipboard = "CLIPBOARD G";

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool is_guitar_pro(std::string_view bytes) {
  if (bytes.starts_with("BCFZ") || bytes.starts_with("BCFS")) return true;
  if (bytes.starts_with("PK\x03\x04")) return bytes.find("score.gpif") != std::string_view::npos;
  return !bytes.empty() && (bytes.substr(1).starts_with(kOld) || bytes.substr(1).starts_with(kClipboard));
}

Result<ChartRead> read_guitar_pro(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxXmlBytes) return Error{ErrorCode::too_large, {}, "over 64 MiB", "Cut the song"};
  const std::string_view text = text_of(bytes);
  if (text.starts_with("BCF")) {
    const auto score = gpif_in_gpx(bytes);
    if (!score) return score.error();
    return read_gpif(*score);
  }
  if (text.starts_with("PK")) {
    const Result<Archive> archive = Archive::open(bytes, ".gp");
    if (!archive) return archive.error();
    const auto score = archive->find_ending("score.gpif");
    if (!score) {
      return Error{ErrorCode::unsupported, {}, "an archive without a score of Guitar Pro", "Save it again"};
    }
    const auto unpacked = archive->unpack(*score, kMaxXmlBytes);
    if (!unpacked) return unpacked.error();
    return read_gpif(*unpacked);
  }
  if (is_guitar_pro(text)) return read_guitar_pro_5(bytes);
  return Error{ErrorCode::malformed, "byte 0", "this is no Guitar Pro file", "Save it from Guitar Pro again"};
}

}  // namespace firstchair::charts
