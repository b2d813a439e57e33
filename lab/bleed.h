// This file makes, by arithmetic, what a microphone beside the drums also hears: a band's chords and bass, a
// metronome.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/ear/click_canceller.h"

namespace firstchair::lab {

inline constexpr float kClickBleed = 0.15F;  // peak of the click's bleed re that of the drums: -16 dB

// Returns a chord every four beats (three voices of nine harmonics that swell in 30 ms) and a bass note every
// beat (plucked in 5 ms), major and minor at random. The sound is at kBenchRate, at no particular level.
std::vector<float> music(double seconds, double bpm, double beat, std::uint64_t seed);
using Click = ear::ClickCanceller::Click;  // frames are at kBenchRate; kind 1: the first of four
// Returns a click every beat. `beat` is the time, in seconds, of one of them that is a first of four.
std::vector<Click> clicks_of(double seconds, double bpm, double beat);
// Returns the sound of these clicks, the first of four higher: a beep, a wood block or a tick of noise, by
// the seed; the same every time.
std::vector<float> metronome(double seconds, double bpm, double beat, std::uint64_t seed);

}  // namespace firstchair::lab
