// A Picture is one frame of a film: 8 bits, planar 4:2:0, BT.709, limited range, of even width and height.
// A Wish says which picture of a camera is wanted, and what part of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace firstchair::video {

inline constexpr int kLargestSide = 8192;  // pixels

// Its planes lie end to end without gaps: luma, then the two of colour with half its width and height.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> bytes;
};
constexpr std::size_t picture_bytes(int width, int height) {
  const auto luma = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  return luma + luma / 2;
}
// Returns a picture that is black everywhere.
Picture black(int width, int height);

// How a camera's picture fills a film of another shape.
enum class Fit : std::uint8_t {
  usual,  // crop where both are wide or both are tall, else blur
  crop,   // fill the film, lose what is over
  blur,   // show all of it, before its own blurred picture
  pad     // show all of it, before black
};

// The window is what is seen of the camera's picture: its middle (0..1 from the left and from the top of the
// picture as it is looked at) and its size, as a share of the largest window that fits. It is moved inside
// the picture where it would reach out. With a smear it is the mean of windows along that way (shares of the
// picture's width and height): what a shutter sees while the camera is swung.
struct Wish {
  double at_s = 0;  // the camera's time; see VideoInfo
  float x = .5f, y = .5f, size = 1;
  float smear_x = 0, smear_y = 0;
  bool operator==(const Wish&) const = default;
};

// A Wanted is all that is wanted of one file; the pictures come in the order of its wishes.
struct Wanted {
  int width = 0, height = 0;  // even, 16..kLargestSide
  Fit fit = Fit::usual;
  std::vector<Wish> wishes;
};

}  // namespace firstchair::video
