#include "io/files/files.h"

#include <filesystem>
#include <fstream>

#include "io/files/new_file.h"

namespace firstchair::io {
Result<std::vector<std::uint8_t>> read_file(const std::string& path, std::size_t limit) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status)) {
    return Error{ErrorCode::not_found, path, "no such file", "Check the name"};
  }
  if (std::filesystem::is_directory(status)) {
    return Error{ErrorCode::unreadable, path, "it is a folder", "Name a file in it"};
  }
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> bytes;
  std::vector<char> block(1 << 16);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    bytes.insert(bytes.end(), block.begin(), block.begin() + file.gcount());
    if (bytes.size() > limit) {
      return Error{ErrorCode::too_large, path, "over " + std::to_string(limit >> 20) + " MiB", {}};
    }
  }
  if (!file.eof()) {
    return Error{ErrorCode::unreadable, path, "cannot be read", "Check its permissions"};
  }
  return bytes;
}

Result<Done> write_file(const std::string& path, std::string_view bytes, bool force) {
  Result<NewFile> file = NewFile::make(path, force);
  if (!file) return file.error();
  file->write(bytes);
  return file->place();
}

}  // namespace firstchair::io
