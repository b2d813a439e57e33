// The net takes one frame of band levels and says which strokes it holds. It streams; training/train.py
// trained it.
//
// It has two causal convolutions over (level, rise over the loudest of the band and its neighbours two frames
// ago), pooled over bands, a dense layer, one GRU and one linear head. All outputs of a frame but `struck`
// speak of the frame kDelay before it. A stroke belongs to the first frame that ends at least kSeen after its
// attack.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/core/voice.h"
#include "engine/ear/spectrogram.h"

namespace firstchair::ear {

inline constexpr std::size_t kHeardVoices = 12;  // Voice::kick .. Voice::crash

struct NetFrame {
  float struck = 0;  // probability that this very frame is a stroke's
  float any = 0;     // probability that the frame kDelay ago is
  float offset = 0;  // the attack of that stroke, in frames after (end of its frame - kSeen)
  std::array<float, kHeardVoices> voices{};     // probability of each voice in it
  std::array<float, kHeardVoices> strengths{};  // its velocity / 127 if it is there; may leave 0..1
};

struct NetThresholds {
  float struck = 0.5F, any = 0.5F;
  std::array<float, kHeardVoices> voices{};
};

class Net {
 public:
  static constexpr int kDelay = 4;        // frames
  static constexpr double kSeen = 0.002;  // seconds

  // [setup] Errors: those of WeightsReader::open.
  static Result<Net> make(std::string_view name, std::span<const std::uint8_t> weights);
  // [setup] Makes the net with the weights this program was built with.
  static Result<Net> make();
  Net(Net&&) noexcept;
  Net& operator=(Net&&) noexcept;
  ~Net();

  // [audio] The call never allocates.
  NetFrame push(const BandLevels& levels);
  // Returns the probabilities from which on a stroke is told; they come with the weights.
  const NetThresholds& thresholds() const;
  static std::size_t parameters();
  void reset();

 private:
  struct Layers;
  explicit Net(std::unique_ptr<Layers> layers);
  std::unique_ptr<Layers> layers_;
};

}  // namespace firstchair::ear
