// These change a sound in place, as a mixing desk does; none of them delays it. Levels are linear amplitudes,
// times are seconds.
#pragma once

#include <vector>

namespace firstchair::training {

using Sound = std::vector<float>;

// Returns the amplitude of so many decibels.
double amplitude(double db);
double peak_of(const Sound& sound);
double power_of(const Sound& sound);

// Weighs what lies above a corner against what lies below it.
void tilt(Sound& sound, double hz, double low_db, double high_db);
// Raises or lowers a band around `hz` ("Audio EQ Cookbook", Bristow-Johnson; q: its centre over its width).
void bell(Sound& sound, double hz, double q, double db);
void high_pass(Sound& sound, double hz);

// Takes back what lies over the threshold, to one part in `ratio`.
void compress(Sound& sound, double threshold, double ratio, double attack, double release);
// Keeps every sample under the limit; the gain begins to fall a millisecond and a half before it must.
void limit(Sound& sound, double limit, double release);
// Makes the gain fall to `closed` while the sound was under the threshold for longer than `hold`.
void gate(Sound& sound, double threshold, double closed, double hold, double release);
// Rounds peaks off; drive 1 hardly does, 5 does a lot.
void saturate(Sound& sound, double drive);
void clip(Sound& sound, double drive);

}  // namespace firstchair::training
