// A FrameFitter makes a decoded frame the picture of a film: the window that is asked for, turned upright,
// scaled, toned down where it is HDR, in BT.709.
#pragma once

#include <span>

#include "io/video/libav.h"
#include "io/video/picture.h"
#include "io/video/probe.h"

namespace firstchair::video {

class FrameFitter {
 public:
  FrameFitter(const VideoInfo& info, int width, int height, Fit fit);

  // Writes picture_bytes(width, height) bytes; false when the frame cannot be converted.
  bool fit(const AVFrame& frame, const Wish& wish, std::span<std::uint8_t> into);

 private:
  // A Part is a rectangle of the stored frame, in its pixels.
  struct Part {
    int x = 0, y = 0, width = 0, height = 0;
  };
  struct Shape {  // what a graph is made for
    int width = 0, height = 0, format = -1, matrix = -1;
    bool windowed = false;
    bool operator==(const Shape&) const = default;
  };
  Part window(const AVFrame& frame, float x, float y, float size) const;
  std::string filters(const AVFrame& frame, bool windowed) const;
  bool convert(const AVFrame& frame, const Part& part, bool windowed, std::span<std::uint8_t> into);
  bool shows_all(const AVFrame& frame) const;

  int turned_;
  bool mirrored_, hdr_;
  int width_, height_;
  Fit fit_;
  Shape made_for_;
  OwnedFilters graph_;
  AVFilterContext *in_ = nullptr, *out_ = nullptr;
  Owned<AVFrame> part_{av_frame_alloc()}, fitted_{av_frame_alloc()};
  std::vector<std::uint8_t> one_;
  std::vector<std::uint16_t> sum_;
};

}  // namespace firstchair::video
