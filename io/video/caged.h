// This file has both sides of a video file in the cage (io/files/cage.h). The tasks are "video" (what the
// file is, one `data` message), "picture" (PictureRing; a `picture` message for each, then `end`) and
// "stereo" (io/video/sound_track.h).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "io/files/cage.h"
#include "io/files/sample_ring.h"
#include "io/video/picture.h"
#include "io/video/picture_ring.h"
#include "io/video/probe.h"

namespace firstchair::video {

struct VideoMessage {
  std::int32_t width = 0, height = 0, numerator = 0, denominator = 0, turned = 0;
  std::uint32_t flags = 0;  // 1 sound, 2 HDR, 4 interlaced, 8 variable rate, 16 mirrored, 32 HLG
  double starts_s = 0, length_s = 0;
  char codec[24] = {};
  char timecode[24] = {};
  std::int32_t timecode_numerator = 0, timecode_denominator = 0;
};
struct PictureMessage {
  double at_s = 0;  // when it began
};

// Pictures gives the pictures of one file that are wanted, in that order. It is not thread-safe.
class Pictures {
 public:
  // With a cage the libraries run in a process of their own, which decodes ahead. Errors: as probe().
  static Result<Pictures> open(const std::string& path, Wanted wanted, const io::Cage& cage);
  Pictures(Pictures&&) noexcept;
  Pictures& operator=(Pictures&&) noexcept;
  ~Pictures();

  // Writes the next picture: picture_bytes(width, height) bytes. Returns when it began, in camera time; at
  // most kMostWishes times. Errors: malformed, unsupported, unreadable (the decoder stopped).
  Result<double> next(std::span<std::uint8_t> into);

 private:
  struct Side;
  explicit Pictures(std::unique_ptr<Side> side);
  std::unique_ptr<Side> side_;
};

// What the cage says, and how. Without bytes only the message's head is said.
using Say = std::function<void(io::Said, std::uint32_t length, const void* bytes)>;

// In the cage: answers "video".
Result<Done> tell_video(const io::Input& input, const Say& say);
// In the cage: answers "picture".
Result<Done> tell_pictures(const io::Input& input, PictureRing& ring, const Say& say);

// Opens a file that can be read anywhere in. Errors: not_found, unreadable. The descriptor is the caller's.
Result<io::Input> open_input(const std::string& path);

}  // namespace firstchair::video
