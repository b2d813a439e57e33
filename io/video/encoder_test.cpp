#include "io/video/encoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "io/video/caged.h"
#include "io/video/libav.h"

namespace firstchair::video {
namespace {

namespace fs = std::filesystem;

#ifndef FIRSTCHAIR_LINKED
// The library's own, which the test's calls until it fails.
int (*g_send)(AVCodecContext*, const AVFrame*) = nullptr;
int g_given = 0;

TEST(Encoder, OneThatFailsAtPicture1000LeavesOneLineAndNothing) {
  const fs::path folder = fs::path(::testing::TempDir()) / "encoder_test.fails";
  fs::remove_all(folder);
  fs::create_directories(folder);
  {
    Result<Encoder> encoder = Encoder::make({.path = (folder / "film.mp4").string(),
                                             .width = 32,
                                             .height = 32,
                                             .rate = {30, 1},
                                             .draft = true,
                                             .encoder = {},
                                             .title = {},
                                             .chapters = {}});
    ASSERT_TRUE(encoder) << encoder.error().line();
    g_send = reinterpret_cast<decltype(g_send)>(io::libav.find("avcodec_send_frame"));
    g_given = 0;
    avcodec_send_frame.instead([](AVCodecContext* codec, const AVFrame* frame) {
      return ++g_given == 1000 ? AVERROR_EXTERNAL : g_send(codec, frame);
    });
    const Picture picture = black(32, 32);
    Result<Done> put = Done{};
    int pictures = 0;
    while (put && pictures < 2000) put = encoder->picture(picture.bytes), ++pictures;
    avcodec_send_frame.instead(nullptr);
    EXPECT_EQ(pictures, 1000);
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, ErrorCode::unwritable);
    EXPECT_EQ(put.error().place, (folder / "film.mp4").string());
    EXPECT_EQ(put.error().line().find('\n'), std::string::npos);
  }
  EXPECT_TRUE(fs::is_empty(folder));
  fs::remove_all(folder);
}

TEST(Encoder, WithoutAnH264EncoderItWritesMpeg4) {
  avcodec_find_encoder_by_name.instead([](const char* name) -> const AVCodec* {
    static const auto find =
        reinterpret_cast<const AVCodec* (*)(const char*)>(io::libav.find("avcodec_find_encoder_by_name"));
    return std::string_view(name) == "mpeg4" ? find(name) : nullptr;
  });
  const std::string path = (fs::path(::testing::TempDir()) / "encoder_test.mp4").string();
  const Result<Encoder> encoder = Encoder::make({.path = path,
                                                 .force = true,
                                                 .width = 32,
                                                 .height = 32,
                                                 .rate = {30, 1},
                                                 .encoder = {},
                                                 .title = {},
                                                 .chapters = {}});
  avcodec_find_encoder_by_name.instead(nullptr);
  ASSERT_TRUE(encoder) << encoder.error().line();
  EXPECT_EQ(encoder->picture_encoder(), "mpeg4");
}

EncoderConfig small(const std::string& name, const std::string& encoder) {
  return {.path = (fs::path(::testing::TempDir()) / name).string(),
          .force = true,
          .width = 32,
          .height = 32,
          .rate = {30, 1},
          .encoder = encoder,
          .title = {},
          .chapters = {}};
}

TEST(Encoder, WithoutAGraphicsCardTheNextIsTakenAndItIsSaidWhy) {
  av_hwdevice_ctx_create.instead(
      [](AVBufferRef**, AVHWDeviceType, const char*, AVDictionary*, int) { return AVERROR(ENODEV); });
  const Result<Encoder> encoder = Encoder::make(small("encoder_test.card.mp4", "h264_vaapi"));
  av_hwdevice_ctx_create.instead(nullptr);
  ASSERT_TRUE(encoder) << encoder.error().line();
  EXPECT_EQ(encoder->picture_encoder(), "libx264");
  EXPECT_EQ(encoder->refused_encoder(), "h264_vaapi: no graphics card with VA-API (No such device)");
  const Result<Encoder> unknown = Encoder::make(small("encoder_test.none.mp4", "h265"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::usage);
  EXPECT_EQ(unknown.error().what, "no such encoder");
}

// A card of the test's own: its memory is the machine's, and its encoder is libx264, which takes NV12, too.
namespace card {
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(io::libav.find(name));
}
int brought = 0;
int create(AVBufferRef** device, AVHWDeviceType, const char*, AVDictionary*, int) {
  *device = real<AVBufferRef*(std::size_t)>("av_buffer_allocz")(64);
  return 0;
}
AVBufferRef* frames(AVBufferRef*) {
  return real<AVBufferRef*(std::size_t)>("av_buffer_allocz")(sizeof(AVHWFramesContext));
}
int begin(AVBufferRef* frames) {
  const auto& how = *reinterpret_cast<AVHWFramesContext*>(frames->data);
  return how.format == AV_PIX_FMT_VAAPI && how.sw_format == AV_PIX_FMT_NV12 && how.width == 32 ? 0 : -1;
}
const AVCodec* find(const char* name) {
  return real<const AVCodec*(const char*)>("avcodec_find_encoder_by_name")(
      std::string_view(name) == "h264_vaapi" ? "libx264" : name);
}
int open(AVCodecContext* codec, const AVCodec* of, AVDictionary** how) {
  if (codec->pix_fmt == AV_PIX_FMT_VAAPI) {
    codec->pix_fmt = AV_PIX_FMT_NV12;
    real<void(AVBufferRef**)>("av_buffer_unref")(&codec->hw_frames_ctx);
  }
  return real<int(AVCodecContext*, const AVCodec*, AVDictionary**)>("avcodec_open2")(codec, of, how);
}
int room(AVBufferRef*, AVFrame* frame, int) {
  frame->format = AV_PIX_FMT_NV12;
  frame->width = frame->height = 32;
  return real<int(AVFrame*, int)>("av_frame_get_buffer")(frame, 0);
}
int bring(AVFrame* to, const AVFrame* from, int) {
  ++brought;
  return real<int(AVFrame*, const AVFrame*)>("av_frame_copy")(to, from);
}
}  // namespace card

TEST(Encoder, PicturesAreBroughtToACardBeforeItEncodesThem) {
  av_hwdevice_ctx_create.instead(card::create);
  av_hwframe_ctx_alloc.instead(card::frames);
  av_hwframe_ctx_init.instead(card::begin);
  avcodec_find_encoder_by_name.instead(card::find);
  avcodec_open2.instead(card::open);
  av_hwframe_get_buffer.instead(card::room);
  av_hwframe_transfer_data.instead(card::bring);
  const EncoderConfig config = small("encoder_test.carded.mp4", "h264_vaapi");
  {
    Result<Encoder> encoder = Encoder::make(config);
    ASSERT_TRUE(encoder) << encoder.error().line();
    EXPECT_EQ(encoder->picture_encoder(), "h264_vaapi");
    EXPECT_EQ(encoder->refused_encoder(), "");
    Picture red = black(32, 32);
    std::fill(red.bytes.begin(), red.bytes.begin() + 32 * 32, 80);
    std::fill(red.bytes.end() - 16 * 16, red.bytes.end(), 240);
    for (int k = 0; k < 10; ++k) ASSERT_TRUE(encoder->picture(red.bytes));
    ASSERT_TRUE(encoder->finish());
  }
  EXPECT_EQ(card::brought, 10);
  av_hwdevice_ctx_create.instead(nullptr);
  av_hwframe_ctx_alloc.instead(nullptr);
  av_hwframe_ctx_init.instead(nullptr);
  avcodec_find_encoder_by_name.instead(nullptr);
  avcodec_open2.instead(nullptr);
  av_hwframe_get_buffer.instead(nullptr);
  av_hwframe_transfer_data.instead(nullptr);
  Result<Pictures> film = Pictures::open(config.path, {32, 32, Fit::crop, {{.at_s = .15}}}, {});
  ASSERT_TRUE(film);
  Picture seen = black(32, 32);
  ASSERT_TRUE(film->next(seen.bytes));
  EXPECT_NEAR(seen.bytes[16 * 32 + 16], 80, 6);
  EXPECT_NEAR(seen.bytes[32 * 32 + 128], 128, 6);        // no blue
  EXPECT_NEAR(seen.bytes[32 * 32 + 256 + 128], 240, 6);  // red
  fs::remove(config.path);
}
#endif

}  // namespace
}  // namespace firstchair::video
