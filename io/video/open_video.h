// An OpenVideo is a video file that libavformat has opened and whose picture can be decoded. Strangers' files
// are opened in the cage only (caged.h).
#pragma once

#include "io/files/input.h"
#include "io/video/libav.h"
#include "io/video/probe.h"

namespace firstchair::video {

struct OpenVideo {
  std::unique_ptr<io::Input> input;  // before what reads it
  Owned<AVIOContext> bytes;
  Owned<AVFormatContext> format;
  Owned<AVCodecContext> codec;
  int stream = -1;
  double zero_s = 0;  // the container's time at which the camera's time is 0
  VideoInfo info;

  double seconds(std::int64_t pts) const;     // a time stamp of the picture's, as camera time
  std::int64_t stamp(double camera_s) const;  // its inverse, rounded down
};

// Errors are those of probe(). It opens no other file, whatever this one asks for, and starts no thread.
Result<OpenVideo> open_video(const io::Input& input);

}  // namespace firstchair::video
