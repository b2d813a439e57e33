#include "io/video/picture.h"

#include <algorithm>

namespace firstchair::video {

Picture black(int width, int height) {
  constexpr std::uint8_t kBlack = 16, kGrey = 128;
  Picture picture{width, height, std::vector<std::uint8_t>(picture_bytes(width, height), kGrey)};
  std::fill_n(picture.bytes.begin(), static_cast<std::ptrdiff_t>(width) * height, kBlack);
  return picture;
}

}  // namespace firstchair::video
