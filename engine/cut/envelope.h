// An Envelope is what the coarse steps keep of a recording's sound: how much the loudness of eight bands
// rises, every 2.5 ms. Four hours are 46 MB.
//
// The rise of a band is that of its log energy over 5 ms, falls counting as 0; to the energy its mean of the
// last seconds is added, so that hiss under it makes no rises and no gain changes anything.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/units.h"
#include "engine/core/voice.h"
#include "engine/dsp/bands.h"
#include "engine/dsp/fft.h"

namespace firstchair::cut {

inline constexpr double kHop = 0.0025;  // s
inline constexpr std::size_t kBands = 8;

struct Envelope {
  // kBands a hop, in sixteenths of a neper of energy. Hop h stands for the time h * kHop.
  std::vector<std::uint8_t> rises;
  std::size_t hops() const { return rises.size() / kBands; }
  double seconds() const { return static_cast<double>(hops()) * kHop; }
};

// Returns hops first .. first + count of it, less where it ends before.
Envelope part_of(const Envelope& envelope, std::size_t first, std::size_t count);
// Returns the envelope of the same sound played `speed` times as fast.
Envelope at_speed(const Envelope& envelope, double speed);

// Returns what the envelope of these strokes' sound would be about: for a recording without sound, an
// e-kit's.
struct StruckAt {
  double at_s = 0;
  Family family = Family::snare;
  double strength = 1;  // 0..1
};
Envelope envelope_of(std::span<const StruckAt> strokes, double length_s);

class EnvelopeMaker {
 public:
  // [setup] `rate` is 8000..192000.
  explicit EnvelopeMaker(double rate);
  // Takes mono samples in order; those that are no numbers count as silence.
  void push(std::span<const float> mono);
  // Returns the envelope of all that was pushed. It may be called once.
  Envelope finish();

 private:
  void hop();

  double rate_;
  int size_;
  dsp::RealFft fft_;
  dsp::MelBands bands_;
  std::vector<float> window_, frame_, power_;
  std::vector<float> waiting_;  // samples from waiting_from_ on
  Frames waiting_from_ = 0, pushed_ = 0, next_ = 0;
  float mean_[kBands] = {}, before_[2][kBands] = {};
  Envelope envelope_;
};

}  // namespace firstchair::cut
