// A MadeUp makes up the pictures between a camera's own, by how they move (minterpolate of libavfilter). It
// is slow, and what moves fast or turns, as sticks do, may tear.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "engine/core/result.h"
#include "engine/cut/film.h"

namespace firstchair::video {

class MadeUp {
 public:
  // Takes the film's next picture, which it may draw on.
  using Give = std::function<Result<Done>(std::span<std::uint8_t>)>;

  // Errors: unsupported (FFmpeg has no filter "minterpolate").
  static Result<MadeUp> make(int width, int height, const cut::FrameRate& rate);
  MadeUp(MadeUp&&) noexcept;
  MadeUp& operator=(MadeUp&&) noexcept;
  ~MadeUp();

  // Begins a stretch of so many of the film's pictures. Between two stretches nothing is made up.
  void begin(std::size_t pictures);
  // Takes the camera's next picture, which stands `at_s` of film time after the stretch's first; the
  // stretch's first picture may stand before it. What is ready is given on. Errors: give's; unsupported.
  Result<Done> put(std::span<const std::uint8_t> picture, double at_s, const Give& give);
  // Gives the rest of the stretch, so that it has as many as begin() said.
  Result<Done> end(const Give& give);

 private:
  struct Side;
  explicit MadeUp(std::unique_ptr<Side> side);
  std::unique_ptr<Side> side_;
};

}  // namespace firstchair::video
