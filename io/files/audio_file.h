// An AudioFile streams a sound file as mono frames. libsndfile reads wav, flac, ogg, opus, mp3, aiff, caf and
// w64; FFmpeg's libraries read the audio track of m4a, mp4, mov, mkv, webm, mts, avi, raw aac and ac3, and
// those of the others that libsndfile refuses. Nothing else is tried, whatever a file says it is.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/core/units.h"
#include "io/files/cage.h"

namespace firstchair::io {

// What a file keeps of its samples where that is less than 16 bits of each.
enum class Coding : unsigned char { whole, eight_bits, adpcm, telephone };

struct AudioInfo {
  double rate = 0;    // Hz, 8000..192000 (anything else is an error of open())
  int channels = 0;   // the file's; frames are delivered as the mean of all channels
  Frames frames = 0;  // what the header says, for a progress bar; 0 when unknown
  Coding coding = Coding::whole;
  int track = 1, tracks = 1;  // which of so many sound tracks is heard: the loudest (best_track.h)
};

class AudioFile {
 public:
  // With a cage the libraries run in a process of their own. Errors: not_found, unreadable (the
  // decoder stopped), malformed (empty, not a sound file), unsupported (no audio track, no decoder).
  static Result<AudioFile> open(const std::string& path, const Cage& cage = {});
  AudioFile(AudioFile&&) noexcept;
  AudioFile& operator=(AudioFile&&) noexcept;
  ~AudioFile();

  const AudioInfo& info() const;
  // Fills the start of `mono` and returns how many frames; 0 means the end. Samples are full scale 1 and may
  // be beyond it or not finite where the file has them so. A file that breaks off in the middle ends there:
  // truncated() is then true.
  std::size_t read(std::span<float> mono);
  bool truncated() const;
  // Says that its two channels are each other's opposite, so that their mean would be silence: the frames are
  // those of the louder one. It is known at the end.
  bool opposite() const;
  // Says why the sound ended before its end: the decoder stopped. It has no place.
  const std::optional<Error>& broke() const;
  // Gives one line about how it was decoded, without a place; it is empty when there is none.
  const std::string& warning() const;

  struct Decoder;

 private:
  struct Handle;
  AudioFile(std::unique_ptr<Handle> file, std::unique_ptr<Decoder> decoder);
  std::unique_ptr<Handle> file_;  // before what reads it
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace firstchair::io
