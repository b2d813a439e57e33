// The live device, and one run after another on it.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "apps/cli/live/shared_flags.h"
#include "live/live_run.h"

namespace firstchair::cli {

class Stage {
 public:
  // Nothing when it is open. Errors: those of LiveAudio::open and start; it is closed then.
  Result<Done> open(const LiveOptions& options);
  void close();
  // Open only.
  io::LiveAudioInfo info() const { return audio_->info(); }
  io::LiveAudioStatus status() const { return audio_->status(); }

  // One run: `watch(LiveRun&)` says how it ended, when it has. Errors: those of LiveRun::start.
  template <class Watch>
  auto perform(live::LiveRunConfig config, Watch&& watch)
      -> Result<std::pair<decltype(watch(std::declval<live::LiveRun&>())), live::LiveResult>> {
    Result<std::unique_ptr<live::LiveRun>> run = live::LiveRun::start(std::move(config));
    if (!run) return run.error();
    slot_->hang(run->get());
    auto ended = watch(**run);
    slot_->take_off();
    return std::pair{ended, (*run)->finish()};
  }

 private:
  std::unique_ptr<live::LiveSlot> slot_;  // outlives audio_
  std::optional<io::LiveAudio> audio_;
};

}  // namespace firstchair::cli
