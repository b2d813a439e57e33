#include "charts/archive.h"

#include <zip.h>

#include <algorithm>

namespace firstchair::charts {
namespace {

struct Close {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

bool ends_with(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a'); });
}

}  // namespace

void Archive::Discard::operator()(zip* archive) const {
  zip_discard(archive);
}

Error Archive::damaged() const {
  return {ErrorCode::malformed,
          {},
          "no whole " + kind_ + " archive: it breaks off or is damaged",
          "Export it again"};
}

Result<Archive> Archive::open(std::span<const std::uint8_t> bytes, std::string_view kind) {
  Archive none(nullptr, kind);
  if (bytes.empty()) return none.damaged();  // libzip takes no bytes for an archive without files
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return none.damaged();
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, nullptr), kind);
  if (archive.archive_) return archive;
  zip_source_free(source);
  return none.damaged();
}

std::uint64_t Archive::size() const {
  return static_cast<std::uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(archive_.get(), 0)));
}

std::string_view Archive::name(std::uint64_t index) const {
  const char* const name = zip_get_name(archive_.get(), index, 0);
  return name == nullptr ? std::string_view() : name;
}

std::optional<std::uint64_t> Archive::find(const char* name) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name, 0);
  return index < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(index));
}

std::optional<std::uint64_t> Archive::find_ending(std::string_view ending) const {
  for (std::uint64_t i = 0; i < size(); ++i) {
    if (ends_with(name(i), ending) && !name(i).starts_with("META-INF/")) return i;
  }
  return std::nullopt;
}

Result<std::vector<std::uint8_t>> Archive::unpack(std::uint64_t index, std::size_t limit) const {
  const Error too_large{ErrorCode::too_large, {}, "over 64 MiB when unpacked", "Export the drum part alone"};
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), index, 0, &stat) != 0) return damaged();
  if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > limit) return too_large;
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return Error{ErrorCode::unsupported, {}, "an archive with a password", "Export it without one"};
  }
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_.get(), index, 0));
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

}  // namespace firstchair::charts
