#include "engine/follow/free/beat_reader.h"

#include <algorithm>
#include <cmath>

#include "engine/core/fitted.h"

namespace firstchair::follow {

// Made by the build of data/weights/beat-reader-<hash>.weights.
extern const std::string_view kBeatReaderFileName;
extern const std::span<const std::uint8_t> kBeatReaderFile;

namespace {

constexpr float kSlowestLog = 3.9F, kFastestLog = 5.4F;  // 50 and 220 beats a minute
constexpr float kLoudest = 127;

}  // namespace

BeatPicture picture_of(std::span<const RecentStroke> strokes, const BeatGuess& guess) {
  BeatPicture picture{};
  if (strokes.empty()) return picture;
  constexpr std::size_t kCells = kBeatPlaces * kStruckCount;
  const double now = strokes.back().seconds;
  std::array<std::array<float, kCells>, 2> struck{};  // in even beats, in odd ones
  float* const loud = &picture[2 * kCells];
  float all = 0;
  for (const RecentStroke& stroke : strokes) {
    const float weight = std::exp(static_cast<float>((stroke.seconds - now) / kReaderMemory));
    const double place = (stroke.seconds - guess.beat) / guess.period * kBeatPlaces;
    const double whole = std::floor(place);
    const auto part = static_cast<float>(place - whole);
    for (int step = 0; step < 2; ++step) {
      const auto at = static_cast<long>(whole) + step;
      const long in_two = ((at % (2 * kBeatPlaces)) + 2 * kBeatPlaces) % (2 * kBeatPlaces);
      const auto beat = static_cast<std::size_t>(in_two / kBeatPlaces);
      const auto in_beat = static_cast<std::size_t>(in_two % kBeatPlaces);
      const float share = weight * (step == 0 ? 1 - part : part);
      struck[beat][in_beat * kStruckCount + static_cast<std::size_t>(stroke.what)] += share;
      loud[in_beat] += share * stroke.strength / kLoudest;
    }
    all += weight;
  }
  const double heard = now - strokes.front().seconds;
  const auto beats = static_cast<float>(
      (kReaderMemory * (1 - std::exp(static_cast<float>(-heard / kReaderMemory)))) / guess.period + 0.5);
  for (std::size_t c = 0; c < kCells; ++c) {
    picture[c] = (struck[0][c] + struck[1][c]) / beats;
    picture[kCells + c] = std::abs(struck[0][c] - struck[1][c]) / beats;
  }
  for (std::size_t p = 0; p < kBeatPlaces; ++p) loud[p] /= beats;
  float* const tempo = loud + kBeatPlaces;
  const auto log_bpm = static_cast<float>(std::log(60 / guess.period));
  for (std::size_t t = 0; t < kReaderTempi; ++t) {
    constexpr float kStep = (kFastestLog - kSlowestLog) / (kReaderTempi - 1);
    const float z = (log_bpm - kSlowestLog - kStep * static_cast<float>(t)) / kStep;
    tempo[t] = std::exp(-0.5F * z * z);
  }
  tempo[kReaderTempi] = beats / 8;
  tempo[kReaderTempi + 1] = all / beats / 8;
  return picture;
}

Result<ReaderWeights> read_reader_weights(std::string_view name, std::span<const std::uint8_t> bytes) {
  const Result<Fitted> file = read_fitted(name, bytes, "beat-reader", (kReaderInputs + 2) * kReaderHidden);
  if (!file) return file.error();
  ReaderWeights weights;
  std::size_t at = 0;
  const auto load = [&](std::array<float, kReaderHidden>& row) {
    for (float& weight : row) weight = static_cast<float>(file->numbers[at++]);
  };
  for (auto& row : weights.in) load(row);
  load(weights.bias);
  load(weights.out);
  return weights;
}

const Result<ReaderWeights>& reader_weights() {
  static const Result<ReaderWeights> weights = read_reader_weights(kBeatReaderFileName, kBeatReaderFile);
  return weights;
}

float reads(const BeatPicture& picture, const ReaderWeights& weights) {
  std::array<float, kReaderHidden> sums = weights.bias;
  for (std::size_t i = 0; i < kReaderInputs; ++i) {
    if (picture[i] == 0) continue;
    for (std::size_t h = 0; h < kReaderHidden; ++h) sums[h] += weights.in[i][h] * picture[i];
  }
  float odds = 0;
  for (std::size_t h = 0; h < kReaderHidden; ++h) odds += weights.out[h] * std::max(0.0F, sums[h]);
  return odds;
}

}  // namespace firstchair::follow
