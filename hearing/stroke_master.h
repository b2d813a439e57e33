// This file makes a master of strokes that have no sound: an e-kit's, from a file or kept by the book.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/take.h"
#include "hearing/camera_sound.h"
#include "hearing/lay.h"

namespace firstchair::hearing {

// Returns the take of the MIDI file `options.sound`; adds what is to be said of the file. Errors: those of
// hear_file().
Result<Take> midi_take(const LayOptions& options, std::vector<std::string>& warnings);
// Returns the take of strokes that were kept. Errors: those of Session::make().
Result<Take> kept_take(const KeptStrokes& kept);
// Returns what stands for a camera's sound: an envelope made of the strokes. `path` names it.
CameraSound sound_of_strokes(const Take& take, const std::string& path);

}  // namespace firstchair::hearing
