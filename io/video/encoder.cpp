#include "io/video/encoder.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>

#include "io/files/new_file.h"
#include "io/video/libav.h"

namespace firstchair::video {
namespace {

constexpr int kTimedBase = 60'000;  // stamps a second of pictures that come at times of their own
constexpr int kTimedKeys = 12;      // pictures from one key picture to the next of these

// A sample of so many bits. What had no more of them before it became a float comes out as it was.
std::int32_t of_bits(float sample, int bits) {
  const auto full = static_cast<float>(1 << (bits - 1));
  return static_cast<std::int32_t>(std::lrint(std::clamp(sample * full, -full, full - 1)));
}

void add_chapters(AVFormatContext& format, const std::vector<Chapter>& chapters) {
  if (chapters.empty()) return;
  format.chapters = static_cast<AVChapter**>(av_calloc(chapters.size(), sizeof(AVChapter*)));
  if (format.chapters == nullptr) return;
  for (const Chapter& chapter : chapters) {
    auto* one = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (one == nullptr) return;
    one->id = static_cast<std::int64_t>(format.nb_chapters) + 1;
    one->time_base = {1, 1000};
    one->start = std::llround(chapter.from_s * 1000);
    one->end = std::llround(chapter.to_s * 1000);
    av_dict_set(&one->metadata, "title", chapter.title.c_str(), 0);
    format.chapters[format.nb_chapters++] = one;
  }
}

struct FreeOutput {
  void operator()(AVFormatContext* p) const {
    avio_closep(&p->pb);
    avformat_free_context(p);
  }
};

}  // namespace

struct Encoder::Side {
  EncoderConfig config;
  io::NewFile file;
  std::unique_ptr<AVFormatContext, FreeOutput> format;
  PictureCodec opened;
  Owned<AVCodecContext> sound;
  Owned<AVFrame> frame{av_frame_alloc()}, carded{av_frame_alloc()}, block{av_frame_alloc()};
  Owned<AVPacket> packet{av_packet_alloc()};
  std::int64_t pictures = 0, samples = 0, last_stamp = -1;
  std::vector<float> waiting;  // left, right, less than a block of the encoder's

  Side(const EncoderConfig& given, io::NewFile made) : config(given), file(std::move(made)) {}

  Error unwritable(int error) const {
    char words[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, words, sizeof words);
    return {ErrorCode::unwritable, config.path, std::string("cannot be written (") + words + ")",
            "Make room or choose another place"};
  }
  // Gives a frame (null: the end) to an encoder and what it answers to the file.
  Result<Done> encode(AVCodecContext& codec, AVFrame* given, int stream) {
    int error = avcodec_send_frame(&codec, given);
    while (error >= 0) {
      error = avcodec_receive_packet(&codec, packet.get());
      if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return Done{};
      if (error < 0) break;
      av_packet_rescale_ts(packet.get(), codec.time_base, format->streams[stream]->time_base);
      packet->stream_index = stream;
      error = av_interleaved_write_frame(format.get(), packet.get());
      if (error >= 0 && format->pb->error < 0) error = format->pb->error;
    }
    return unwritable(error);
  }
  bool begin();
  Result<Done> picture(std::span<const std::uint8_t> bytes, std::int64_t stamp);
  Result<Done> sound_block(std::size_t frames);
};

bool Encoder::Side::begin() {
  const auto add = [&](const AVCodecContext& codec) {
    AVStream* stream = avformat_new_stream(format.get(), nullptr);
    if (stream == nullptr || avcodec_parameters_from_context(stream->codecpar, &codec) < 0) return false;
    stream->time_base = codec.time_base;
    stream->avg_frame_rate = codec.framerate;
    return true;
  };
  if (!add(*opened.codec) || (sound && !add(*sound))) return false;
  if (!config.title.empty()) av_dict_set(&format->metadata, "title", config.title.c_str(), 0);
  add_chapters(*format, config.chapters);
  frame->format = opened.takes;
  frame->width = config.width;
  frame->height = config.height;
  if (sound) {
    block->format = sound->sample_fmt;
    block->sample_rate = sound->sample_rate;
    block->nb_samples = sound->frame_size;
    av_channel_layout_copy(&block->ch_layout, &sound->ch_layout);
    if (av_frame_get_buffer(block.get(), 0) < 0) return false;
  }
  return av_frame_get_buffer(frame.get(), 0) >= 0;
}

Encoder::Encoder(std::unique_ptr<Side> side) : side_(std::move(side)) {}
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encoder::~Encoder() = default;
const std::string& Encoder::picture_encoder() const {
  return side_->opened.name;
}
const std::string& Encoder::refused_encoder() const {
  return side_->opened.refused;
}

Result<Encoder> Encoder::make(const EncoderConfig& config) {
  if (const Result<Done> there = io::libav.load(); !there) return there.error();
  av_log_set_level(AV_LOG_QUIET);
  Result<io::NewFile> file = io::NewFile::make(config.path, config.force);
  if (!file) return file.error();
  auto side = std::make_unique<Side>(config, std::move(*file));
  Result<PictureCodec> opened = open_picture_codec({.width = config.width,
                                                    .height = config.height,
                                                    .rate = config.rate,
                                                    .draft = config.draft,
                                                    .ticks_a_second = config.timed ? kTimedBase : 0,
                                                    .key_every = config.timed ? kTimedKeys : 0,
                                                    .wanted = config.encoder});
  if (!opened) {
    Error error = opened.error();
    if (error.place.empty()) error.place = config.path;
    return error;
  }
  side->opened = std::move(*opened);
  if (config.sound_rate > 0 &&
      !(side->sound = open_sound_codec(config.sound_codec, config.sound_rate, config.sound_bits)))
    return Error{ErrorCode::unsupported,
                 config.path,
                 config.sound_codec == SoundCodec::aac ? "no AAC encoder for this rate of sound"
                                                       : "no ALAC encoder for this rate of sound",
                 {}};
  const std::string itself = "/proc/self/fd/" + std::to_string(side->file.descriptor());
  AVFormatContext* format = nullptr;
  int error = avformat_alloc_output_context2(&format, nullptr, "mp4", itself.c_str());
  side->format.reset(format);
  if (error >= 0) error = avio_open(&format->pb, itself.c_str(), AVIO_FLAG_WRITE);
  if (error < 0) return side->unwritable(error);
  if (!side->begin()) return side->unwritable(AVERROR(ENOMEM));
  AVDictionary* how = nullptr;
  av_dict_set(&how, "movflags", "+faststart", 0);
  error = avformat_write_header(format, &how);
  av_dict_free(&how);
  if (error < 0) return side->unwritable(error);
  return Encoder(std::move(side));
}

Result<Done> Encoder::picture(std::span<const std::uint8_t> bytes) {
  return side_->picture(bytes, side_->pictures);
}

Result<Done> Encoder::picture_at(std::span<const std::uint8_t> bytes, double at_s) {
  const auto stamp = static_cast<std::int64_t>(std::llround(std::max(0., at_s) * kTimedBase));
  return side_->picture(bytes, std::max(stamp, side_->last_stamp + 1));
}

Result<Done> Encoder::Side::picture(std::span<const std::uint8_t> bytes, std::int64_t stamp) {
  if (bytes.size() != picture_bytes(config.width, config.height))
    return Error{ErrorCode::usage, config.path, "a picture of another size", {}};
  if (const int error = av_frame_make_writable(frame.get()); error < 0) return unwritable(error);
  std::uint8_t* planes[4];
  int strides[4];
  av_image_fill_arrays(planes, strides, bytes.data(), AV_PIX_FMT_YUV420P, config.width, config.height, 1);
  if (frame->format == AV_PIX_FMT_YUV420P) {
    av_image_copy(frame->data, frame->linesize, const_cast<const std::uint8_t**>(planes), strides,
                  AV_PIX_FMT_YUV420P, config.width, config.height);
  } else {  // NV12: the two colours alternate
    av_image_copy_plane(frame->data[0], frame->linesize[0], planes[0], strides[0], config.width,
                        config.height);
    for (int y = 0; y < config.height / 2; ++y)
      for (int x = 0; x < config.width / 2; ++x)
        for (int c = 0; c < 2; ++c)
          frame->data[1][y * frame->linesize[1] + 2 * x + c] = planes[1 + c][y * strides[1 + c] + x];
  }
  ++pictures;
  last_stamp = stamp;
  if (!opened.on_card) {
    frame->pts = stamp;
    return encode(*opened.codec, frame.get(), 0);
  }
  av_frame_unref(carded.get());
  int error = av_hwframe_get_buffer(opened.codec->hw_frames_ctx, carded.get(), 0);
  if (error >= 0) error = av_hwframe_transfer_data(carded.get(), frame.get(), 0);
  if (error < 0) return unwritable(error);
  carded->pts = stamp;
  return encode(*opened.codec, carded.get(), 0);
}

Result<Done> Encoder::Side::sound_block(std::size_t frames) {
  if (const int error = av_frame_make_writable(block.get()); error < 0) return unwritable(error);
  for (std::size_t channel = 0; channel < 2; ++channel) {
    if (block->format == AV_SAMPLE_FMT_FLTP) {
      auto* into = reinterpret_cast<float*>(block->data[channel]);
      for (std::size_t i = 0; i < frames; ++i) into[i] = waiting[2 * i + channel];
    } else if (block->format == AV_SAMPLE_FMT_S16P) {
      auto* into = reinterpret_cast<std::int16_t*>(block->data[channel]);
      for (std::size_t i = 0; i < frames; ++i)
        into[i] = static_cast<std::int16_t>(of_bits(waiting[2 * i + channel], 16));
    } else {
      constexpr std::int32_t kUpper = 1 << 8;
      auto* into = reinterpret_cast<std::int32_t*>(block->data[channel]);
      for (std::size_t i = 0; i < frames; ++i) into[i] = of_bits(waiting[2 * i + channel], 24) * kUpper;
    }
  }
  block->nb_samples = static_cast<int>(frames);
  block->pts = samples;
  samples += static_cast<std::int64_t>(frames);
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(2 * frames));
  return encode(*sound, block.get(), 1);
}

Result<Done> Encoder::sound(std::span<const float> stereo) {
  Side& side = *side_;
  if (!side.sound) return Done{};
  for (const float sample : stereo)
    side.waiting.push_back(std::isfinite(sample) ? std::clamp(sample, -4.f, 4.f) : 0);
  const auto whole = static_cast<std::size_t>(side.sound->frame_size);
  while (side.waiting.size() >= 2 * whole)
    if (Result<Done> done = side.sound_block(whole); !done) return done;
  return Done{};
}

Result<Done> Encoder::finish() {
  Side& side = *side_;
  if (side.sound) {
    if (!side.waiting.empty())
      if (Result<Done> done = side.sound_block(side.waiting.size() / 2); !done) return done;
    if (Result<Done> done = side.encode(*side.sound, nullptr, 1); !done) return done;
  }
  if (Result<Done> done = side.encode(*side.opened.codec, nullptr, 0); !done) return done;
  int error = av_write_trailer(side.format.get());
  avio_flush(side.format->pb);
  if (error >= 0) error = side.format->pb->error;
  if (error < 0) return side.unwritable(error);
  side.format.reset();
  return side.file.place();
}

}  // namespace firstchair::video
