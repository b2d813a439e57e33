// The KnownDrums stand behind an ear's net where the kit's drums are known (kit_sound.h): what the net says
// of an attack's drums is weighed against how much of its spectrum they are needed for.
//
//   the net's frames -> KnownDrums -> StrokePicker
//
// The file ear waits for the whole of an attack's spectrum. The live ear does not: it weighs what there is
// when its picker has found the attack, 35 ms of it, so its weights are of their own.
//
// A voice that was not struck, while others of its instrument were, is not of the kit: what the net says of
// it counts for the one of those that the attack is most like. A drum of which nothing was struck sounds as
// drums of its kind do in general.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/ear/drum_shares.h"
#include "engine/ear/kit_sound.h"

namespace firstchair::ear {

// What was fitted of them: data/weights/known-drums-<hash>.weights says how, and known-live-<hash>.weights
// what the live ear has instead of its weights.
struct KnownDrumsFit {
  static constexpr std::size_t kWeights = 10;  // of what known_drums.cpp's reasons() holds
  using Row = std::array<float, kWeights>;

  DrumSpectra general{};                    // how drums of their kind sound in general
  std::array<Row, kHeardVoices> weights{};  // of every voice's log odds

  // [setup] Reads the file ear's that this program was built with, or a file of such. Fails (malformed,
  // naming the file) as read_fitted() does.
  static Result<KnownDrumsFit> make();
  static Result<KnownDrumsFit> make(std::string_view name, std::span<const std::uint8_t> bytes);
  // [setup] Reads the live ear's, or that with the weights of such a file. It fails likewise.
  static Result<KnownDrumsFit> make_live();
  static Result<KnownDrumsFit> make_live(std::string_view name, std::span<const std::uint8_t> bytes);
};

class KnownDrums {
 public:
  // [setup] A kit of which nothing was struck is as good as none.
  KnownDrums(const KitSound& kit, const KnownDrumsFit& fit, const NetThresholds& thresholds);

  // [audio] Takes the next frame. `bands` hold those frames of the spectrogram that the attack reaches.
  // Returns the frame before the last one, weighed, or null for the first two.
  const NetFrame* push(const NetFrame& now, const BandHistory& bands);
  // [audio] The frames have ended: returns those that waited.
  std::span<const NetFrame> finish() const;
  // [audio] Weighs at once: the three frames are an attack's, the middle one its peak, `attack` its spectrum.
  void weigh(std::array<NetFrame, 3>& frames, const AttackSpectrum& attack);
  void reset();

  // Says that the attacks so far are not of this kit, as heard through this microphone: the kit's drums do
  // not explain them better than drums in general do.
  bool other_kit() const FIRSTCHAIR_AUDIO {
    return counted_ >= kFewest && nearer_ < kLeastNearer * static_cast<double>(counted_);
  }

  // An attack's reasons for every voice, as the fit weighs them, and what the net says of the kit's own
  // voices.
  struct Reasons {
    std::array<KnownDrumsFit::Row, kHeardVoices> of{};
    OfVoices said{};
    bool counts = false;  // for other_kit()
    float nearer = 0;     // ln of what drums in general leave unexplained over what the kit's drums do
  };
  Reasons reasons(const OfVoices& said, const AttackSpectrum& attack) const;
  // Returns what the net says of an attack whose peak is the middle one of three frames.
  static OfVoices said_of(const std::array<NetFrame, 3>& frames, float threshold);

  // Rendered pieces of 12 s have more of their own kit nearly all, of another kit one in five or fewer
  // (docs/measured/hearing-ears.md).
  static constexpr double kLeastNearer = 0.1;
  static constexpr int kFewest = 8;  // attacks

 private:
  DrumSpectra drums_, general_;
  std::array<KnownDrumsFit::Row, kHeardVoices> weights_;
  std::array<bool, kHeardVoices> is_struck_{}, lacks_{};
  float threshold_;
  std::array<NetFrame, 3> frames_{};  // the latest last
  Frames end_ = 0;                    // frames that came
  int counted_ = 0;
  double nearer_ = 0;  // sum over those
};

}  // namespace firstchair::ear
