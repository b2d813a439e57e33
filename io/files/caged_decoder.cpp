// Sound from another process: AudioFile's decoder that decodes nothing itself.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "io/files/cage.h"
#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

class CagedDecoder final : public AudioFile::Decoder {
 public:
  CagedDecoder(std::unique_ptr<Caged> caged, const SoundMessage& sound) : caged_(std::move(caged)) {
    info.rate = sound.rate;
    info.channels = sound.channels;
    info.frames = sound.frames;
    if (!caged_->filtered()) warning = kUnfiltered;
  }

  std::size_t read(std::span<float> mono) override {
    std::size_t filled = 0;
    while (filled < mono.size() && !over_) {
      if (left_ == 0 && !next_message()) break;
      const std::size_t now = std::min(mono.size() - filled, left_);
      if (!caged_->take(mono.data() + filled, now * sizeof(float))) {
        stop(caged_->stopped());
        break;
      }
      filled += now;
      left_ -= now;
    }
    return filled;
  }

 private:
  bool next_message() {
    const std::optional<MessageHead> head = caged_->next();
    if (!head) return stop(caged_->stopped());
    if (head->said == Said::samples && head->length > 0 && head->length % sizeof(float) == 0) {
      left_ = head->length / sizeof(float);
      return true;
    }
    EndMessage end;
    if (head->said == Said::end && head->length == sizeof end && caged_->take(&end, sizeof end)) {
      truncated = end.truncated != 0;
      opposite = end.opposite != 0;
      over_ = true;
      return false;
    }
    return stop(caged_->failure(*head));
  }
  bool stop(Error why) {
    broke = std::move(why);
    over_ = true;
    return false;
  }

  std::unique_ptr<Caged> caged_;
  std::size_t left_ = 0;  // samples of the message that is being read
  bool over_ = false;
};

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_caged(const Input& input, const Cage& cage) {
  constexpr std::int32_t kMostChannels = 4096;
  Result<std::unique_ptr<Caged>> caged = Caged::start(cage, "sound", input);
  if (!caged) return caged.error();
  const std::optional<MessageHead> head = (*caged)->next();
  if (!head) return (*caged)->stopped();
  SoundMessage sound;
  if (head->said != Said::sound) return (*caged)->failure(*head);
  if (head->length != sizeof sound || !(*caged)->take(&sound, sizeof sound) || !std::isfinite(sound.rate) ||
      sound.channels < 1 || sound.channels > kMostChannels || sound.frames < 0)
    return (*caged)->stopped();
  return std::unique_ptr<AudioFile::Decoder>(std::make_unique<CagedDecoder>(std::move(*caged), sound));
}

}  // namespace firstchair::io
