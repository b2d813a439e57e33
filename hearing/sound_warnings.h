// What a listener has to know of a recording besides what is in it: one line each.
#pragma once

#include <string>
#include <vector>

#include "io/files/audio_file.h"

namespace firstchair::hearing {

// Says what to expect of sound that was kept coarsely; empty for any other.
std::string coarse_sound_text(const io::AudioInfo& info);
// Returns lines on what was decoded: what its decoder says of it, coarse sound, several tracks, two opposite
// channels. It is called when the sound has been read.
std::vector<std::string> sound_warnings(const io::AudioFile& file);

}  // namespace firstchair::hearing
