#include "io/files/input.h"

#include <sys/stat.h>

#include <cctype>
#include <filesystem>

namespace firstchair::io {

Input look_at(int fd, const std::string& name) {
  constexpr std::size_t kLongestEnding = 8;
  Input input;
  input.fd = fd;
  struct stat status{};
  if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    input.seekable = true;
    input.bytes = status.st_size;
  }
  for (const char letter : std::filesystem::path(name).extension().string()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalnum(byte) && byte < 128) input.ending += static_cast<char>(std::tolower(byte));
  }
  if (input.ending.size() > kLongestEnding) input.ending.clear();
  return input;
}

}  // namespace firstchair::io
