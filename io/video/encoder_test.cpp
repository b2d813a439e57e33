#include "io/video/encoder.h"

#include <gtest/gtest.h>

#include <filesystem>

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
#endif

}  // namespace
}  // namespace firstchair::video
