// Which of several sound tracks of a file is meant: the loudest. A film may carry a second microphone, a
// silent track, or one that no decoder knows.
#pragma once

#include "io/files/input.h"

namespace firstchair::io {

struct Track {
  int stream = -1;  // libavformat's index of it; -1: there is no sound that can be decoded
  int number = 1;   // of the sound tracks that can be decoded, from 1
  int of = 1;       // so many there are
};

// Looks at five places of the file, two seconds each, and returns the track with the most energy there; where
// no other is 1 dB louder, the one that libavformat thinks best. A file with one track, or that cannot be
// sought in, is not looked at. The same file gives the same track every time. The descriptor stands
// afterwards where it stood.
Track best_track(const Input& input);

}  // namespace firstchair::io
