// A FrameSource gives the frames of an opened video in the order they are shown, whole (not interlaced), each
// with its camera time. It can seek.
#pragma once

#include "io/video/open_video.h"

namespace firstchair::video {

struct TimedFrame {
  Owned<AVFrame> frame;
  double at_s = 0;
};

class FrameSource {
 public:
  explicit FrameSource(OpenVideo video);

  const VideoInfo& info() const { return video_.info; }
  // Fills `into` with the next frame, which is later than the one before; false at the end, or where nothing
  // more can be decoded.
  bool next(TimedFrame& into);
  // Goes to a key frame at or before this time, where the file has one; the next frame is that one.
  void seek(double camera_s);
  // Says whether seeking there would skip frames: whether a key frame lies between the two times.
  bool worth_seeking(double from_s, double to_s) const;

 private:
  bool decoded(AVFrame& frame);            // straight from the decoder
  bool whole(AVFrame& frame);              // and with its fields joined
  bool join_fields(const AVFrame& first);  // makes the graph

  OpenVideo video_;
  Owned<AVPacket> packet_{av_packet_alloc()};
  Owned<AVFrame> frame_{av_frame_alloc()}, field_{av_frame_alloc()};
  OwnedFilters graph_;
  AVFilterContext *in_ = nullptr, *out_ = nullptr;
  bool drained_ = false, graph_drained_ = false, anything_ = false;
  double last_s_ = 0;
};

}  // namespace firstchair::video
