#include "engine/ear/timing.h"

#include <array>

namespace firstchair::ear {
namespace {

constexpr float kApart = 1.5F, kApartPerDb = 0.1F;  // ms
constexpr float kNear = 1.0F;                       // ms
constexpr float kSure = 0.9F;

struct SplitRow {
  float contrast_below, near_ms, far_ms;
};
constexpr std::array<SplitRow, 4> kSplits{
    {{14, 1.05F, 1.75F}, {18, 0.75F, 1.67F}, {24, 0.52F, 1.31F}, {1e9F, 0.33F, 0.34F}}};
constexpr float kUnsureFactor = 1.4F;  // of the first two rows

struct NetRow {
  float probability_below, sigma_ms;
};
constexpr std::array<NetRow, 5> kNet{
    {{0.5F, 4.71F}, {0.7F, 3.77F}, {0.85F, 2.76F}, {0.95F, 2.1F}, {2, 1.73F}}};

struct BiasRow {
  float clear, fair, vague;  // sigma from 0.4, 0.8, 1.5 ms; below: none
};
constexpr std::array<BiasRow, kFamilyCount + 1> kBias{{
    {0.3F, 0.6F, 0.75F},   // kick
    {0.1F, 0.7F, 1.05F},   // snare
    {0.1F, 0.15F, 0.2F},   // hat
    {0.4F, 0.55F, 0.95F},  // tom
    {0.2F, 0.3F, 0.4F},    // ride and crash
    {0, 0, 0},             // pad: whatever it is
    {0.4F, 0.8F, 0.9F},    // ride bell
}};

}  // namespace

bool believed(const Split& split) {
  return split.apart_ms <= kApart + kApartPerDb * split.contrast_db;
}

float sigma_ms(const std::optional<Split>& split, float probability) {
  std::size_t row = 0;
  if (!split) {
    while (probability >= kNet[row].probability_below) ++row;
    return kNet[row].sigma_ms;
  }
  while (split->contrast_db >= kSplits[row].contrast_below) ++row;
  const float sigma = split->apart_ms < kNear ? kSplits[row].near_ms : kSplits[row].far_ms;
  return row < 2 && probability < kSure ? kUnsureFactor * sigma : sigma;
}

float bias_ms(Voice voice, float sigma) {
  const std::size_t row =
      voice == Voice::ride_bell ? kFamilyCount : static_cast<std::size_t>(family_of(voice));
  const BiasRow& bias = kBias[row];
  return sigma < 0.4F ? 0 : sigma < 0.8F ? bias.clear : sigma < 1.5F ? bias.fair : bias.vague;
}

}  // namespace firstchair::ear
