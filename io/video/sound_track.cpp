#include "io/video/sound_track.h"

#include <unistd.h>

#include <cmath>
#include <optional>

#include "io/video/stereo_decoder.h"

namespace firstchair::video {

struct SoundTrack::Side {
  io::Input input;
  double rate = 0;
  int bits = 24;
  std::optional<io::SampleRing> ring;
  std::unique_ptr<io::Caged> caged;
  std::optional<StereoDecoder> here;  // without a cage
  std::size_t next = 0, end = 0;      // samples of the ring's oldest block
  bool over = false;

  ~Side() {
    if (input.fd >= 0) ::close(input.fd);
  }
  bool next_block() {
    const std::optional<io::MessageHead> head = caged->next();
    const std::size_t samples = head ? head->length / sizeof(float) : 0;
    over = !head || head->said != io::Said::samples || samples == 0 || samples > io::SampleRing::kFrames ||
           head->length % sizeof(float) != 0;
    next = 0;
    end = over ? 0 : samples;
    return !over;
  }
};

SoundTrack::SoundTrack(std::unique_ptr<Side> side) : side_(std::move(side)) {}
SoundTrack::SoundTrack(SoundTrack&&) noexcept = default;
SoundTrack& SoundTrack::operator=(SoundTrack&&) noexcept = default;
SoundTrack::~SoundTrack() = default;
double SoundTrack::rate() const {
  return side_->rate;
}
int SoundTrack::bits() const {
  return side_->bits;
}

Result<SoundTrack> SoundTrack::open(const std::string& path, const io::Cage& cage) {
  const auto placed = [&](Error error) {
    if (error.place.empty()) error.place = path;
    return error;
  };
  Result<io::Input> input = open_input(path);
  if (!input) return input.error();
  auto side = std::make_unique<Side>();
  side->input = *input;
  if (cage.program.empty()) {
    Result<StereoDecoder> here = StereoDecoder::open(side->input);
    if (!here) return placed(here.error());
    side->here.emplace(std::move(*here));
    side->rate = side->here->rate();
    side->bits = side->here->bits();
    return SoundTrack(std::move(side));
  }
  std::optional<io::SampleRing> ring = io::SampleRing::make();
  if (!ring) return Error{ErrorCode::unreadable, path, "no memory for its samples", "Try again later"};
  side->ring.emplace(std::move(*ring));
  Result<std::unique_ptr<io::Caged>> caged =
      io::Caged::start(cage, "stereo", side->input, side->ring->descriptor());
  if (!caged) return placed(caged.error());
  side->caged = std::move(*caged);
  const std::optional<io::MessageHead> head = side->caged->next();
  io::SoundMessage told;
  if (!head) return placed(side->caged->stopped());
  if (head->said != io::Said::sound) return placed(side->caged->failure(*head));
  if (head->length != sizeof told || !side->caged->take(&told, sizeof told) || !std::isfinite(told.rate) ||
      told.rate < 1000 || told.rate > 1e6)
    return placed(side->caged->stopped());
  side->rate = told.rate;
  side->bits = told.bits == 16 ? 16 : 24;
  return SoundTrack(std::move(side));
}

std::size_t SoundTrack::read(std::span<float> stereo) {
  Side& side = *side_;
  if (side.here) return side.here->read(stereo);
  std::size_t filled = 0;
  while (filled < stereo.size() && !side.over) {
    if (side.next == side.end && !side.next_block()) break;
    const std::size_t now = std::min(stereo.size() - filled, side.end - side.next);
    side.ring->copy(side.next, stereo.subspan(filled, now));
    filled += now;
    side.next += now;
    if (side.next == side.end) side.ring->free_block();
  }
  return filled / 2 * 2;
}

Result<Done> tell_stereo(const io::Input& input, io::SampleRing& ring, const Say& say) {
  Result<StereoDecoder> decoder = StereoDecoder::open(input);
  if (!decoder) return decoder.error();
  const io::SoundMessage told{.rate = decoder->rate(), .channels = 2, .bits = decoder->bits()};
  say(io::Said::sound, sizeof told, &told);
  while (const std::size_t samples = decoder->read(ring.wait_for_block())) {
    ring.end_block();
    say(io::Said::samples, static_cast<std::uint32_t>(samples * sizeof(float)), nullptr);
  }
  say(io::Said::end, 0, nullptr);
  return Done{};
}

}  // namespace firstchair::video
