#include "io/video/stereo_decoder.h"

extern "C" {
#include <libavutil/avstring.h>
}

#include <algorithm>

namespace firstchair::video {
namespace {

constexpr const char* kContainers = "mov,matroska,wav,flac,ogg,mp3,avi,mpegts";
constexpr const char* kCodecs =
    "aac,ac3,alac,flac,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,pcm_u8,pcm_s8,pcm_s16le,pcm_"
    "s16be,pcm_s24le,"
    "pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw";

}  // namespace

Result<StereoDecoder> StereoDecoder::open(const io::Input& input) {
  StereoDecoder made;
  made.container_ = open_container(input, kContainers, kCodecs);
  AVFormatContext* format = made.container_.format.get();
  if (format == nullptr) return Error{ErrorCode::unreadable, {}, "not a sound file", {}};
  if (avformat_find_stream_info(format, nullptr) < 0)
    return Error{ErrorCode::malformed, {}, "the container is damaged", {}};
  const AVCodec* decoder = nullptr;
  made.stream_ = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, &decoder, 0);
  if (made.stream_ < 0 || decoder == nullptr || av_match_list(decoder->name, kCodecs, ',') <= 0)
    return Error{
        ErrorCode::unsupported, {}, "no sound track in it that can be decoded", "Convert it to wav or flac"};
  for (unsigned i = 0; i < format->nb_streams; ++i)
    if (static_cast<int>(i) != made.stream_) format->streams[i]->discard = AVDISCARD_ALL;
  made.codec_.reset(avcodec_alloc_context3(decoder));
  if (!made.codec_ ||
      avcodec_parameters_to_context(made.codec_.get(), format->streams[made.stream_]->codecpar) < 0)
    return Error{ErrorCode::malformed, {}, "its sound is damaged", {}};
  made.codec_->pkt_timebase = format->streams[made.stream_]->time_base;  // drops the encoder's priming
  made.codec_->thread_count = 1;
  constexpr int kSlowest = 8000, kFastest = 192000;
  if (avcodec_open2(made.codec_.get(), decoder, nullptr) < 0 || made.codec_->sample_rate < kSlowest ||
      made.codec_->sample_rate > kFastest || made.codec_->ch_layout.nb_channels < 1)
    return Error{ErrorCode::malformed, {}, "its sound is damaged", {}};
  return made;
}

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
  while (true) {
    const int got = avcodec_receive_frame(codec_.get(), frame_.get());
    if (got == 0) {
      if (!mix()) return false;
      if (!ready_.empty()) return true;
      continue;
    }
    if (got != AVERROR(EAGAIN)) return false;
    while (true) {
      if (av_read_frame(container_.format.get(), packet_.get()) < 0) {
        avcodec_send_packet(codec_.get(), nullptr);
        break;
      }
      const bool sent =
          packet_->stream_index == stream_ && avcodec_send_packet(codec_.get(), packet_.get()) >= 0;
      av_packet_unref(packet_.get());
      if (sent) break;
    }
  }
}

bool StereoDecoder::mix() {
  // A stream that changes its rate on the way ends there.
  const int channels = frame_->ch_layout.nb_channels;
  if (frame_->sample_rate != codec_->sample_rate || channels < 1) return false;
  if (!convert_ || channels != channels_ || frame_->format != format_) {
    AVChannelLayout out{};
    av_channel_layout_default(&out, channels == 1 ? 1 : 2);
    SwrContext* made = nullptr;
    const int ok =
        swr_alloc_set_opts2(&made, &out, AV_SAMPLE_FMT_FLT, frame_->sample_rate, &frame_->ch_layout,
                            static_cast<AVSampleFormat>(frame_->format), frame_->sample_rate, 0, nullptr);
    convert_.reset(made);
    if (ok < 0 || swr_init(convert_.get()) < 0) return false;
    channels_ = channels;
    format_ = frame_->format;
  }
  ready_.resize(static_cast<std::size_t>(frame_->nb_samples) * 2);
  auto* into = reinterpret_cast<std::uint8_t*>(ready_.data());
  const int got = swr_convert(convert_.get(), &into, frame_->nb_samples,
                              const_cast<const std::uint8_t**>(frame_->extended_data), frame_->nb_samples);
  ready_.resize(got > 0 ? static_cast<std::size_t>(got) * 2 : 0);
  if (channels == 1)  // as loud on either side as it was
    for (std::size_t i = ready_.size() / 2; i-- > 0;) ready_[2 * i] = ready_[2 * i + 1] = ready_[i];
  next_ = 0;
  return true;
}

}  // namespace firstchair::video
