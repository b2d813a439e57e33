// A StereoDecoder decodes the sound of a file into left and right. It is what runs in the cage.
#pragma once

#include <span>
#include <vector>

#include "io/video/open_video.h"

namespace firstchair::video {

class StereoDecoder {
 public:
  // Errors: unreadable, unsupported, malformed.
  static Result<StereoDecoder> open(const io::Input& input);
  double rate() const { return codec_->sample_rate; }
  std::size_t read(std::span<float> stereo);

 private:
  StereoDecoder() = default;
  bool decode();
  bool mix();

  OpenContainer container_;
  Owned<AVCodecContext> codec_;
  Owned<AVPacket> packet_{av_packet_alloc()};
  Owned<AVFrame> frame_{av_frame_alloc()};
  Owned<SwrContext> convert_;
  int stream_ = -1, format_ = -1, channels_ = 0;
  std::vector<float> ready_;
  std::size_t next_ = 0;
};

}  // namespace firstchair::video
