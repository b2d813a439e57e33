// A SoundTrack streams a file's sound in stereo, for a film. What is heard for sync and strokes goes through
// io/files/audio_file.h; this one keeps left and right apart.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "io/video/caged.h"

namespace firstchair::video {

class SoundTrack {
 public:
  // Reads what AudioFile reads, and the sound of avi and mpegts files. Errors: as AudioFile::open().
  static Result<SoundTrack> open(const std::string& path, const io::Cage& cage);
  SoundTrack(SoundTrack&&) noexcept;
  SoundTrack& operator=(SoundTrack&&) noexcept;
  ~SoundTrack();

  double rate() const;  // Hz
  int bits() const;     // of a sample: 16 where no sample holds more, else 24
  // Fills the start of `stereo` (left, right, left ...; an even size) and returns how many samples; 0 means
  // the end, which is also where a file breaks off.
  std::size_t read(std::span<float> stereo);

 private:
  struct Side;
  explicit SoundTrack(std::unique_ptr<Side> side);
  std::unique_ptr<Side> side_;
};

// In the cage: answers "stereo".
Result<Done> tell_stereo(const io::Input& input, io::SampleRing& ring, const Say& say);

}  // namespace firstchair::video
