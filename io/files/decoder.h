// This is what a sound decoder must do. Every library has one implementation, and audio_file.cpp chooses; one
// more asks another process (caged_decoder.cpp).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "io/files/audio_file.h"
#include "io/files/cage.h"
#include "io/files/input.h"

namespace firstchair::io {

struct AudioFile::Decoder {
  AudioInfo info;
  bool truncated = false;
  bool opposite = false;       // its two channels are each other's opposite: the louder one is heard
  std::string warning;         // of the decoding itself; empty: none
  std::optional<Error> broke;  // why the sound ends before its end; without a place

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;
  virtual std::size_t read(std::span<float> mono) = 0;
};

// Opposites hears the first seconds of two channels and says whether each is the other upside down, so that
// their sum is next to silence.
class Opposites {
 public:
  static constexpr int kSeconds = 10;
  void add(double left, double right) {
    left_ += left * left;
    right_ += right * right;
    both_ += (left + right) * (left + right) / 4;
  }
  // Returns the louder channel of opposites, 0 or 1; else -1. Codecs leave 0.08 of the softer one's energy in
  // the sum of two exact opposites; two channels that have nothing to do with each other leave 0.5.
  int louder() const {
    constexpr double kLeftOver = 0.12;
    const double softer = left_ < right_ ? left_ : right_;
    if (!(softer > 0) || !(both_ < kLeftOver * softer)) return -1;
    return right_ > 1.01 * left_ ? 1 : 0;
  }

 private:
  double left_ = 0, right_ = 0, both_ = 0;  // energies
};

// All return an Error without a place. The input stays open while its decoder lives.
Result<std::unique_ptr<AudioFile::Decoder>> open_sndfile(const Input& input);
Result<std::unique_ptr<AudioFile::Decoder>> open_ffmpeg(const Input& input);
Result<std::unique_ptr<AudioFile::Decoder>> open_caged(const Input& input, const Cage& cage);

// In this process, by whichever library knows it. The program's `decode` command calls it inside the cage.
Result<std::unique_ptr<AudioFile::Decoder>> open_decoder(const Input& input);

}  // namespace firstchair::io
