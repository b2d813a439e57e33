// A FilmSound is the sound of a film, from its first sample on: the master as it is, or a camera's, laid on
// the master's clock.
#pragma once

#include <optional>
#include <vector>

#include "engine/cut/film.h"
#include "io/video/codecs.h"
#include "io/video/libav.h"
#include "io/video/sound_track.h"

namespace firstchair::video {

class FilmSound {
 public:
  // It gives nothing when the film has no sound. Relative names are below `folder`; its rate is one that the
  // codec takes. Errors: as SoundTrack::open().
  static Result<std::optional<FilmSound>> open(const cut::Film& film, const std::string& folder,
                                               SoundCodec codec, const io::Cage& cage);
  double rate() const { return rate_; }
  // Returns 16 where no sample of it holds more bits, else 24.
  int bits() const { return stretch_ ? 24 : track_.bits(); }
  // Returns the next samples, left and right in turn; `frames` of them unless the sound is over (then zeros).
  std::vector<float> next(std::size_t frames);

 private:
  explicit FilmSound(SoundTrack track) : track_(std::move(track)) {}
  bool fill();  // ready_ from the file

  SoundTrack track_;
  double rate_ = 0;
  Owned<SwrContext> stretch_;
  std::vector<float> ready_, block_;
  int more_ = 0;            // frames that a camera's clock is short of, in two million
  std::size_t silent_ = 0;  // frames of silence before it
  bool over_ = false;
};

// Returns the path of a name in a film.
std::string path_of(const std::string& name, const std::string& folder);

}  // namespace firstchair::video
