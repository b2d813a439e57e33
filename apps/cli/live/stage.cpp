#include "apps/cli/live/stage.h"

#include "apps/cli/live/setup.h"

namespace firstchair::cli {

Result<Done> Stage::open(const LiveOptions& options) {
  if (audio_) return Done{};
  Result<io::LiveAudio> audio = io::LiveAudio::open(audio_config_of(options));
  if (!audio) return audio.error();
  audio_ = std::move(*audio);
  slot_ = std::make_unique<live::LiveSlot>();
  Result<Done> started = audio_->start([slot = slot_.get()](const io::LiveBlock& block) { (*slot)(block); });
  if (!started) audio_.reset();
  return started;
}

void Stage::close() {
  if (audio_) audio_->close();
  audio_.reset();
}

}  // namespace firstchair::cli
