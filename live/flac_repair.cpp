#include "live/flac_repair.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace firstchair::live {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kStreamInfo = 8;  // after "fLaC" and one block header
constexpr std::size_t kStreamInfoSize = 34;

constexpr std::array<std::uint16_t, 256> crc16_table() {
  std::array<std::uint16_t, 256> table{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    unsigned crc = byte << 8;
    for (int bit = 0; bit < 8; ++bit) crc = (crc << 1) ^ ((crc & 0x8000) != 0 ? 0x8005U : 0U);
    table[byte] = static_cast<std::uint16_t>(crc);
  }
  return table;
}
constexpr auto kCrc16 = crc16_table();

std::uint8_t crc8(Bytes bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = ((crc << 1) ^ ((crc & 0x80) != 0 ? 0x07U : 0U)) & 0xff;
  }
  return static_cast<std::uint8_t>(crc);
}

struct FrameHeader {
  std::uint64_t number = 0;
  Frames block = 0;
  std::size_t size = 0;
};

// The header that starts at the first byte, when there is one and its checksum is right.
std::optional<FrameHeader> frame_header(Bytes at) {
  if (at.size() < 6 || at[0] != 0xff || at[1] != 0xf8) return {};
  const unsigned block_code = at[2] >> 4, rate_code = at[2] & 15;
  if (block_code == 0 || rate_code == 15) return {};
  FrameHeader header;
  std::size_t pos = 4;
  int more = 0;  // the number is coded as UTF-8 codes a character
  const std::uint8_t lead = at[pos++];
  if (lead < 0x80) {
    header.number = lead;
  } else {
    while (more < 6 && (lead & (0x40 >> more)) != 0) ++more;
    if (more == 0) return {};
    header.number = lead & (0x3fU >> more);
    for (int i = 0; i < more; ++i) {
      if (pos >= at.size() || (at[pos] & 0xc0) != 0x80) return {};
      header.number = header.number << 6 | (at[pos++] & 0x3fU);
    }
  }
  const std::size_t extra = (block_code == 6   ? 1U
                             : block_code == 7 ? 2U
                                               : 0U) +
                            (rate_code == 12                      ? 1U
                             : rate_code == 13 || rate_code == 14 ? 2U
                                                                  : 0U);
  if (pos + extra + 1 > at.size()) return {};
  if (block_code == 1) header.block = 192;
  if (block_code >= 2 && block_code <= 5) header.block = 576 << (block_code - 2);
  if (block_code == 6) header.block = at[pos] + 1;
  if (block_code == 7) header.block = (at[pos] << 8 | at[pos + 1]) + 1;
  if (block_code >= 8) header.block = 256 << (block_code - 8);
  pos += extra;
  if (crc8(at.first(pos)) != at[pos]) return {};
  header.size = pos + 1;
  return header;
}

// Bytes of the frame that starts at the first byte: up to the end or to the next frame, with a checksum that
// is right. 0 when it broke off.
std::size_t frame_size(Bytes at, const FrameHeader& header) {
  unsigned crc = 0;  // over a frame with its own checksum it comes out as 0
  for (std::size_t i = 0; i < at.size(); ++i) {
    crc = ((crc << 8) & 0xffff) ^ kCrc16[(crc >> 8) ^ at[i]];
    if (crc != 0 || i < header.size + 2) continue;
    if (i + 1 == at.size()) return i + 1;
    const auto next = frame_header(at.subspan(i + 1));
    if (next && next->number == header.number + 1) return i + 1;
  }
  return 0;
}

struct Found {
  std::size_t audio = 0;  // where the frames begin
  std::size_t end = 0;    // of the last whole frame
  Frames frames = 0;
};

std::optional<Found> look(Bytes bytes) {
  if (bytes.size() < kStreamInfo + kStreamInfoSize || std::memcmp(bytes.data(), "fLaC", 4) != 0) return {};
  Found found;
  for (std::size_t at = 4;;) {
    if (at + 4 > bytes.size()) return {};
    const bool last = (bytes[at] & 0x80) != 0;
    at += 4U + (static_cast<std::size_t>(bytes[at + 1]) << 16 | bytes[at + 2] << 8 | bytes[at + 3]);
    if (at > bytes.size()) return {};
    found.audio = at;
    if (last) break;
  }
  found.end = found.audio;
  for (std::uint64_t number = 0; found.end < bytes.size(); ++number) {
    const Bytes rest = bytes.subspan(found.end);
    const auto header = frame_header(rest);
    if (!header || header->number != number) break;
    const std::size_t size = frame_size(rest, *header);
    if (size == 0) break;
    found.end += size;
    found.frames += header->block;
  }
  return found;
}

// Minimum and maximum frame size and the MD5 become 0, which means "not known".
void settle_stream_info(std::span<std::uint8_t, kStreamInfoSize> info, Frames frames) {
  for (std::size_t i = 4; i < 10; ++i) info[i] = 0;
  for (std::size_t i = 18; i < kStreamInfoSize; ++i) info[i] = 0;
  const auto total = static_cast<std::uint64_t>(frames);
  info[13] = static_cast<std::uint8_t>((info[13] & 0xf0) | (total >> 32 & 0x0f));
  for (std::size_t i = 0; i < 4; ++i) info[14 + i] = static_cast<std::uint8_t>(total >> (24 - 8 * i));
}

}  // namespace

Result<Frames> repair_flac(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return Error{errno == ENOENT ? ErrorCode::not_found : ErrorCode::unwritable, path,
                 std::string("cannot be repaired (") + std::strerror(errno) + ")", "Check its permissions"};
  }
  struct stat status{};
  ::fstat(fd, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  std::optional<Found> found;
  if (size > 0) {
    void* map = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map != MAP_FAILED) {
      found = look({static_cast<const std::uint8_t*>(map), size});
      ::munmap(map, size);
    }
  }
  if (!found) {
    ::close(fd);
    return Error{ErrorCode::malformed, path, "broke off before its first sound", {}};
  }
  if (found->frames == 0) {
    ::close(fd);
    return Frames{0};
  }
  std::array<std::uint8_t, kStreamInfoSize> info{};
  bool good = ::pread(fd, info.data(), info.size(), kStreamInfo) == kStreamInfoSize;
  settle_stream_info(info, found->frames);
  good = good && ::ftruncate(fd, static_cast<off_t>(found->end)) == 0 &&
         ::pwrite(fd, info.data(), info.size(), kStreamInfo) == kStreamInfoSize && ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  if (!good) {
    return Error{ErrorCode::unwritable, path,
                 std::string("cannot be repaired (") + std::strerror(error) + ")", "Check the disk"};
  }
  return found->frames;
}

}  // namespace firstchair::live
