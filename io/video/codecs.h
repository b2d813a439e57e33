// This file opens the encoders of a film's pictures and sound.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/video/libav.h"

namespace firstchair::video {

struct FreeBuffer {
  void operator()(AVBufferRef* p) const { av_buffer_unref(&p); }
};
using OwnedBuffer = std::unique_ptr<AVBufferRef, FreeBuffer>;

struct PictureCodecConfig {
  int width = 0, height = 0;  // even
  cut::FrameRate rate;
  bool draft = false;
  int ticks_a_second = 0;  // that stamps count in, at most 65,535; 0: pictures
  int key_every = 0;       // pictures from one key picture to the next; 0: two seconds of them
  std::string wanted;      // an encoder's name, which is tried first; empty: none
};

struct PictureCodec {
  Owned<AVCodecContext> codec;
  std::string name;     // "libx264"
  std::string refused;  // the wanted encoder could not be opened, and why: one line; else empty
  AVPixelFormat takes = AV_PIX_FMT_YUV420P;  // that pictures are given in: this or NV12
  bool on_card = false;  // pictures are brought into the graphics card's memory before they are encoded
};

// Returns the encoders of pictures in the order in which they are tried.
std::vector<std::string> picture_encoders();

// Opens the wanted encoder, else the first of the list that opens. Errors: usage (a wanted one that is not of
// the list), unsupported (none opens).
Result<PictureCodec> open_picture_codec(const PictureCodecConfig& config);

// What sound is written as.
enum class SoundCodec : std::uint8_t {
  aac,  // 256 kbit/s
  alac  // without any loss
};
// Opens an encoder of stereo; null where there is none for that rate. `bits` is of a sample that is written
// without loss: 16, or 24 in the upper ones of 32.
Owned<AVCodecContext> open_sound_codec(SoundCodec codec, double rate, int bits);
// Says whether a codec takes sound of a rate as it is.
bool takes_rate(SoundCodec codec, double rate);

}  // namespace firstchair::video
