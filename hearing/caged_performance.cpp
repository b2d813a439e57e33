#include "hearing/caged_performance.h"

#include <cstring>

namespace firstchair::hearing {
namespace {

struct PackedNote {
  std::int64_t frame = 0;
  float sigma_ms = 0;
  std::uint8_t channel = 0, number = 0, velocity = 0, unused = 0;
};
static_assert(sizeof(PackedNote) == 16);
struct PackedHead {
  double tempo_bpm = 0;
  std::uint64_t names = 0;  // bytes of them, which follow the head
  std::uint64_t melodic = 0;
};
constexpr std::uint64_t kMostNames = 1 << 16;

template <class T>
void put(std::vector<std::uint8_t>& bytes, const T& value) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof value);
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

bool within(double value, double low, double high) {
  return value >= low && value <= high;  // not a number is not within
}

}  // namespace

std::vector<std::uint8_t> pack(const midi::PlayedNotes& played) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(sizeof(PackedHead) + played.names.size() + played.notes.size() * sizeof(PackedNote));
  put(bytes, PackedHead{played.tempo_bpm, played.names.size(), played.melodic});
  bytes.insert(bytes.end(), played.names.begin(), played.names.end());
  for (const midi::PlayedNote& note : played.notes)
    put(bytes, PackedNote{note.frame, note.sigma_ms, note.channel, note.number, note.velocity, 0});
  return bytes;
}

std::optional<midi::PlayedNotes> unpack(std::span<const std::uint8_t> bytes) {
  constexpr Frames kWeek = Frames{7} * 24 * 3600 * 1'000'000;
  PackedHead head;
  if (bytes.size() < sizeof head) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes = bytes.subspan(sizeof head);
  if (!within(head.tempo_bpm, 0, 1e9) || head.names > kMostNames || head.names > bytes.size() ||
      head.melodic > 0xFFFF)
    return std::nullopt;
  midi::PlayedNotes played;
  played.tempo_bpm = head.tempo_bpm;
  played.melodic = static_cast<std::uint16_t>(head.melodic);
  played.names.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(head.names));
  bytes = bytes.subspan(static_cast<std::size_t>(head.names));
  if (bytes.empty() || bytes.size() % sizeof(PackedNote) != 0) return std::nullopt;
  Frames last = 0;
  for (; !bytes.empty(); bytes = bytes.subspan(sizeof(PackedNote))) {
    PackedNote packed;
    std::memcpy(&packed, bytes.data(), sizeof packed);
    if (packed.frame < last || packed.frame > kWeek || packed.channel > 15 || packed.number > 127 ||
        packed.velocity < 1 || packed.velocity > 127 || !within(static_cast<double>(packed.sigma_ms), 0, 1e6))
      return std::nullopt;
    last = packed.frame;
    played.notes.push_back({packed.frame, packed.sigma_ms, packed.channel, packed.number, packed.velocity});
  }
  return played;
}

}  // namespace firstchair::hearing
