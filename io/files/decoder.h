// This is what a sound decoder must do. Every library has one implementation, and audio_file.cpp chooses.
#pragma once

#include "io/files/audio_file.h"

namespace firstchair::io {

struct AudioFile::Decoder {
  AudioInfo info;
  bool truncated = false;

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;
  virtual std::size_t read(std::span<float> mono) = 0;
};

// Both return an Error without a place.
Result<std::unique_ptr<AudioFile::Decoder>> open_sndfile(const std::string& path);
Result<std::unique_ptr<AudioFile::Decoder>> open_ffmpeg(const std::string& path);

}  // namespace firstchair::io
