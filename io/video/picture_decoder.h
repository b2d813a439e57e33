// A PictureDecoder answers wishes for pictures of one file. It is what runs in the cage.
#pragma once

#include <optional>
#include <span>

#include "io/video/frame_fitter.h"
#include "io/video/frame_source.h"

namespace firstchair::video {

class PictureDecoder {
 public:
  // Errors are those of probe().
  static Result<PictureDecoder> open(const io::Input& input, int width, int height, Fit fit);

  const VideoInfo& info() const { return source_.info(); }
  // Writes the picture that is on display at the wish's time: the last one that began by then; before the
  // first one, the first. Where the file is damaged or over, the last that could be decoded is held. Returns
  // when that picture began; errors: malformed, when there is none at all. `before` may be what the last call
  // wrote, unchanged: a slow film asks for the same picture again and again, and then it is copied.
  Result<double> picture(const Wish& wish, std::span<std::uint8_t> into,
                         std::span<const std::uint8_t> before = {});

 private:
  PictureDecoder(FrameSource source, FrameFitter fitter)
      : source_(std::move(source)), fitter_(std::move(fitter)) {}
  void go_to(double at_s);
  void begin_at(double at_s);

  FrameSource source_;
  FrameFitter fitter_;
  TimedFrame now_, next_;
  std::optional<Wish> fitted_;  // what the last picture was, with the time at which it began
  bool has_now_ = false, has_next_ = false;
};

}  // namespace firstchair::video
