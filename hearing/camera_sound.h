// What laying cameras needs to know of one recording's sound. The sound streams past twice: once for its
// loudness, once for the stretches that are compared. The ear hears the master alone.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/hit.h"
#include "engine/cut/clips.h"
#include "engine/cut/envelope.h"
#include "hearing/lay.h"

namespace firstchair::hearing {

struct CameraSound {
  std::string path;
  double rate = 0;  // Hz of the sound; 0: there is none
  int channels = 0;
  double length_s = 0;
  cut::Envelope envelope;
  std::vector<Hit> hits;
  std::vector<double> attacks_s;   // trustworthy ones, each once
  double clean_db = 0;             // its loud moments over its quiet ones, less what clipping costs
  bool readable_again = true;      // false: there is nothing to compare (an e-kit's MIDI)
  std::vector<std::string> notes;  // without a place
};

// Returns the times of the attacks, in order, each once: of those whose time can be trusted.
std::vector<double> attacks_of(std::span<const Hit> hits, double rate);

// What is wanted of a recording, besides its loudness.
enum class Wanted : unsigned char {
  loudness,   // nothing
  cleanness,  // clean_db, which says whose sound is the best
  strokes     // hits and attacks_s: the ear hears it
};

// Reads one recording. A film without a sound track is no error: its rate is 0. Errors: those of reading it,
// too_large, usage (told said false). With strokes that were kept the ear is spared; error: unsupported (the
// recording has another rate or length than theirs).
Result<CameraSound> hear_camera(const std::string& path, const LayOptions& options, Wanted wanted,
                                const KeptStrokes* kept = nullptr);

// Reads a recording again with the ear, and sets its hits and attacks_s.
Result<Done> hear_strokes(CameraSound& sound, const LayOptions& options);

// Reads the recording again and hands each catcher its sound.
Result<Done> catch_clips(const CameraSound& sound, std::span<cut::ClipCatcher> catchers,
                         const LayOptions& options);

}  // namespace firstchair::hearing
