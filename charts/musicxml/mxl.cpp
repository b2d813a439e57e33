#include "charts/musicxml/mxl.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "charts/musicxml/musicxml.h"
#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr const char* kContainer = "META-INF/container.xml";
constexpr std::string_view kScore = "score.musicxml";
constexpr std::size_t kMaxContainerBytes = 1 << 20;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using File = std::unique_ptr<zip_file_t, Discard>;

Error damaged() {
  return {ErrorCode::malformed, {}, "no whole .mxl archive: it breaks off or is damaged", "Export it again"};
}

Archive open_archive(std::span<const std::uint8_t> bytes) {
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return nullptr;
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, nullptr));
  if (!archive) zip_source_free(source);
  return archive;
}

// The stated size is only what the archive says, so the bytes are counted too.
Result<std::vector<std::uint8_t>> unpack(zip_t* archive, zip_uint64_t index, std::size_t limit) {
  const Error too_large{ErrorCode::too_large, {}, "over 64 MiB when unpacked", "Export the drum part alone"};
  zip_stat_t stat;
  if (zip_stat_index(archive, index, 0, &stat) != 0) return damaged();
  if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > limit) return too_large;
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return Error{ErrorCode::unsupported, {}, "an archive with a password", "Export it without one"};
  }
  const File file(zip_fopen_index(archive, index, 0));
  if (!file) return damaged();
  std::vector<std::uint8_t> bytes;
  std::uint8_t block[65536];
  while (true) {
    const zip_int64_t read = zip_fread(file.get(), block, sizeof block);
    if (read < 0) return damaged();
    if (read == 0) return bytes;
    bytes.insert(bytes.end(), block, block + read);
    if (bytes.size() > limit) return too_large;
  }
}

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a'); });
}

// -1 when nothing in the archive looks like a score.
zip_int64_t find_score(zip_t* archive) {
  const zip_int64_t container = zip_name_locate(archive, kContainer, 0);
  if (container >= 0) {
    const auto bytes = unpack(archive, static_cast<zip_uint64_t>(container), kMaxContainerBytes);
    pugi::xml_document document;
    if (bytes && document.load_buffer(bytes->data(), bytes->size())) {
      const pugi::xml_node first = document.child("container").child("rootfiles").child("rootfile");
      const zip_int64_t score = zip_name_locate(archive, first.attribute("full-path").value(), 0);
      if (score >= 0) return score;
    }
  }
  const zip_int64_t entries = zip_get_num_entries(archive, 0);
  for (const std::string_view ending : {".musicxml", ".xml"}) {
    for (zip_int64_t i = 0; i < entries; ++i) {
      const char* const name = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
      if (name != nullptr && ends_with(name, ending) && !std::string_view(name).starts_with("META-INF/"))
        return i;
    }
  }
  return -1;
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

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<ChartRead> read_whole_mxl(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxXmlBytes) {
    return Error{ErrorCode::too_large, {}, "an archive of over 64 MiB", "Export the drum part alone"};
  }
  const Archive archive = open_archive(bytes);
  if (!archive || bytes.empty()) return damaged();  // libzip takes no bytes for an archive without entries
  const zip_int64_t score = find_score(archive.get());
  if (score < 0) {
    return Error{
        ErrorCode::unsupported, {}, "an archive without a MusicXML score", "Export it as .mxl again"};
  }
  const auto text = unpack(archive.get(), static_cast<zip_uint64_t>(score), kMaxXmlBytes);
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
