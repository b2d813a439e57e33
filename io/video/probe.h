// VideoInfo says what a video file is, before any of its pictures is wanted.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/files/cage.h"

namespace firstchair::video {

// The camera's time begins with the first sample of its sound, as AudioFile decodes it (io/files); where it
// has no sound, with its first picture.
struct VideoInfo {
  int width = 0, height = 0;   // as it is looked at: turned, and with square pixels
  cut::FrameRate rate;         // the mean; pictures may come at any times
  double starts_s = 0;         // when its first picture is shown
  double length_s = 0;         // of the picture; 0: the file does not say
  int turned = 0;              // degrees clockwise from how it is stored: 0, 90, 180, 270
  bool mirrored = false;       // then left and right change places
  bool sound = false;          // has a sound track
  bool hdr = false;            // PQ or HLG: its pictures are toned down to BT.709
  bool hlg = false;            // HDR of the second kind
  bool interlaced = false;     // its pictures are made whole (bwdif)
  bool variable_rate = false;  // the file says so of itself
  std::string codec;           // "h264"
  // What the file says the timecode of its first picture is, as it stands there, and what counts it; empty:
  // it says nothing. cut::timecode_from() tells whether that can be.
  std::string timecode;
  cut::FrameRate timecode_rate;
};

// Reads mov (mp4), matroska (webm), avi and mpegts files. With a cage the libraries run in a process of their
// own. Errors: not_found, unreadable (no video file, the decoder stopped), unsupported (no picture in it, no
// decoder for it), malformed.
Result<VideoInfo> probe(const std::string& path, const io::Cage& cage = {});

}  // namespace firstchair::video
