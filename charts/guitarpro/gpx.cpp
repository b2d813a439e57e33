// This file unpacks a .gpx: a disk of sectors of 4096 bytes (BCFS), as a rule compressed (BCFZ).
#include <algorithm>
#include <optional>

#include "charts/guitarpro/guitar_pro.h"
#include "charts/musicxml/musicxml_document.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kSector = 4096;
constexpr std::string_view kScore = "score.gpif";

Error damaged() {
  return {ErrorCode::malformed, {}, "the .gpx breaks off or is damaged", "Save it from Guitar Pro again"};
}

class Bits {
 public:
  explicit Bits(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool more() const { return at_ < bytes_.size() * 8; }
  // The highest bit of a byte comes first; behind the end all bits are 0.
  unsigned bit() {
    if (!more()) return 0;
    const unsigned value = bytes_[at_ / 8] >> (7 - at_ % 8) & 1U;
    ++at_;
    return value;
  }
  std::size_t number(int bits) {
    std::size_t value = 0;
    for (int i = 0; i < bits; ++i) value = value << 1 | bit();
    return value;
  }
  std::size_t number_from_low(int bits) {
    std::size_t value = 0;
    for (int i = 0; i < bits; ++i) value |= static_cast<std::size_t>(bit()) << i;
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

std::size_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  if (at + 4 > bytes.size()) return 0;
  std::size_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word |= static_cast<std::size_t>(bytes[at + i]) << (8 * i);
  return word;
}

// Runs of one to three plain bytes, and copies of what came before.
std::optional<std::vector<std::uint8_t>> decompress(std::span<const std::uint8_t> bytes) {
  const std::size_t length = word_at(bytes, 4);
  if (bytes.size() < 8 || length > kMaxXmlBytes) return std::nullopt;
  Bits bits(bytes.subspan(8));
  std::vector<std::uint8_t> out;
  while (out.size() < length && bits.more()) {
    if (bits.bit() == 1) {
      const int width = static_cast<int>(bits.number(4));
      const std::size_t back = bits.number_from_low(width), size = bits.number_from_low(width);
      if (back == 0 || back > out.size()) return std::nullopt;
      const std::size_t from = out.size() - back;
      for (std::size_t i = 0; i < std::min(back, size); ++i) out.push_back(out[from + i]);
    } else {
      const std::size_t size = bits.number_from_low(2);
      for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(bits.number(8)));
    }
  }
  return out;
}

}  // namespace

Result<std::vector<std::uint8_t>> gpif_in_gpx(std::span<const std::uint8_t> bytes) {
  std::optional<std::vector<std::uint8_t>> unpacked;
  if (bytes.size() >= 4 && bytes[3] == 'Z') {
    unpacked = decompress(bytes);
    if (!unpacked) return damaged();
    bytes = *unpacked;
  }
  if (bytes.size() < 4) return damaged();
  const std::span<const std::uint8_t> disk = bytes.subspan(4);  // behind "BCFS"
  for (std::size_t at = kSector; at + 4 <= disk.size(); at += kSector) {
    constexpr std::size_t kFile = 2, kName = 4, kSize = 140, kSectors = 148;
    if (word_at(disk, at) != kFile || at + kSectors > disk.size()) continue;
    const std::string_view name(reinterpret_cast<const char*>(disk.data()) + at + kName, kScore.size() + 1);
    if (name.substr(0, kScore.size()) != kScore || name.back() != '\0') continue;
    const std::size_t size = word_at(disk, at + kSize);
    std::vector<std::uint8_t> file;
    for (std::size_t entry = at + kSectors; entry + 4 <= at + kSector; entry += 4) {
      const std::size_t sector = word_at(disk, entry);
      if (sector == 0) break;
      const std::size_t begin = std::min(sector * kSector, disk.size());
      const auto part = disk.subspan(begin, std::min(kSector, disk.size() - begin));
      file.insert(file.end(), part.begin(), part.end());
    }
    if (file.size() < size) return damaged();
    file.resize(size);
    return file;
  }
  return damaged();
}

}  // namespace firstchair::charts
