// This file holds whole sound files in memory, at the bench's one rate.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace firstchair::lab {

inline constexpr double kBenchRate = 44100;

// Returns the sound in mono (the mean of the channels) at kBenchRate. It is empty when it cannot be read.
std::vector<float> load_sound(const std::string& path);
// Resamples by windowed-sinc interpolation, whose kernel is looked up between 1024 places a sample on a line;
// the delay is compensated.
std::vector<float> resample(const std::vector<float>& in, double from_rate, double to_rate);
// Returns y[n] = sum h[k] x[n - k], as long as x.
std::vector<float> convolve(const std::vector<float>& x, const std::vector<float>& h);
bool save_wav(const std::string& path, const std::vector<float>& mono, double rate);

// Returns the attack of a stroke recorded alone: the first frame above -34 dB of the peak that the sound
// reaches within 10 ms of its steepest rise, looking back 30 ms from there. It is -1 when there is no such
// rise.
std::int64_t attack_of(const std::vector<float>& stroke);

// Dice are seeded, and the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double uniform();  // [0, 1)
  double normal();
  int below(int n) { return static_cast<int>(uniform() * n); }

 private:
  std::uint64_t state_;
};

}  // namespace firstchair::lab
