// Exactly what README.md says is read, by libavformat's and libavcodec's own names; `mov` is also m4a and
// mp4, `matroska` is also webm, `mpegts` a camera's mts.
#pragma once

namespace firstchair::io {

inline constexpr const char* kSoundContainers = "mov,matroska,avi,mpegts,wav,flac,ogg,mp3,aac,ac3";
inline constexpr const char* kSoundCodecs =
    "aac,ac3,eac3,alac,flac,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,"
    "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_bluray,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw";

}  // namespace firstchair::io
