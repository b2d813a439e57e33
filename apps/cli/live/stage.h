// A Stage holds the live device and performs one run after another on it.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "apps/cli/live/shared_flags.h"
#include "live/live_run.h"

namespace firstchair::cli {

class Stage {
 public:
  // Does nothing when the stage is open. Errors: those of LiveAudio::open and start; the stage is closed
  // then.
  Result<Done> open(const LiveOptions& options);
  void close();
  // The stage must be open for these two.
  io::LiveAudioInfo info() const { return audio_->info(); }
  io::LiveAudioStatus status() const { return audio_->status(); }

  // Performs one run. `watch(LiveRun&)` returns, when the run has ended, how it ended. Errors: those of
  // LiveRun::start.
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
