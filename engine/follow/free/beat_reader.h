// The reader says how well a beat fits what was struck of late. It is a small net over where in the beat each
// kind of stroke fell.
//
// A tracker's hypotheses differ by half and double tempo, by half a beat, by a third: what each of them sees
// as on and off the beat looks like playing or it does not. The net is shown that alone, so it can be trained
// on right and wrong beats of performances whose click is known (`firstchair bench follow --fit-reader ROUNDS
// FOLDER`, which writes the file data/weights/beat-reader-<hash>.weights).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/follow/free/groove_model.h"

namespace firstchair::follow {

struct RecentStroke {
  double seconds = 0;
  Struck what = Struck::time;
  float strength = 0;  // 0 to 127
};

struct BeatGuess {
  double beat = 0;    // s at which one of its beats falls
  double period = 0;  // s, above 0
};

inline constexpr double kReaderMemory = 4;  // s after which a stroke counts 1 / e
inline constexpr std::size_t kReaderStrokes = 96, kReaderTempi = 8;
inline constexpr std::size_t kReaderInputs = 2 * kBeatPlaces * kStruckCount + kBeatPlaces + kReaderTempi + 2;
inline constexpr std::size_t kReaderHidden = 24;
using BeatPicture = std::array<float, kReaderInputs>;

// `strokes` are in order of time, the newest last.
BeatPicture picture_of(std::span<const RecentStroke> strokes, const BeatGuess& guess);

struct ReaderWeights {
  std::array<std::array<float, kReaderHidden>, kReaderInputs> in{};  // from one input to every hidden unit
  std::array<float, kReaderHidden> bias{}, out{};
};
// [setup] Fails as read_fitted() does.
Result<ReaderWeights> read_reader_weights(std::string_view name, std::span<const std::uint8_t> bytes);
// [setup] Returns the weights that this program was built with.
const Result<ReaderWeights>& reader_weights();

// [audio] Returns the logarithm of the odds of the guess among those it is compared with, up to a constant.
float reads(const BeatPicture& picture, const ReaderWeights& weights);

}  // namespace firstchair::follow
