// A Canvas is a picture in red, green and blue to draw on, for sheets that people look at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "io/video/picture.h"

namespace firstchair::video {

struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;
};

class Canvas {
 public:
  Canvas(int width, int height, Rgb ground);
  int width() const { return width_; }
  int height() const { return height_; }
  Rgb at(int x, int y) const;

  // What lies outside the canvas is left out.
  void fill(int x, int y, int width, int height, Rgb colour);
  // Draws digits, letters (as capitals) and . : % - = + / ( ) in a raster of 5 by 7, `size` pixels a dot;
  // other letters are a gap. Returns where the text ends.
  int text(int x, int y, std::string_view words, Rgb colour, int size = 2);
  // Draws the left `most_width` pixels of a picture.
  void picture(int x, int y, const Picture& picture, int most_width);

  // Errors: unwritable, unsupported (no PNG encoder).
  Result<Done> write_png(const std::string& path, bool force) const;

 private:
  int width_, height_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace firstchair::video
