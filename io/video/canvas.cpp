#include "io/video/canvas.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstring>

#include "io/files/new_file.h"
#include "io/video/libav.h"

namespace firstchair::video {
namespace {

// Five columns, the lowest bit above.
struct Glyph {
  char letter;
  std::array<std::uint8_t, 5> columns;
};
constexpr Glyph kGlyphs[] = {{'0', {0x3e, 0x51, 0x49, 0x45, 0x3e}}, {'1', {0x00, 0x42, 0x7f, 0x40, 0x00}},
                             {'2', {0x62, 0x51, 0x49, 0x49, 0x46}}, {'3', {0x22, 0x41, 0x49, 0x49, 0x36}},
                             {'4', {0x18, 0x14, 0x12, 0x7f, 0x10}}, {'5', {0x27, 0x45, 0x45, 0x45, 0x39}},
                             {'6', {0x3e, 0x49, 0x49, 0x49, 0x30}}, {'7', {0x01, 0x71, 0x09, 0x05, 0x03}},
                             {'8', {0x36, 0x49, 0x49, 0x49, 0x36}}, {'9', {0x06, 0x49, 0x49, 0x49, 0x3e}},
                             {'A', {0x7e, 0x09, 0x09, 0x09, 0x7e}}, {'B', {0x7f, 0x49, 0x49, 0x49, 0x36}},
                             {'C', {0x3e, 0x41, 0x41, 0x41, 0x22}}, {'D', {0x7f, 0x41, 0x41, 0x41, 0x3e}},
                             {'E', {0x7f, 0x49, 0x49, 0x49, 0x41}}, {'F', {0x7f, 0x09, 0x09, 0x09, 0x01}},
                             {'G', {0x3e, 0x41, 0x49, 0x49, 0x3a}}, {'H', {0x7f, 0x08, 0x08, 0x08, 0x7f}},
                             {'I', {0x00, 0x41, 0x7f, 0x41, 0x00}}, {'J', {0x20, 0x40, 0x40, 0x40, 0x3f}},
                             {'K', {0x7f, 0x08, 0x14, 0x22, 0x41}}, {'L', {0x7f, 0x40, 0x40, 0x40, 0x40}},
                             {'M', {0x7f, 0x02, 0x0c, 0x02, 0x7f}}, {'N', {0x7f, 0x04, 0x08, 0x10, 0x7f}},
                             {'O', {0x3e, 0x41, 0x41, 0x41, 0x3e}}, {'P', {0x7f, 0x09, 0x09, 0x09, 0x06}},
                             {'Q', {0x3e, 0x41, 0x51, 0x21, 0x5e}}, {'R', {0x7f, 0x09, 0x19, 0x29, 0x46}},
                             {'S', {0x26, 0x49, 0x49, 0x49, 0x32}}, {'T', {0x01, 0x01, 0x7f, 0x01, 0x01}},
                             {'U', {0x3f, 0x40, 0x40, 0x40, 0x3f}}, {'V', {0x1f, 0x20, 0x40, 0x20, 0x1f}},
                             {'W', {0x7f, 0x20, 0x18, 0x20, 0x7f}}, {'X', {0x63, 0x14, 0x08, 0x14, 0x63}},
                             {'Y', {0x03, 0x04, 0x78, 0x04, 0x03}}, {'Z', {0x61, 0x51, 0x49, 0x45, 0x43}},
                             {'.', {0x00, 0x60, 0x60, 0x00, 0x00}}, {':', {0x00, 0x36, 0x36, 0x00, 0x00}},
                             {'%', {0x23, 0x13, 0x08, 0x64, 0x62}}, {'-', {0x08, 0x08, 0x08, 0x08, 0x08}},
                             {'=', {0x14, 0x14, 0x14, 0x14, 0x14}}, {'+', {0x08, 0x08, 0x3e, 0x08, 0x08}},
                             {'/', {0x20, 0x10, 0x08, 0x04, 0x02}}, {'(', {0x00, 0x1c, 0x22, 0x41, 0x00}},
                             {')', {0x00, 0x41, 0x22, 0x1c, 0x00}}};

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

int Canvas::text(int x, int y, std::string_view words, Rgb colour, int size) {
  for (const char letter : words) {
    const char capital = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    const auto* glyph = std::ranges::find(kGlyphs, capital, &Glyph::letter);
    for (int column = 0; glyph != std::end(kGlyphs) && column < 5; ++column)
      for (int row = 0; row < 7; ++row)
        if ((glyph->columns[static_cast<std::size_t>(column)] >> row & 1) != 0)
          fill(x + column * size, y + row * size, size, size, colour);
    x += 6 * size;
  }
  return x;
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

Result<Done> Canvas::write_png(const std::string& path, bool force) const {
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
