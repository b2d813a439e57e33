#include "io/video/canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "engine/core/script_text.h"
#include "io/files/new_file.h"
#include "io/video/burner.h"
#include "io/video/libav.h"

namespace firstchair::video {
namespace {

std::uint8_t byte_of(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

}  // namespace

Canvas::Canvas(int width, int height, Rgb ground)
    : width_(width),
      height_(height),
      bytes_(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
  fill(0, 0, width, height, ground);
}

Rgb Canvas::at(int x, int y) const {
  const std::size_t i =
      3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x));
  return {bytes_[i], bytes_[i + 1], bytes_[i + 2]};
}

void Canvas::fill(int x, int y, int width, int height, Rgb colour) {
  const int left = std::max(x, 0), right = std::min(x + width, width_),
            bottom = std::min(y + height, height_);
  for (int row = std::max(y, 0); row < bottom; ++row) {
    std::size_t i = 3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
                         static_cast<std::size_t>(left));
    for (int column = left; column < right; ++column) {
      bytes_[i++] = colour.red;
      bytes_[i++] = colour.green;
      bytes_[i++] = colour.blue;
    }
  }
}

void Canvas::words(int x, int y, int width, int height, std::string text, Rgb colour) {
  words_.push_back({x, y, width, height, script_text(std::move(text)), colour});
}

// They are burnt white on black: what is light there is how much of its colour a pixel gets.
void Canvas::draw(const std::vector<Words>& words) {
  std::string script = fmt::format(
      "[Script Info]\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: {}\nWrapStyle: 2\n\n"
      "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, BorderStyle, Outline, Shadow, "
      "Alignment\n"
      "Style: Words,DejaVu Sans,20,&H00FFFFFF,1,0,0,7\n\n"
      "[Events]\nFormat: Start, End, Style, Text\n",
      width_, height_);
  for (const Words& one : words)
    script +=
        fmt::format("Dialogue: 0:00:00.00,0:01:00.00,Words,{{\\pos({},{})\\clip({},{},{},{})\\fs{}}}{}\n",
                    one.x, one.y, one.x, one.y, one.x + one.width, one.y + one.height, one.height, one.text);
  Picture written = black(width_, height_);
  Result<Burner> burner = Burner::make(script, width_, height_, {});
  if (!burner || !burner->draw(0, written.bytes)) return;
  for (const Words& one : words)
    for (int y = std::max(0, one.y); y < std::min(height_, one.y + one.height); ++y)
      for (int x = std::max(0, one.x); x < std::min(width_, one.x + one.width); ++x) {
        const auto pixel =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
        const double share = std::clamp((written.bytes[pixel] - 16) / 219., 0., 1.);
        std::uint8_t* at = bytes_.data() + 3 * pixel;
        at[0] = byte_of(std::lerp(at[0], one.colour.red, share));
        at[1] = byte_of(std::lerp(at[1], one.colour.green, share));
        at[2] = byte_of(std::lerp(at[2], one.colour.blue, share));
      }
}

void Canvas::picture(int x, int y, const Picture& picture, int most_width) {
  const auto width = static_cast<std::size_t>(picture.width),
             pixels = width * static_cast<std::size_t>(picture.height);
  for (int row = 0; row < picture.height; ++row)
    for (int column = 0; column < std::min(picture.width, most_width); ++column) {
      const auto r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(column);
      const std::size_t half = pixels + r / 2 * (width / 2) + c / 2;
      const double luma = 1.164 * (picture.bytes[r * width + c] - 16);
      const double blue = picture.bytes[half] - 128., red = picture.bytes[half + pixels / 4] - 128.;
      fill(x + column, y + row, 1, 1,
           {byte_of(luma + 1.793 * red), byte_of(luma - .213 * blue - .533 * red),
            byte_of(luma + 2.112 * blue)});
    }
}

Result<Done> Canvas::write_png(const std::string& path, bool force) {
  draw(std::exchange(words_, {}));
  const Error none{ErrorCode::unsupported, path, "no encoder for PNG", "Install FFmpeg with it"};
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_PNG);
  Owned<AVCodecContext> codec(encoder == nullptr ? nullptr : avcodec_alloc_context3(encoder));
  Owned<AVFrame> frame(av_frame_alloc());
  Owned<AVPacket> packet(av_packet_alloc());
  if (!codec || !frame || !packet) return none;
  codec->width = frame->width = width_;
  codec->height = frame->height = height_;
  codec->pix_fmt = AV_PIX_FMT_RGB24;
  frame->format = AV_PIX_FMT_RGB24;
  codec->time_base = {1, 1};
  if (avcodec_open2(codec.get(), encoder, nullptr) < 0 || av_frame_get_buffer(frame.get(), 0) < 0)
    return none;
  const std::size_t row = 3 * static_cast<std::size_t>(width_);
  for (int y = 0; y < height_; ++y)
    std::memcpy(frame->data[0] + y * frame->linesize[0], bytes_.data() + static_cast<std::size_t>(y) * row,
                row);
  if (avcodec_send_frame(codec.get(), frame.get()) < 0 ||
      avcodec_receive_packet(codec.get(), packet.get()) < 0)
    return none;
  Result<io::NewFile> file = io::NewFile::make(path, force);
  if (!file) return file.error();
  file->write({reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)});
  return file->place();
}

}  // namespace firstchair::video
