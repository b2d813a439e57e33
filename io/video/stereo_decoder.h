// A StereoDecoder decodes the sound of a file into left and right. It is what runs in the cage.
#pragma once

#include <span>
#include <vector>

#include "io/files/sound_frames.h"

namespace firstchair::video {

class StereoDecoder {
 public:
  // Errors: those of io::SoundFrames, and unsupported for a rate that no film has.
  static Result<StereoDecoder> open(const io::Input& input);
  double rate() const { return frames_.rate(); }
  int bits() const { return frames_.channels() > 2 ? 24 : frames_.bits(); }
  std::size_t read(std::span<float> stereo);

 private:
  explicit StereoDecoder(io::SoundFrames frames);
  bool decode();
  bool mix(AVFrame& frame);

  io::SoundFrames frames_;
  io::Owned<SwrContext> convert_;
  int format_ = -1, channels_ = 0;
  std::size_t priming_ = 0;  // frames still to be dropped
  std::vector<float> ready_;
  std::size_t next_ = 0;
};

}  // namespace firstchair::video
