// What simulated students play: the built-in rock groove at 92, with a known spread, as a page sends it, as
// an e-kit records it, and as a microphone hears it.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace firstchair::bench {

inline constexpr const char* kPlayedChart = "rock-8ths";
inline constexpr double kPlayedBpm = 92;
inline constexpr int kPlayedTimes = 8;  // how often the chart's bars are played

using Dice = std::mt19937_64;

// Returns the body with which the page hands a take in; `name` is its id. Every stroke is off by a normal
// error.
std::string page_take(const std::string& name, double spread_ms, Dice& dice, const std::string& opening);
// Returns a Standard MIDI File of the same.
std::string midi_take(double spread_ms, Dice& dice);
// Returns a WAV file (mono, 44,100 Hz, 16 bits) of made drums, of about so many seconds.
std::string sound_take(double spread_ms, double seconds, Dice& dice);

}  // namespace firstchair::bench
