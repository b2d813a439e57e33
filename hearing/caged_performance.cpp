#include "hearing/caged_performance.h"

#include <cmath>
#include <cstring>

namespace firstchair::hearing {
namespace {

struct PackedHit {
  std::int64_t frame = 0;
  float voice_probability = 0, level_db = 0, strength = 0, sigma_ms = 0;
  std::uint8_t voice = 0, timed = 0, unison = 0, unused[5] = {};
};
static_assert(sizeof(PackedHit) == 32);
struct PackedHead {
  double tempo_bpm = 0;
  std::int64_t ignored = 0;
};

template <class T>
void put(std::vector<std::uint8_t>& bytes, const T& value) {
  const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
  bytes.insert(bytes.end(), from, from + sizeof value);
}

bool within(double value, double low, double high) {
  return value >= low && value <= high;  // not a number is not within
}

}  // namespace

std::vector<std::uint8_t> pack(const midi::Performance& performance) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(sizeof(PackedHead) + performance.hits.size() * sizeof(PackedHit));
  put(bytes, PackedHead{performance.tempo_bpm, performance.ignored});
  for (const Hit& hit : performance.hits)
    put(bytes, PackedHit{hit.frame,
                         hit.voice_probability,
                         hit.level_db,
                         hit.strength,
                         hit.sigma_ms,
                         static_cast<std::uint8_t>(hit.voice),
                         hit.timed,
                         hit.unison,
                         {}});
  return bytes;
}

std::optional<midi::Performance> unpack(std::span<const std::uint8_t> bytes) {
  constexpr Frames kWeek = Frames{7} * 24 * 3600 * 1'000'000;
  PackedHead head;
  if (bytes.size() < sizeof head || (bytes.size() - sizeof head) % sizeof(PackedHit) != 0)
    return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof head);
  if (!within(head.tempo_bpm, 0, 1e9) || head.ignored < 0 || head.ignored > 1 << 30) return std::nullopt;
  midi::Performance performance;
  performance.tempo_bpm = head.tempo_bpm;
  performance.ignored = static_cast<int>(head.ignored);
  Frames last = 0;
  for (bytes = bytes.subspan(sizeof head); !bytes.empty(); bytes = bytes.subspan(sizeof(PackedHit))) {
    PackedHit packed;
    std::memcpy(&packed, bytes.data(), sizeof packed);
    if (packed.frame < last || packed.frame > kWeek || packed.voice >= kVoiceCount || packed.timed > 1 ||
        packed.unison > 1 || !within(packed.voice_probability, 0, 1) || !within(packed.level_db, -200, 100) ||
        !within(packed.strength, 0, 127) || !within(packed.sigma_ms, 0, 1e6))
      return std::nullopt;
    last = packed.frame;
    performance.hits.push_back({packed.frame, static_cast<Voice>(packed.voice), packed.voice_probability,
                                packed.level_db, packed.strength, packed.sigma_ms, packed.timed != 0,
                                packed.unison != 0});
  }
  return performance;
}

}  // namespace firstchair::hearing
