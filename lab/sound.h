// Whole sound files in memory, at the bench's one rate.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace firstchair::lab {

inline constexpr double kBenchRate = 44100;

// Mono (mean of the channels) at kBenchRate; empty when it cannot be read.
std::vector<float> load_sound(const std::string& path);
// Windowed-sinc interpolation; the delay is compensated.
std::vector<float> resample(const std::vector<float>& in, double from_rate, double to_rate);
// y[n] = sum h[k] x[n - k], as long as x.
std::vector<float> convolve(const std::vector<float>& x, const std::vector<float>& h);
bool save_wav(const std::string& path, const std::vector<float>& mono, double rate);

// The attack of a stroke recorded alone: first frame above -34 dB of the peak that the sound reaches within
// 10 ms of its steepest rise, looking back 30 ms from there. -1 when there is no such rise.
std::int64_t attack_of(const std::vector<float>& stroke);

// Seeded, the same on every machine.
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
