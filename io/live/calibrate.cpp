#include "io/live/calibrate.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace firstchair::io {

Result<std::vector<float>> record_loopback(LiveAudio& audio, const practice::PulseTrain& train) {
  std::vector<float> heard(static_cast<std::size_t>(train.listen), 0.0F);
  std::atomic<bool> go{false}, done{false};
  Frames origin = -1;  // the callback's own

  const Result<Done> started = audio.start([&](const LiveBlock& block) {
    // Only once the ports are connected, or the first pulses would go nowhere.
    if (!go.load(std::memory_order_acquire) || done.load(std::memory_order_relaxed) || block.in.empty())
      return;
    if (origin < 0) origin = block.frame;
    const Frames first = block.frame - origin;
    for (std::size_t i = 0; i < block.in[0].size(); ++i) {
      const auto frame = static_cast<std::size_t>(first) + i;
      if (frame < heard.size()) heard[frame] = block.in[0][i];
      if (frame < train.sound.size())
        for (const std::span<float> out : block.out) out[i] = train.sound[frame];
    }
    if (first + static_cast<Frames>(block.in[0].size()) >= train.listen)
      done.store(true, std::memory_order_release);
  });
  if (!started) return started.error();
  go.store(true, std::memory_order_release);
  LiveAudioStatus status;
  while (!done.load(std::memory_order_acquire) && !status.lost) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = audio.status();
  }
  audio.close();  // the callback looks at this function's variables
  if (!done) return Error{ErrorCode::unreadable, {}, status.why, "Plug it in or start it again"};
  return heard;
}

}  // namespace firstchair::io
