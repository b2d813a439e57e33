// A Canvas is a picture in red, green and blue to draw on, for sheets that people look at.
#pragma once

#include <cstdint>
#include <string>
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
  // Writes one line of UTF-8 into a box whose upper left corner is (x, y); what is wider is cut off. It is
  // drawn over all else, when the canvas is written (libass, DejaVu Sans); without libass there are no words.
  void words(int x, int y, int width, int height, std::string text, Rgb colour);
  // Draws the left `most_width` pixels of a picture.
  void picture(int x, int y, const Picture& picture, int most_width);

  // Errors: unwritable, unsupported (no PNG encoder).
  Result<Done> write_png(const std::string& path, bool force);

 private:
  struct Words {
    int x = 0, y = 0, width = 0, height = 0;
    std::string text;
    Rgb colour;
  };
  void draw(const std::vector<Words>& words);

  int width_, height_;
  std::vector<std::uint8_t> bytes_;
  std::vector<Words> words_;
};

}  // namespace firstchair::video
