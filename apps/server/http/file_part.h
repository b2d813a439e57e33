// A Range of a file, as listening asks for it (RFC 9110, section 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace firstchair::server {

struct FilePart {
  std::uint64_t begin = 0, end = 0;  // bytes; end is not among them
};

// Reads "bytes=0-99", "bytes=100-", "bytes=-100" for a file of `size` bytes. Nothing: the whole file is
// meant, or ranges that are not spoken here. A part is `most` bytes at most; who wants more asks on. One that
// begins behind the end has no bytes.
std::optional<FilePart> part_of(std::string_view range, std::uint64_t size, std::uint64_t most);
// Returns the bytes of a part; fewer: the file is shorter or gone.
std::string read_part(const std::string& file, const FilePart& part);

}  // namespace firstchair::server
