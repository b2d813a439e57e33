// SoundFrames are the decoded frames of a file's loudest sound track, by FFmpeg's libraries: what the mono
// sound that is heard and the stereo sound of a film are made of. It runs in the cage and starts no thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "engine/core/result.h"
#include "io/files/best_track.h"
#include "io/files/container.h"

namespace firstchair::io {

class SoundFrames {
 public:
  // Errors have no place: unreadable (none of the containers), unsupported (no track, or no decoder for
  // it), malformed (the container or the track is damaged).
  static Result<SoundFrames> open(const Input& input);

  int rate() const { return codec_->sample_rate; }
  int channels() const { return codec_->ch_layout.nb_channels; }
  // Returns 16 where no sample holds more than so many bits, else 24.
  int bits() const;
  const Track& track() const { return track_; }
  std::int64_t length() const;  // in frames, by the container; 0: it does not say
  // The frames at the beginning that are the encoder's own silence, and that FFmpeg does not drop.
  std::size_t priming() const;

  // Returns the next frame, or null at the end; a stream that changes its rate on the way ends there. Where
  // the stamps of a film leave out two packets or more, frames of silence come as long as what is missing:
  // what is behind stays where the film has it, as its pictures do.
  AVFrame* next();
  // Says whether something is missing: the file ended early, a packet was damaged, or the rate changed.
  bool truncated() const { return truncated_; }

 private:
  SoundFrames() = default;
  static constexpr std::int64_t kNoTime = AV_NOPTS_VALUE;
  bool decoded(AVFrame& into);
  void feed();
  std::int64_t begin_of(const AVFrame& frame, std::int64_t due) const;
  std::int64_t missing_before(const AVFrame& frame);
  AVFrame* silence(const AVFrame& like);

  Container container_;
  Owned<AVCodecContext> codec_;
  Owned<AVPacket> packet_{av_packet_alloc()};
  Owned<AVFrame> frame_{av_frame_alloc()}, silence_{av_frame_alloc()};
  Track track_;
  int stream_ = -1, rate_ = 0;
  bool truncated_ = false, stamped_ = false, waits_ = false;  // frame_ stands behind silence
  std::deque<Owned<AVFrame>> ahead_;                          // decoded, and not handed out yet
  std::int64_t due_ = kNoTime;                                // where the next frame is due, in samples
  std::int64_t missing_ = 0, filled_ = 0;                     // samples
};

}  // namespace firstchair::io
