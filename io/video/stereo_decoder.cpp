#include "io/video/stereo_decoder.h"

#include <algorithm>

#include "io/video/libav.h"

namespace firstchair::video {

Result<StereoDecoder> StereoDecoder::open(const io::Input& input) {
  Result<io::SoundFrames> frames = io::SoundFrames::open(input);
  if (!frames) return frames.error();
  constexpr int kSlowest = 8000, kFastest = 192000;
  if (frames->rate() < kSlowest || frames->rate() > kFastest)
    return Error{ErrorCode::malformed, {}, "its audio track is damaged", {}};
  return StereoDecoder(std::move(*frames));
}

StereoDecoder::StereoDecoder(io::SoundFrames frames)
    : frames_(std::move(frames)), priming_(frames_.priming()) {}

std::size_t StereoDecoder::read(std::span<float> stereo) {
  std::size_t filled = 0;
  while (filled < stereo.size()) {
    if (next_ == ready_.size() && !decode()) break;
    const std::size_t now = std::min(stereo.size() - filled, ready_.size() - next_);
    std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(next_), now,
                stereo.begin() + static_cast<std::ptrdiff_t>(filled));
    next_ += now;
    filled += now;
  }
  return filled;
}

bool StereoDecoder::decode() {
  AVFrame* frame = nullptr;
  do {
    frame = frames_.next();
    if (frame == nullptr || !mix(*frame)) return false;
  } while (next_ == ready_.size());
  return true;
}

bool StereoDecoder::mix(AVFrame& frame) {
  const int channels = frame.ch_layout.nb_channels;
  if (!convert_ || channels != channels_ || frame.format != format_) {
    AVChannelLayout out{};
    av_channel_layout_default(&out, channels == 1 ? 1 : 2);
    SwrContext* made = nullptr;
    const int ok =
        swr_alloc_set_opts2(&made, &out, AV_SAMPLE_FMT_FLT, frame.sample_rate, &frame.ch_layout,
                            static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
    convert_.reset(made);
    if (ok < 0 || swr_init(convert_.get()) < 0) return false;
    channels_ = channels;
    format_ = frame.format;
  }
  ready_.resize(static_cast<std::size_t>(frame.nb_samples) * 2);
  auto* into = reinterpret_cast<std::uint8_t*>(ready_.data());
  const int got = swr_convert(convert_.get(), &into, frame.nb_samples,
                              const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
  const std::size_t frames = got > 0 ? static_cast<std::size_t>(got) : 0;
  ready_.resize(frames * 2);
  if (channels == 1)  // as loud on either side as it was
    for (std::size_t i = frames; i-- > 0;) ready_[2 * i] = ready_[2 * i + 1] = ready_[i];
  const std::size_t dropped = std::min(priming_, frames);
  priming_ -= dropped;
  next_ = 2 * dropped;
  return true;
}

}  // namespace firstchair::video
