// A Burner draws a script of Advanced SubStation Alpha into the pictures of a film (libass, through
// libavfilter). The script is our own: nothing that a stranger wrote is drawn.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/cut/film.h"

namespace firstchair::video {

class Burner {
 public:
  // Errors: unsupported (FFmpeg has no filter "ass", the script cannot be read). The script's times count
  // from the film's first picture.
  static Result<Burner> make(const std::string& script, int width, int height, const cut::FrameRate& rate);
  Burner(Burner&&) noexcept;
  Burner& operator=(Burner&&) noexcept;
  ~Burner();

  // Draws what stands in the script at the middle of picture `number` into it; numbers go up. False: it could
  // not.
  bool draw(std::int64_t number, std::span<std::uint8_t> picture);

 private:
  struct Side;
  explicit Burner(std::unique_ptr<Side> side);
  std::unique_ptr<Side> side_;
};

}  // namespace firstchair::video
