// Sound by FFmpeg's libraries as mono: the mean of the channels, or the louder of two that are each other's
// opposite.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "io/files/decoder.h"
#include "io/files/sound_frames.h"

namespace firstchair::io {
namespace {

class FfmpegDecoder final : public AudioFile::Decoder {
 public:
  FfmpegDecoder(SoundFrames frames, int alone) : frames_(std::move(frames)), alone_(alone) {
    opposite = alone >= 0;
    info.rate = frames_.rate();
    info.channels = frames_.channels();
    info.track = frames_.track().number;
    info.tracks = frames_.track().of;
    if (const std::int64_t length = frames_.length(); length > 0) info.frames = length;
    priming_ = frames_.priming();
  }

  // Returns the louder of two channels that are each other's opposite, by what was read; else -1.
  int louder() const { return opposites_.louder(); }

  std::size_t read(std::span<float> mono) override {
    std::size_t filled = 0;
    while (filled < mono.size()) {
      if (next_ == ready_.size() && !decode()) break;
      const std::size_t n = std::min(mono.size() - filled, ready_.size() - next_);
      std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(next_), n,
                  mono.begin() + static_cast<std::ptrdiff_t>(filled));
      next_ += n;
      filled += n;
    }
    return filled;
  }

 private:
  // Decodes the next frame into ready_ (mono); false at the end.
  bool decode() {
    bool more = true;
    do {
      AVFrame* frame = frames_.next();
      more = frame != nullptr && mix(*frame);
      truncated = truncated || frames_.truncated();
    } while (more && next_ == ready_.size());
    return more;
  }

  bool mix(AVFrame& frame) {
    const int channels = frame.ch_layout.nb_channels;
    if (!convert_ || channels != converter_channels_ || frame.format != converter_format_) {
      SwrContext* made = nullptr;
      const int ok = swr_alloc_set_opts2(&made, &frame.ch_layout, AV_SAMPLE_FMT_FLTP, frame.sample_rate,
                                         &frame.ch_layout, static_cast<AVSampleFormat>(frame.format),
                                         frame.sample_rate, 0, nullptr);
      convert_.reset(made);
      if (ok < 0 || swr_init(convert_.get()) < 0) {
        truncated = true;
        return false;
      }
      converter_channels_ = channels;
      converter_format_ = frame.format;
    }
    const auto frames = static_cast<std::size_t>(frame.nb_samples);
    planes_.resize(frames * static_cast<std::size_t>(channels));
    plane_starts_.clear();
    for (int c = 0; c < channels; ++c) {
      plane_starts_.push_back(
          reinterpret_cast<std::uint8_t*>(planes_.data() + frames * static_cast<std::size_t>(c)));
    }
    const int got = swr_convert(convert_.get(), plane_starts_.data(), frame.nb_samples,
                                const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    ready_.assign(got > 0 ? static_cast<std::size_t>(got) : 0, 0.0f);
    for (std::size_t i = 0; channels == 2 && i < ready_.size(); ++i)
      opposites_.add(planes_[i], planes_[frames + i]);
    const bool one = alone_ >= 0 && alone_ < channels;
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
      if (one && static_cast<int>(c) != alone_) continue;
      for (std::size_t i = 0; i < ready_.size(); ++i) ready_[i] += planes_[c * frames + i];
    }
    for (float& sample : ready_) sample /= static_cast<float>(one ? 1 : channels);
    next_ = std::min(priming_, ready_.size());
    priming_ -= next_;
    return true;
  }

  SoundFrames frames_;
  int alone_ = -1;  // the one channel that is heard; -1: the mean of all
  Opposites opposites_;
  std::size_t priming_ = 0;  // frames still to be dropped
  Owned<SwrContext> convert_;
  int converter_channels_ = 0, converter_format_ = -1;
  std::vector<float> planes_, ready_;
  std::vector<std::uint8_t*> plane_starts_;
  std::size_t next_ = 0;
};

Result<std::unique_ptr<FfmpegDecoder>> open_hearing(const Input& given, int alone) {
  Result<SoundFrames> frames = SoundFrames::open(given);
  if (!frames) return frames.error();
  return std::make_unique<FfmpegDecoder>(std::move(*frames), alone);
}

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_ffmpeg(const Input& given) {
  if (const Result<Done> there = libav.load(); !there) return there.error();
  int alone = -1;
  if (given.seekable) {  // the first seconds, and from the beginning again as if nobody had looked
    const auto looked = open_hearing(given, -1);
    if (!looked) return looked.error();
    if ((*looked)->info.channels == 2) {
      std::vector<float> block(1 << 14);
      const auto most = static_cast<std::size_t>((*looked)->info.rate * Opposites::kSeconds);
      for (std::size_t heard = 0, now = 1; heard < most && now > 0; heard += now)
        now = (*looked)->read(block);
      alone = (*looked)->louder();
    }
    ::lseek(given.fd, 0, SEEK_SET);
  }
  auto opened = open_hearing(given, alone);
  if (!opened) return opened.error();
  return std::unique_ptr<AudioFile::Decoder>(std::move(*opened));
}

}  // namespace firstchair::io
