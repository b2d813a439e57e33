// Sound from another process: AudioFile's decoder that decodes nothing itself.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

#include "io/files/cage.h"
#include "io/files/decoder.h"
#include "io/files/sample_ring.h"

namespace firstchair::io {
namespace {

class CagedDecoder final : public AudioFile::Decoder {
 public:
  CagedDecoder(SampleRing ring, std::unique_ptr<Caged> caged, const SoundMessage& sound)
      : ring_(std::move(ring)), caged_(std::move(caged)) {
    info.rate = sound.rate;
    info.channels = sound.channels;
    info.frames = sound.frames;
    info.coding = static_cast<Coding>(sound.coding);
    info.track = sound.track;
    info.tracks = sound.tracks;
    if (!caged_->filtered()) warning = kUnfiltered;
  }

  std::size_t read(std::span<float> mono) override {
    std::size_t filled = 0;
    while (filled < mono.size() && !over_) {
      if (next_ == end_ && !next_message()) break;
      const std::size_t now = std::min(mono.size() - filled, end_ - next_);
      ring_.copy(next_, mono.subspan(filled, now));
      filled += now;
      next_ += now;
      if (next_ == end_) ring_.free_block();
    }
    return filled;
  }

 private:
  bool next_message() {
    const std::optional<MessageHead> head = caged_->next();
    if (!head) return stop(caged_->stopped());
    const std::size_t samples = head->length / sizeof(float);
    if (head->said == Said::samples && samples > 0 && samples <= SampleRing::kFrames &&
        head->length % sizeof(float) == 0) {
      next_ = 0;
      end_ = samples;
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

  SampleRing ring_;
  std::unique_ptr<Caged> caged_;
  std::size_t next_ = 0, end_ = 0;  // samples of the ring's oldest block, as the pipe announced it
  bool over_ = false;
};

// Says whether a file begins as those that libsndfile reads. To load FFmpeg's libraries takes a decoder
// longer than to decode a minute of wav.
bool seems_plain(const Input& input) {
  char begin[12] = {};
  if (!input.seekable || ::pread(input.fd, begin, sizeof begin, 0) != sizeof begin) return false;
  const std::string_view head(begin, sizeof begin);
  return (head.starts_with("RIFF") && head.ends_with("WAVE")) || head.starts_with("fLaC");
}

Result<std::unique_ptr<AudioFile::Decoder>> open_as(std::string_view task, const Input& input,
                                                    const Cage& cage, bool& refused) {
  constexpr std::int32_t kMostChannels = 4096;
  std::optional<SampleRing> ring = SampleRing::make();
  if (!ring) return Error{ErrorCode::unreadable, {}, "no memory for its samples", "Try again later"};
  Result<std::unique_ptr<Caged>> caged = Caged::start(cage, task, input, ring->descriptor());
  if (!caged) return caged.error();
  const std::optional<MessageHead> head = (*caged)->next();
  if (!head) return (*caged)->stopped();
  SoundMessage sound;
  refused = head->said == Said::failed;
  if (head->said != Said::sound) return (*caged)->failure(*head);
  if (head->length != sizeof sound || !(*caged)->take(&sound, sizeof sound) || !std::isfinite(sound.rate) ||
      sound.channels < 1 || sound.channels > kMostChannels || sound.frames < 0 || sound.track < 1 ||
      sound.track > sound.tracks || sound.coding > static_cast<std::uint32_t>(Coding::telephone))
    return (*caged)->stopped();
  return std::unique_ptr<AudioFile::Decoder>(
      std::make_unique<CagedDecoder>(std::move(*ring), std::move(*caged), sound));
}

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_caged(const Input& input, const Cage& cage) {
  bool refused = false;
  if (seems_plain(input)) {
    auto plain = open_as("plain", input, cage, refused);
    if (plain || !refused) return plain;
    ::lseek(input.fd, 0, SEEK_SET);  // both processes share where they are
  }
  return open_as("sound", input, cage, refused);
}

}  // namespace firstchair::io
