// An Encoder writes pictures and sound into an mp4: H.264 (where there is an encoder), AAC of 256 kbit/s or
// ALAC, the index in front. It writes through a name that is nobody else's (io/files/new_file.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/video/codecs.h"
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
  SoundCodec sound_codec = SoundCodec::aac;
  int sound_bits = 24;  // 16 or 24, of a sample that is written without loss
  bool draft = false;   // quick and coarse
  bool timed = false;   // pictures come at times of their own (picture_at()), each a key picture or near one
  std::string encoder;  // of the picture, by FFmpeg's name, if it opens; else the first of the list that does
  std::string title;
  std::vector<Chapter> chapters;
};

class Encoder {
 public:
  // Errors: unwritable (already there without `force`, no permission), unsupported (no encoder), usage (no
  // encoder is called that).
  static Result<Encoder> make(const EncoderConfig& config);
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;
  ~Encoder();  // without finish() nothing stays

  const std::string& picture_encoder() const;  // "libx264"
  // Returns why the encoder that was named is not the one: "h264_vaapi: no graphics card ..."; else nothing.
  const std::string& refused_encoder() const;
  // Takes the next picture; its time is its number divided by the rate. Errors: unwritable.
  Result<Done> picture(std::span<const std::uint8_t> bytes);
  // Takes a picture of a time in seconds, 0 and up, later than the one before; with `timed` only. Errors:
  // unwritable.
  Result<Done> picture_at(std::span<const std::uint8_t> bytes, double at_s);
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
