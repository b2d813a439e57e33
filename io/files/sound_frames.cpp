#include "io/files/sound_frames.h"

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/samplefmt.h>
}

#include <algorithm>
#include <span>
#include <string_view>

#include "io/files/sound_codecs.h"

namespace firstchair::io {
namespace {

constexpr double kLeastHole = .04;   // s: two packets of AAC; less is a recorder's trembling stamps
constexpr double kMostHoles = 3600;  // s, of all that is filled: a film's stamps may say anything
constexpr std::int64_t kFar = std::int64_t{1} << 50;  // samples: no film is as long
constexpr std::size_t kLookedAhead = 256;             // frames, which are of a second at most
constexpr int kSilentFrame = 4096;

}  // namespace

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
  // These have a clock; the others count what is in them.
  made.stamped_ = av_match_list(format->iformat->name, "mov,matroska,mpegts", ',') > 0;
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
  if (!waits_) {
    if (!ahead_.empty()) {
      std::swap(frame_, ahead_.front());
      ahead_.pop_front();
    } else if (!decoded(*frame_)) {
      return nullptr;
    }
    missing_ = missing_before(*frame_);
  }
  waits_ = missing_ > 0;
  return waits_ ? silence(*frame_) : frame_.get();
}

// Where its stamp has a frame begin, in samples; `due` where it has none that can be.
std::int64_t SoundFrames::begin_of(const AVFrame& frame, std::int64_t due) const {
  const std::int64_t stamp = frame.best_effort_timestamp;
  if (stamp == AV_NOPTS_VALUE) return due;
  const std::int64_t at =
      av_rescale_q(stamp, container_.format->streams[stream_]->time_base, AVRational{1, rate_});
  return at < -kFar || at > kFar ? due : at;
}

// How many samples its stamp leaves out between it and the frame before. What is missing is missing for all
// that follow: a stamp that is late by itself, among others that are not, leaves out nothing.
std::int64_t SoundFrames::missing_before(const AVFrame& frame) {
  if (!stamped_) return 0;
  std::int64_t due = due_;
  const std::int64_t at = begin_of(frame, due);
  if (at == kNoTime) return 0;
  due_ = at + frame.nb_samples;
  if (due == kNoTime) return 0;
  std::int64_t hole = at - due;
  const auto least = static_cast<std::int64_t>(kLeastHole * rate_);
  if (hole < least || filled_ + hole > static_cast<std::int64_t>(kMostHoles * rate_)) return 0;
  due += frame.nb_samples;
  const std::int64_t until = due + rate_;
  for (std::size_t k = 0; k < kLookedAhead && due < until && hole >= least; ++k) {
    if (k == ahead_.size()) {
      Owned<AVFrame> one(av_frame_alloc());
      if (!one || !decoded(*one)) break;
      ahead_.push_back(std::move(one));
    }
    hole = std::min(hole, begin_of(*ahead_[k], due + hole) - due);
    due += ahead_[k]->nb_samples;
  }
  if (hole < least) return 0;
  filled_ += hole;
  return hole;
}

AVFrame* SoundFrames::silence(const AVFrame& like) {
  AVFrame& frame = *silence_;
  if (frame.format != like.format || av_channel_layout_compare(&frame.ch_layout, &like.ch_layout) != 0 ||
      frame.nb_samples < 1) {
    av_frame_unref(&frame);
    frame.format = like.format;
    frame.sample_rate = rate_;
    frame.nb_samples = kSilentFrame;
    if (av_channel_layout_copy(&frame.ch_layout, &like.ch_layout) < 0 || av_frame_get_buffer(&frame, 0) < 0) {
      truncated_ = true;
      return nullptr;
    }
    av_samples_set_silence(frame.extended_data, 0, kSilentFrame, frame.ch_layout.nb_channels,
                           static_cast<AVSampleFormat>(frame.format));
  }
  frame.nb_samples = static_cast<int>(std::min<std::int64_t>(missing_, kSilentFrame));
  missing_ -= frame.nb_samples;
  return &frame;
}

bool SoundFrames::decoded(AVFrame& into) {
  while (true) {
    const int got = avcodec_receive_frame(codec_.get(), &into);
    if (got == 0) {
      // It would shift every later stroke.
      if (into.sample_rate == rate_ && into.ch_layout.nb_channels >= 1) return true;
      truncated_ = true;
      return false;
    }
    if (got != AVERROR(EAGAIN)) return false;
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
