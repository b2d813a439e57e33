// This file turns strokes and a kit into sound whose truth is exact: each sample is laid so that its measured
// attack falls on the stroke.
#pragma once

#include "lab/performances.h"

namespace firstchair::lab {

struct Truth {
  double seconds = 0;
  std::vector<Stroke> strokes;  // one attack: all strokes within 8 ms of the first
  double velocity = 0;          // that of the loudest stroke
};

struct Rendering {
  std::string name, kit;
  std::vector<float> sound;
  std::vector<Truth> truth;    // in order of time
  double bpm = 120, beat = 0;  // the piece's
};

// Amplitude goes with (velocity / 127) to this power. Peaks of the recorded layers of the tuning kits whose
// levels were left as played (muldjord, four frankensnares; 45 drums and microphones of four layers or more)
// rise with the power 1.17 of the layer's number, middle half 0.94 .. 1.41. General MIDI's square law makes
// ghosts far softer.
inline constexpr double kRecordedLaw = 1.2, kMidiLaw = 2;

// A stroke peaks at its voice's place in the mix (kick and snare 0 dB, toms -2, crash -5, hats -10, ride -12,
// each moved by 3 dB SD a piece) times its velocity's law; the mix peaks at -3 dBFS over white noise at -70
// dBFS. A sample is faded in over the millisecond before its attack. A closed or pedalled hat stops an open
// one.
Rendering render(const Piece& piece, const Kit& kit, std::uint64_t seed, double law = kRecordedLaw);
// Scales the sound so that it peaks at -3 dBFS.
void normalise(std::vector<float>& sound);

}  // namespace firstchair::lab
