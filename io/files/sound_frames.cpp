#include "io/files/sound_frames.h"

extern "C" {
#include <libavutil/avstring.h>
}

#include <algorithm>
#include <span>
#include <string_view>

#include "io/files/sound_codecs.h"

namespace firstchair::io {

Result<SoundFrames> SoundFrames::open(const Input& input) {
  SoundFrames made;
  made.container_ = open_container(input, kSoundContainers, kSoundCodecs);
  AVFormatContext* format = made.container_.format.get();
  if (format == nullptr) return Error{ErrorCode::malformed, {}, "not a sound file", {}};
  if (avformat_find_stream_info(format, nullptr) < 0)
    return Error{ErrorCode::malformed, {}, "the container is damaged", {}};
  const AVCodec* decoder = nullptr;
  made.stream_ = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, &decoder, 0);
  const std::span<AVStream*> streams(format->streams, format->nb_streams);
  const auto is_sound = [](const AVStream* stream) {
    return stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
  };
  if (input.seekable && std::ranges::count_if(streams, is_sound) > 1) {
    made.track_ = best_track(input);
    if (made.track_.stream >= 0 && made.track_.stream < static_cast<int>(streams.size()) &&
        is_sound(streams[static_cast<std::size_t>(made.track_.stream)])) {
      made.stream_ = made.track_.stream;
      decoder = avcodec_find_decoder(streams[static_cast<std::size_t>(made.stream_)]->codecpar->codec_id);
    }
  }
  const bool named = decoder != nullptr && av_match_list(decoder->name, kSoundCodecs, ',') > 0;
  if (made.stream_ == AVERROR_DECODER_NOT_FOUND || (made.stream_ >= 0 && !named))
    return Error{ErrorCode::unsupported, {}, "no decoder for its audio track", "Convert it to wav or flac"};
  if (made.stream_ < 0) return Error{ErrorCode::unsupported, {}, "no audio track in it", {}};
  for (unsigned i = 0; i < format->nb_streams; ++i)
    if (static_cast<int>(i) != made.stream_) format->streams[i]->discard = AVDISCARD_ALL;
  const AVStream& stream = *format->streams[made.stream_];
  made.codec_.reset(avcodec_alloc_context3(decoder));
  const Error damaged{ErrorCode::malformed, {}, "its audio track is damaged", {}};
  if (!made.codec_ || avcodec_parameters_to_context(made.codec_.get(), stream.codecpar) < 0) return damaged;
  made.codec_->pkt_timebase = stream.time_base;  // lets the decoder drop the encoder's priming
  made.codec_->thread_count = 1;                 // in the cage none can be started
  if (avcodec_open2(made.codec_.get(), decoder, nullptr) < 0 || made.codec_->sample_rate <= 0 ||
      made.codec_->ch_layout.nb_channels < 1)
    return damaged;
  made.rate_ = made.codec_->sample_rate;
  return made;
}

std::int64_t SoundFrames::length() const {
  const std::int64_t duration = container_.format->duration;
  return duration > 0 ? av_rescale(duration, rate_, AV_TIME_BASE) : 0;
}

// An encoder begins with silence of its own. Containers say how much, and FFmpeg drops it; raw streams, avi
// and mts have no word for it: a frame of AAC at the least, what AC-3 overlaps, the filters of MP2, and
// LAME's MP3.
int SoundFrames::bits() const {
  switch (codec_->sample_fmt) {
    case AV_SAMPLE_FMT_U8:
    case AV_SAMPLE_FMT_U8P:
    case AV_SAMPLE_FMT_S16:
    case AV_SAMPLE_FMT_S16P:
      return 16;
    default:
      return 24;
  }
}

std::size_t SoundFrames::priming() const {
  constexpr std::size_t kAac = 1024, kAc3 = 256, kMp2 = 481, kMp3 = 1105;
  const std::string_view name = container_.format->iformat->name;
  if (name != "aac" && name != "ac3" && name != "avi" && name != "mpegts") return 0;
  switch (codec_->codec_id) {
    case AV_CODEC_ID_AAC:
      return codec_->frame_size > 0 ? static_cast<std::size_t>(codec_->frame_size) : kAac;
    case AV_CODEC_ID_AC3:
      return kAc3;
    case AV_CODEC_ID_MP2:
      return kMp2;
    case AV_CODEC_ID_MP3:
      return kMp3;
    default:
      return 0;
  }
}

AVFrame* SoundFrames::next() {
  while (true) {
    const int got = avcodec_receive_frame(codec_.get(), frame_.get());
    if (got == 0) {
      // It would shift every later stroke.
      if (frame_->sample_rate == rate_ && frame_->ch_layout.nb_channels >= 1) return frame_.get();
      truncated_ = true;
      return nullptr;
    }
    if (got != AVERROR(EAGAIN)) return nullptr;
    feed();
  }
}

// One packet of our stream into the decoder, or the flush at the end of the file.
void SoundFrames::feed() {
  while (true) {
    const int read = av_read_frame(container_.format.get(), packet_.get());
    if (read < 0) {
      if (read != AVERROR_EOF) truncated_ = true;
      avcodec_send_packet(codec_.get(), nullptr);
      return;
    }
    const bool ours = packet_->stream_index == stream_;
    const int sent = ours ? avcodec_send_packet(codec_.get(), packet_.get()) : 0;
    av_packet_unref(packet_.get());
    if (sent < 0) truncated_ = true;  // a damaged packet: the sound it held is missing
    if (ours && sent == 0) return;
  }
}

}  // namespace firstchair::io
