#include "io/video/codecs.h"

extern "C" {
#include <libavutil/dict.h>
#include <libavutil/hwcontext.h>
}

#include <algorithm>
#include <cmath>
#include <string_view>
#include <thread>

namespace firstchair::video {
namespace {

struct Named {
  const char* name;
  AVPixelFormat format;  // that it takes, or that its frames on the card have
  bool on_card = false;
};
// The first that opens is taken. Those of graphics chips open only where there is such a chip.
constexpr Named kEncoders[] = {{"libx264", AV_PIX_FMT_YUV420P},     {"h264_vaapi", AV_PIX_FMT_NV12, true},
                               {"h264_nvenc", AV_PIX_FMT_YUV420P},  {"h264_qsv", AV_PIX_FMT_NV12},
                               {"libopenh264", AV_PIX_FMT_YUV420P}, {"mpeg4", AV_PIX_FMT_YUV420P}};
constexpr int kSoundBits = 256'000;
constexpr unsigned kMostThreads = 8;
constexpr int kCardFrames = 20;  // that an encoder may hold at once, and those on their way

std::string words_of(int error) {
  char words[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(error, words, sizeof words);
  return words;
}

// About what a good H.264 of that size takes, for encoders that know no constant quality.
std::int64_t bits_for(const PictureCodecConfig& config) {
  constexpr double kBitsPerPixel = .12;
  return static_cast<std::int64_t>(kBitsPerPixel * config.width * config.height * config.rate.per_second());
}

// Room for pictures in the memory of the first graphics card that can be opened. Returns an error of FFmpeg's
// or 0.
int add_card(AVCodecContext& codec, AVPixelFormat format, std::string& what) {
  AVBufferRef* opened = nullptr;
  what = "no graphics card with VA-API";
  if (const int error = av_hwdevice_ctx_create(&opened, AV_HWDEVICE_TYPE_VAAPI, nullptr, nullptr, 0);
      error < 0)
    return error;
  const OwnedBuffer device(opened);
  what = "the graphics card takes no such pictures";
  OwnedBuffer frames(av_hwframe_ctx_alloc(device.get()));
  if (!frames) return AVERROR(ENOMEM);
  auto& how = *reinterpret_cast<AVHWFramesContext*>(frames->data);
  how.format = AV_PIX_FMT_VAAPI;
  how.sw_format = format;
  how.width = codec.width;
  how.height = codec.height;
  how.initial_pool_size = kCardFrames;
  if (const int error = av_hwframe_ctx_init(frames.get()); error < 0) return error;
  codec.pix_fmt = AV_PIX_FMT_VAAPI;
  codec.hw_frames_ctx = frames.release();  // the codec's from now on
  return 0;
}

// Returns the encoder, or why it cannot be opened.
Result<PictureCodec> opened(const Named& named, const PictureCodecConfig& config) {
  const auto refuse = [&](const std::string& why) {
    return Error{ErrorCode::unsupported, named.name, why, {}};
  };
  const AVCodec* encoder = avcodec_find_encoder_by_name(named.name);
  if (encoder == nullptr) return refuse("FFmpeg has no such encoder here");
  PictureCodec made{.codec = Owned<AVCodecContext>(avcodec_alloc_context3(encoder)),
                    .name = named.name,
                    .refused = {},
                    .takes = named.format,
                    .on_card = named.on_card};
  if (!made.codec) return refuse("no memory for this encoder");
  AVCodecContext& codec = *made.codec;
  codec.width = config.width;
  codec.height = config.height;
  codec.pix_fmt = named.format;
  codec.time_base = config.ticks_a_second > 0 ? AVRational{1, config.ticks_a_second}
                                              : AVRational{config.rate.denominator, config.rate.numerator};
  codec.framerate = {config.rate.numerator, config.rate.denominator};
  codec.sample_aspect_ratio = {1, 1};
  codec.color_range = AVCOL_RANGE_MPEG;
  codec.colorspace = AVCOL_SPC_BT709;
  codec.color_primaries = AVCOL_PRI_BT709;
  codec.color_trc = AVCOL_TRC_BT709;
  codec.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  codec.gop_size =
      config.key_every > 0 ? config.key_every : static_cast<int>(std::lround(config.rate.per_second() * 2));
  // As many pictures at once as the processor has cores; each holds some, so that their number is bounded.
  codec.thread_count = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads));
  if (named.on_card) {
    std::string what;
    if (const int error = add_card(codec, named.format, what); error < 0)
      return refuse(what + " (" + words_of(error) + ")");
  }
  AVDictionary* how = nullptr;
  if (std::string_view(named.name) == "libx264") {
    av_dict_set(&how, "preset", config.draft ? "ultrafast" : "veryfast", 0);
    av_dict_set(&how, "crf", config.draft ? "26" : "18", 0);
    if (!config.draft) av_dict_set(&how, "profile", "high", 0);
  } else {
    codec.bit_rate = bits_for(config);
  }
  const int error = avcodec_open2(&codec, encoder, &how);
  av_dict_free(&how);
  if (error < 0) return refuse("cannot be opened (" + words_of(error) + ")");
  return made;
}

}  // namespace

std::vector<std::string> picture_encoders() {
  std::vector<std::string> names;
  for (const Named& named : kEncoders) names.emplace_back(named.name);
  return names;
}

Result<PictureCodec> open_picture_codec(const PictureCodecConfig& config) {
  std::string refused, names;
  bool known = config.wanted.empty();
  for (const Named& named : kEncoders) {
    names += (names.empty() ? "" : ", ") + std::string(named.name);
    if (config.wanted != named.name) continue;
    known = true;
    Result<PictureCodec> made = opened(named, config);
    if (made) return made;
    refused = made.error().place + ": " + made.error().what;
  }
  if (!known) return Error{ErrorCode::usage, config.wanted, "no such encoder", "Choose one of " + names};
  for (const Named& named : kEncoders) {
    if (config.wanted == named.name) continue;
    Result<PictureCodec> made = opened(named, config);
    if (!made) continue;
    made->refused = refused;
    return made;
  }
  return Error{ErrorCode::unsupported, {}, "no encoder for its pictures", "Install FFmpeg with libx264"};
}

Owned<AVCodecContext> open_sound_codec(SoundCodec wanted, double rate, int bits) {
  const bool aac = wanted == SoundCodec::aac;
  const AVCodec* encoder = avcodec_find_encoder(aac ? AV_CODEC_ID_AAC : AV_CODEC_ID_ALAC);
  Owned<AVCodecContext> codec(encoder == nullptr ? nullptr : avcodec_alloc_context3(encoder));
  if (!codec) return nullptr;
  codec->sample_fmt = aac ? AV_SAMPLE_FMT_FLTP : bits <= 16 ? AV_SAMPLE_FMT_S16P : AV_SAMPLE_FMT_S32P;
  codec->sample_rate = static_cast<int>(std::lround(rate));
  av_channel_layout_default(&codec->ch_layout, 2);
  if (aac)
    codec->bit_rate = kSoundBits;
  else
    codec->bits_per_raw_sample = bits <= 16 ? 16 : 24;
  codec->time_base = {1, codec->sample_rate};
  codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  return avcodec_open2(codec.get(), encoder, nullptr) < 0 ? nullptr : std::move(codec);
}

bool takes_rate(SoundCodec codec, double rate) {
  constexpr double kAac[] = {32000, 44100, 48000, 88200, 96000}, kLeast = 8000, kMost = 192000;
  if (codec == SoundCodec::aac) return std::ranges::find(kAac, rate) != std::end(kAac);
  return rate >= kLeast && rate <= kMost && rate == std::round(rate);
}

}  // namespace firstchair::video
