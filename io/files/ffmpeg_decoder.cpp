extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
#include <libavutil/dict.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <libswresample/swresample.h>
}

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "io/files/decoder.h"

namespace firstchair::io {
namespace {

// Exactly what README.md says is read; `mov` is also m4a and mp4, `matroska` is also webm, `mpegts` a
// camera's mts.
constexpr const char* kContainers = "mov,matroska,avi,mpegts,wav,flac,ogg,mp3,aac,ac3";
constexpr const char* kCodecs =
    "aac,ac3,eac3,alac,flac,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,pcm_u8,pcm_s8,pcm_s16le,"
    "pcm_"
    "s16be,pcm_s24le,pcm_s24be,pcm_bluray,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_"
    "alaw,pcm_"
    "mulaw";

struct FreeFfmpeg {
  void operator()(AVIOContext* p) const {
    av_freep(&p->buffer);
    avio_context_free(&p);
  }
  void operator()(AVFormatContext* p) const { avformat_close_input(&p); }
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(SwrContext* p) const { swr_free(&p); }
};
template <class T>
using Owned = std::unique_ptr<T, FreeFfmpeg>;

class FfmpegDecoder final : public AudioFile::Decoder {
 public:
  FfmpegDecoder(std::unique_ptr<Input> input, Owned<AVIOContext> bytes, Owned<AVFormatContext> format,
                Owned<AVCodecContext> codec, int stream, int alone)
      : input_(std::move(input)),
        bytes_(std::move(bytes)),
        format_(std::move(format)),
        codec_(std::move(codec)),
        stream_(stream),
        alone_(alone) {
    opposite = alone >= 0;
    info.rate = codec_->sample_rate;
    info.channels = codec_->ch_layout.nb_channels;
    if (format_->duration > 0) {
      info.frames = av_rescale(format_->duration, codec_->sample_rate, AV_TIME_BASE);
    }
    priming_ = priming_of(*format_, *codec_);
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
  // An encoder begins with silence of its own. Containers say how much, and FFmpeg drops it; raw streams, avi
  // and mts have no word for it: a frame of AAC at the least, what AC-3 overlaps, the filters of MP2, and
  // LAME's MP3.
  static std::size_t priming_of(const AVFormatContext& format, const AVCodecContext& codec) {
    constexpr std::size_t kAac = 1024, kAc3 = 256, kMp2 = 481, kMp3 = 1105;
    const std::string_view container = format.iformat->name;
    if (container != "aac" && container != "ac3" && container != "avi" && container != "mpegts") return 0;
    switch (codec.codec_id) {
      case AV_CODEC_ID_AAC:
        return codec.frame_size > 0 ? static_cast<std::size_t>(codec.frame_size) : kAac;
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

  // Decodes the next frame into ready_ (mono); false at the end.
  bool decode() {
    while (true) {
      const int got = avcodec_receive_frame(codec_.get(), frame_.get());
      if (got == 0) {
        if (!mix()) return false;
        if (next_ < ready_.size()) return true;
        continue;
      }
      if (got != AVERROR(EAGAIN)) return false;
      feed();
    }
  }

  // One packet of our stream into the decoder, or the flush at the end of the file.
  void feed() {
    while (true) {
      const int read = av_read_frame(format_.get(), packet_.get());
      if (read < 0) {
        if (read != AVERROR_EOF) truncated = true;
        avcodec_send_packet(codec_.get(), nullptr);
        return;
      }
      const bool ours = packet_->stream_index == stream_;
      const int sent = ours ? avcodec_send_packet(codec_.get(), packet_.get()) : 0;
      av_packet_unref(packet_.get());
      if (sent < 0) truncated = true;  // a damaged packet: the sound it held is missing
      if (ours && sent == 0) return;
    }
  }

  bool mix() {
    const int channels = frame_->ch_layout.nb_channels;
    // A stream that changes its rate on the way would shift every later stroke: end it there.
    if (frame_->sample_rate != static_cast<int>(info.rate) || channels < 1) {
      truncated = true;
      return false;
    }
    if (!convert_ || channels != converter_channels_ || frame_->format != converter_format_) {
      SwrContext* made = nullptr;
      const int ok = swr_alloc_set_opts2(&made, &frame_->ch_layout, AV_SAMPLE_FMT_FLTP, frame_->sample_rate,
                                         &frame_->ch_layout, static_cast<AVSampleFormat>(frame_->format),
                                         frame_->sample_rate, 0, nullptr);
      convert_.reset(made);
      if (ok < 0 || swr_init(convert_.get()) < 0) {
        truncated = true;
        return false;
      }
      converter_channels_ = channels;
      converter_format_ = frame_->format;
    }
    const auto frames = static_cast<std::size_t>(frame_->nb_samples);
    planes_.resize(frames * static_cast<std::size_t>(channels));
    plane_starts_.clear();
    for (int c = 0; c < channels; ++c) {
      plane_starts_.push_back(
          reinterpret_cast<std::uint8_t*>(planes_.data() + frames * static_cast<std::size_t>(c)));
    }
    const int got = swr_convert(convert_.get(), plane_starts_.data(), frame_->nb_samples,
                                const_cast<const std::uint8_t**>(frame_->extended_data), frame_->nb_samples);
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

  std::unique_ptr<Input> input_;  // before what reads it
  Owned<AVIOContext> bytes_;
  Owned<AVFormatContext> format_;
  Owned<AVCodecContext> codec_;
  int stream_;
  int alone_ = -1;  // the one channel that is heard; -1: the mean of all
  Opposites opposites_;
  std::size_t priming_ = 0;  // frames still to be dropped
  Owned<AVPacket> packet_{av_packet_alloc()};
  Owned<AVFrame> frame_{av_frame_alloc()};
  Owned<SwrContext> convert_;
  int converter_channels_ = 0, converter_format_ = -1;
  std::vector<float> planes_, ready_;
  std::vector<std::uint8_t*> plane_starts_;
  std::size_t next_ = 0;
};

int read_from(void* user, std::uint8_t* into, int bytes) {
  while (true) {
    const ssize_t got = ::read(static_cast<const Input*>(user)->fd, into, static_cast<std::size_t>(bytes));
    if (got > 0) return static_cast<int>(got);
    if (got == 0) return AVERROR_EOF;
    if (errno != EINTR) return AVERROR(errno);
  }
}
std::int64_t seek_in(void* user, std::int64_t offset, int whence) {
  const auto* input = static_cast<const Input*>(user);
  if ((whence & AVSEEK_SIZE) != 0) return input->bytes;
  return ::lseek(input->fd, offset, whence & ~AVSEEK_FORCE);
}
// Whatever a file asks to be opened beside it is not.
int open_nothing(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EACCES);
}

// Reads `bytes` and nothing else; null when it is none of the containers.
Owned<AVFormatContext> open_container(const Input& input, AVIOContext* bytes) {
  AVFormatContext* opened = avformat_alloc_context();
  if (opened == nullptr) return nullptr;
  opened->pb = bytes;
  opened->flags |= AVFMT_FLAG_CUSTOM_IO;
  opened->io_open = open_nothing;
  AVDictionary* only = nullptr;
  av_dict_set(&only, "format_whitelist", kContainers, 0);
  av_dict_set(&only, "codec_whitelist", kCodecs, 0);
  av_dict_set(&only, "protocol_whitelist", "", 0);
  const std::string name = "take" + (input.ending.empty() ? "" : "." + input.ending);
  const int failed = avformat_open_input(&opened, name.c_str(), nullptr, &only);  // frees it when it fails
  av_dict_free(&only);
  return failed < 0 ? nullptr : Owned<AVFormatContext>(opened);
}

Result<std::unique_ptr<FfmpegDecoder>> open_hearing(const Input& given, int alone) {
  constexpr int kBuffer = 1 << 16;
  av_log_set_level(AV_LOG_QUIET);
  auto input = std::make_unique<Input>(given);
  Owned<AVIOContext> bytes(avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBuffer)), kBuffer, 0,
                                              input.get(), read_from, nullptr,
                                              input->seekable ? seek_in : nullptr));
  Owned<AVFormatContext> format = bytes ? open_container(*input, bytes.get()) : nullptr;
  if (!format) return Error{ErrorCode::unreadable, {}, "not a sound file", {}};
  if (avformat_find_stream_info(format.get(), nullptr) < 0) {
    return Error{ErrorCode::malformed, {}, "the container is damaged", {}};
  }
  const AVCodec* decoder = nullptr;
  const int stream = av_find_best_stream(format.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &decoder, 0);
  const bool named = decoder != nullptr && av_match_list(decoder->name, kCodecs, ',') > 0;
  if (stream == AVERROR_DECODER_NOT_FOUND || (stream >= 0 && !named)) {
    return Error{ErrorCode::unsupported, {}, "no decoder for its audio track", "Convert it to wav or flac"};
  }
  if (stream < 0) return Error{ErrorCode::unsupported, {}, "no audio track in it", {}};
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    if (static_cast<int>(i) != stream) format->streams[i]->discard = AVDISCARD_ALL;
  }
  Owned<AVCodecContext> codec(avcodec_alloc_context3(decoder));
  if (!codec || avcodec_parameters_to_context(codec.get(), format->streams[stream]->codecpar) < 0) {
    return Error{ErrorCode::malformed, {}, "its audio track is damaged", {}};
  }
  codec->pkt_timebase = format->streams[stream]->time_base;  // lets the decoder drop the encoder's priming
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0 || codec->sample_rate <= 0 ||
      codec->ch_layout.nb_channels < 1) {
    return Error{ErrorCode::malformed, {}, "its audio track is damaged", {}};
  }
  return std::make_unique<FfmpegDecoder>(std::move(input), std::move(bytes), std::move(format),
                                         std::move(codec), stream, alone);
}

}  // namespace

Result<std::unique_ptr<AudioFile::Decoder>> open_ffmpeg(const Input& given) {
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
