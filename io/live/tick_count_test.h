// Ticks of a MIDI clock are all alike. A song position before every 24 of them numbers them, so that each
// that came is known, and each that did not.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace firstchair::io {

struct CameMessage {
  std::int64_t frame = 0;
  int status = 0;
  int number = -1;  // of a song position
};

struct TickCount {
  int lost = 0, doubled = 0;  // ticks
  int disordered = 0;         // numbers that came after a later one, or twice
  // Frames from where a tick is due to where it came, in order; of a quarter from which one is lost none.
  std::vector<std::int64_t> late;
};

inline constexpr int kTicksANumber = 24;

// Tick k is due at due[k], below 0: nobody knows; number k / 24 comes before it. There are whole 24s of them.
inline TickCount count_ticks(std::span<const CameMessage> came, std::span<const std::int64_t> due) {
  TickCount count;
  int number = 0;
  std::vector<std::int64_t> frames;
  const auto close = [&](int next) {
    const int all = (next - number) * kTicksANumber, here = static_cast<int>(frames.size());
    if (here < all) count.lost += all - here;
    if (here > all) count.doubled += here - all;
    for (int k = 0; here == all && k < here; ++k) {
      const std::int64_t at = due[static_cast<std::size_t>(number * kTicksANumber + k)];
      if (at >= 0) count.late.push_back(frames[static_cast<std::size_t>(k)] - at);
    }
    frames.clear();
    number = next;
  };
  bool numbered = false;
  for (const CameMessage& one : came) {
    if (one.status == 0xF8) frames.push_back(one.frame);
    if (one.status != 0xF2) continue;
    if ((numbered && one.number <= number) || one.number >= static_cast<int>(due.size()) / kTicksANumber)
      ++count.disordered;
    else
      close(one.number);
    numbered = true;
  }
  close(static_cast<int>(due.size()) / kTicksANumber);
  return count;
}

}  // namespace firstchair::io
