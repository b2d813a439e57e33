// Pictures of made cameras, as they are read: from far places, turned, fitted, toned down.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "io/video/a_film_test.h"
#include "io/video/caged.h"
#include "io/video/picture_decoder.h"

namespace firstchair::video {
namespace {

TEST_F(AFilm, ReadsFarPlacesInAnyOrder) {
  camera("red.mp4", "red", "160x90", "25", 0, 0, "", "-g 25 -bf 2");
  Wanted wanted{160, 90, Fit::crop, {}};
  const double times[] = {4.5, .02, 3.07, 1.01, 1.01, 2.22, 0, -3, 4.99, 60};
  for (const double at : times) wanted.wishes.push_back({.at_s = at});
  Result<Pictures> pictures = Pictures::open(path("red.mp4"), wanted, {});
  ASSERT_TRUE(pictures);
  Picture picture = black(160, 90);
  for (const double at : times) {
    const Result<double> began = pictures->next(picture.bytes);
    ASSERT_TRUE(began);
    EXPECT_NEAR(*began, std::clamp(std::floor(at * 25 + 1e-9) / 25, 0., 4.96), 1e-6) << at;
  }
  EXPECT_FALSE(pictures->next(picture.bytes));
}

// A slow film asks for the same picture again, and has it as it was written; another window is made anew.
TEST_F(AFilm, WhatWasJustMadeIsCopied) {
  ffmpeg("-f lavfi -i testsrc2=s=160x90:r=25:d=1 -c:v libx264 -pix_fmt yuv420p", "plain.mp4");
  const Result<io::Input> input = open_input(path("plain.mp4"));
  ASSERT_TRUE(input);
  Result<PictureDecoder> decoder = PictureDecoder::open(*input, 160, 90, Fit::crop);
  ASSERT_TRUE(decoder);
  std::vector<std::uint8_t> first(picture_bytes(160, 90)), mark(first.size(), 7), second(first.size());
  ASSERT_TRUE(decoder->picture({.at_s = .41}, first));
  ASSERT_TRUE(decoder->picture({.at_s = .43}, second, mark));
  EXPECT_EQ(second, mark);
  ASSERT_TRUE(decoder->picture({.at_s = .43, .size = .5}, second, first));
  EXPECT_NE(second, first);
  ASSERT_TRUE(decoder->picture({.at_s = .45, .size = .5}, first, second));
  EXPECT_NE(second, first);
  ::close(input->fd);
}

TEST_F(AFilm, TurnsPicturesUpright) {
  // Red above, green on the right below, blue on the left below.
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=5:d=1 -vf "
      "\"drawbox=c=blue:t=fill:y=45:w=80,drawbox=c=lime:t=fill:x=80:y=45\" "
      "-c:v libx264 -pix_fmt yuv420p",
      "plain.mp4");
  struct {
    int turn;
    const char* corners;  // left above, right above, left below, right below
  } const cases[] = {{0, "rrbg"}, {90, "brgr"}, {180, "gbrr"}, {270, "rgrb"}};
  for (const auto& [turn, corners] : cases) {
    // The older word counts against the clock.
    ffmpeg(
        "-i '" + path("plain.mp4") + "' -c copy -metadata:s:v rotate=" + std::to_string((360 - turn) % 360),
        "turned.mp4");
    const Result<VideoInfo> info = probe(path("turned.mp4"));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->turned, turn);
    EXPECT_EQ(info->width, turn % 180 == 0 ? 160 : 90);
    const int width = info->width, height = info->height;
    Result<Pictures> pictures = Pictures::open(path("turned.mp4"), {width, height, Fit::crop, {Wish{}}}, {});
    ASSERT_TRUE(pictures);
    Picture picture = black(width, height);
    ASSERT_TRUE(pictures->next(picture.bytes));
    EXPECT_EQ(corners_of(picture, width, height), corners) << turn;
  }
}

TEST_F(AFilm, MirrorsWhatItsFileSaysIsMirrored) {
  // Red above, blue on the left below, green on the right below: stored so, and looked at by these matrices.
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=5:d=1 -vf "
      "\"drawbox=c=blue:t=fill:y=45:w=80,drawbox=c=lime:t=fill:x=80:y=45\" "
      "-c:v libx264 -pix_fmt yuv420p",
      "plain.mp4");
  const auto file = [](int a, int b, int c, int d) {
    std::string bytes;
    for (const int value : {a * 65536, b * 65536, 0, c * 65536, d * 65536, 0, 0, 0, 1 << 30})
      for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift & 255);
    return bytes;
  };
  std::ifstream in(path("plain.mp4"), std::ios::binary);
  const std::string plain{std::istreambuf_iterator<char>(in), {}};
  const std::size_t film = plain.find(file(1, 0, 0, 1)), track = plain.find(file(1, 0, 0, 1), film + 1);
  ASSERT_NE(track, std::string::npos);
  struct {
    int a, b, c, d, turned;
    const char* corners;  // left above, right above, left below, right below
  } const cases[] = {{-1, 0, 0, 1, 0, "rrgb"},
                     {1, 0, 0, -1, 180, "bgrr"},
                     {0, 1, 1, 0, 90, "rbrg"},
                     {0, -1, -1, 0, 270, "grbr"}};
  for (const auto& [a, b, c, d, turned, corners] : cases) {
    std::ofstream(path("mirrored.mp4"), std::ios::binary)
        << std::string(plain).replace(track, 36, file(a, b, c, d));
    const Result<VideoInfo> info = probe(path("mirrored.mp4"));
    ASSERT_TRUE(info);
    EXPECT_TRUE(info->mirrored);
    EXPECT_EQ(info->turned, turned) << corners;
    const int width = info->width, height = info->height;
    const Wanted wanted{width, height, Fit::crop, {Wish{}, {.x = .25f, .y = .75f, .size = .5f}}};
    Result<Pictures> pictures = Pictures::open(path("mirrored.mp4"), wanted, {});
    ASSERT_TRUE(pictures);
    Picture picture = black(width, height);
    ASSERT_TRUE(pictures->next(picture.bytes));
    EXPECT_EQ(corners_of(picture, width, height), corners);
    ASSERT_TRUE(pictures->next(picture.bytes));
    EXPECT_EQ(letter(picture, width / 2, height / 2), corners[2]) << corners;
  }
}

TEST_F(AFilm, FitsAPictureOfAnotherShape) {
  ffmpeg(
      "-f lavfi -i color=red:s=90x160:r=5:d=1 -vf \"drawbox=c=lime:t=fill:h=20\" -c:v libx264 -pix_fmt "
      "yuv420p",
      "tall.mp4");
  const auto middle_and_side = [&](Fit fit) {
    Result<Pictures> pictures = Pictures::open(path("tall.mp4"), {160, 90, fit, {Wish{}}}, {});
    Picture picture = black(160, 90);
    EXPECT_TRUE(pictures && pictures->next(picture.bytes));
    return std::string{letter(picture, 80, 4), letter(picture, 80, 46), letter(picture, 4, 46)};
  };
  EXPECT_EQ(middle_and_side(Fit::crop), "rrr");
  EXPECT_EQ(middle_and_side(Fit::pad), "grk");
  EXPECT_EQ(middle_and_side(Fit::blur), middle_and_side(Fit::usual));
  EXPECT_EQ(middle_and_side(Fit::blur).substr(0, 2), "gr");
  EXPECT_NE(middle_and_side(Fit::blur)[2], 'k');
}

TEST_F(AFilm, FitsALyingPictureIntoAnUprightThumbnail) {
  camera("red.mp4", "red", "160x90", "25", 0, 0);
  for (const auto& [width, height] : {std::pair{40, 72}, {16, 16}, {90, 160}, {128, 72}}) {
    Result<Pictures> pictures =
        Pictures::open(path("red.mp4"), {width, height, Fit::blur, {{.at_s = .5}}}, {});
    ASSERT_TRUE(pictures);
    Picture picture = black(width, height);
    const Result<double> began = pictures->next(picture.bytes);
    ASSERT_TRUE(began) << width << "x" << height << ": " << began.error().line();
    EXPECT_EQ(letter(picture, width / 2, height / 2), 'r');
  }
}

TEST_F(AFilm, LooksThroughAWindow) {
  // Four quarters; a window of half the size sees one of them.
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=5:d=1 -vf "
      "\"drawbox=c=blue:t=fill:y=45:w=80,drawbox=c=lime:t=fill:x=80:y=45,drawbox=c=white:t=fill:x=80:h=45\" "
      "-c:v libx264 -pix_fmt yuv420p",
      "quarters.mp4");
  Wanted wanted{160, 90, Fit::crop, {}};
  wanted.wishes = {{0, .25f, .25f, .45f},
                   {0, .75f, .25f, .45f},
                   {0, .25f, .75f, .45f},
                   {0, 1, 1, .45f},
                   {0, .5f, .25f, .45f, 1, 0}};
  Result<Pictures> pictures = Pictures::open(path("quarters.mp4"), wanted, {});
  ASSERT_TRUE(pictures);
  Picture picture = black(160, 90);
  std::string seen;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(pictures->next(picture.bytes));
    for (const int x : {20, 140}) seen += letter(picture, x, 46);
  }
  EXPECT_EQ(seen, "rrwwbbgg");
  // Swung from red to white: neither.
  ASSERT_TRUE(pictures->next(picture.bytes));
  EXPECT_EQ(letter(picture, 80, 46), 'r');
  const auto luma = [&](int x) { return picture.bytes[static_cast<std::size_t>(46 * 160 + x)]; };
  EXPECT_GT(luma(150), luma(10) + 20);
}

TEST_F(AFilm, TonesHdrDownAndJoinsFields) {
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=25:d=1 -vf format=yuv420p10le -c:v libx265 -x265-params "
      "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
      "hdr.mp4");
  ffmpeg(
      "-f lavfi -i color=blue:s=160x96:r=50:d=1 -vf interlace -c:v libx264 -flags +ildct -x264opts "
      "interlaced",
      "fields.mp4");
  const Result<VideoInfo> hdr = probe(path("hdr.mp4")), fields = probe(path("fields.mp4"));
  ASSERT_TRUE(hdr && fields);
  EXPECT_TRUE(hdr->hdr);
  EXPECT_EQ(hdr->codec, "hevc");
  EXPECT_TRUE(fields->interlaced);
  EXPECT_EQ(seen("hdr.mp4", 160, 90, 25, 25), std::string(25, 'r'));
  EXPECT_EQ(seen("fields.mp4", 160, 90, 25, 25), std::string(25, 'b'));
}

TEST_F(AFilm, SaysWhatIsNoVideo) {
  ASSERT_EQ(std::system(("printf hello >'" + path("a.mp4") + "'; : >'" + path("empty.mkv") + "'").c_str()),
            0);
  ffmpeg("-f lavfi -i sine=d=1", "sound.m4a");
  EXPECT_NE(probe(path("a.mp4")).error().line().find("not a video file"), std::string::npos);
  EXPECT_FALSE(probe(path("empty.mkv")));
  EXPECT_NE(probe(path("sound.m4a")).error().line().find("no picture in it"), std::string::npos);
  fs::resize_file(path("sound.m4a"), fs::file_size(path("sound.m4a")) / 2);  // its list was at the end
  EXPECT_NE(probe(path("sound.m4a")).error().line().find("cut off"), std::string::npos);
  EXPECT_EQ(probe(path("none.mp4")).error().code, ErrorCode::not_found);
  // One whose end is missing is shown as far as it goes; its last picture is held.
  camera("whole.mkv", "red", "160x90", "30", 0, 0);
  fs::resize_file(path("whole.mkv"), fs::file_size(path("whole.mkv")) / 2);
  EXPECT_EQ(seen("whole.mkv", 160, 90, 30, 140).find_first_not_of("rw"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::video
