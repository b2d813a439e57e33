// An Encoder writes pictures and sound into an mp4: H.264 (where there is an encoder), AAC of 256 kbit/s, the
// index in front. It writes through a name that is nobody else's (io/files/new_file.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/video/picture.h"

namespace firstchair::video {

struct Chapter {
  double from_s = 0, to_s = 0;  // from the film's beginning
  std::string title;
};

struct EncoderConfig {
  std::string path;  // of the file that is written
  bool force = false;
  int width = 0, height = 0;  // even
  cut::FrameRate rate;
  double sound_rate = 0;  // Hz; 0: no sound
  bool draft = false;     // quick and coarse
  std::string encoder;    // of the picture, by FFmpeg's name; empty: the first of the list that opens
  std::string title;
  std::vector<Chapter> chapters;
};

class Encoder {
 public:
  // Errors: unwritable (already there without `force`, no permission), unsupported (no encoder).
  static Result<Encoder> make(const EncoderConfig& config);
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;
  ~Encoder();  // without finish() nothing stays

  const std::string& picture_encoder() const;  // "libx264"
  // Takes the next picture; its time is its number divided by the rate. Errors: unwritable.
  Result<Done> picture(std::span<const std::uint8_t> bytes);
  // Takes the next samples: left, right, left, right. Errors: unwritable.
  Result<Done> sound(std::span<const float> stereo);
  // Ends the file and puts it under its name. Errors: unwritable.
  Result<Done> finish();

 private:
  struct Side;
  explicit Encoder(std::unique_ptr<Side> side);
  std::unique_ptr<Side> side_;
};

}  // namespace firstchair::video
