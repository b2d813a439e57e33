#include "engine/ear/strength.h"

#include <algorithm>
#include <cmath>

namespace firstchair::ear {
namespace {

constexpr float kLaw = 1.2F;
constexpr float kDbPerNeper = 8.6858896F;
constexpr float kKnee = 4;  // dB; the least mean error of 2 to 4
constexpr float kMostWeight = 0.9F;
constexpr float kHalfOfIt = 2;  // strokes of a family after which the level weighs half of its most

// Offsets: how many strokes of the take a guess counts for at most, from how many on it stands, as how many
// it then counts besides, and how many are remembered. Order is the better, and the mean error the larger,
// the earlier it stands.
constexpr int kGuess = 3, kStands = 6, kFirm = 100, kMemory = 200, kTakeMemory = 400;
// What a family's level less the net's strength is over the take's mean, in dB: kick to cymbal, and pad.
constexpr std::array<float, kFamilyCount> kUsual{8.7F, 4.8F, -5.9F, 2, -6.5F, 0};

}  // namespace

float decibels_of(float strength) FIRSTCHAIR_AUDIO {
  return kLaw * kDbPerNeper * std::log(std::clamp(strength, 1.0F, 127.0F) / 127);
}

float strength_of(float decibels) FIRSTCHAIR_AUDIO {
  const float under = kKnee * std::log(1 + std::exp(std::min(-decibels / kKnee, 60.0F)));
  return std::clamp(127 * std::exp(-under / (kLaw * kDbPerNeper)), 1.0F, 127.0F);
}

float level_weight(float strokes) FIRSTCHAIR_AUDIO {
  return kMostWeight * strokes / (strokes + kHalfOfIt);
}

float StrengthScale::offset_of(Family family, float apart_db) FIRSTCHAIR_AUDIO {
  const float usual = kUsual[static_cast<std::size_t>(family)];
  Offset& own = families_[static_cast<std::size_t>(family)];
  if (own.count == 0) own = {.db = take_.db + usual, .count = std::min(take_.count, kGuess)};
  const int beside = own.count < kStands ? 0 : kFirm;
  own.db += (apart_db - own.db) / static_cast<float>(own.count + beside + 1);
  own.count = std::min(own.count + 1, kMemory);
  take_.count = std::min(take_.count + 1, kTakeMemory);
  take_.db += (apart_db - usual - take_.db) / static_cast<float>(take_.count);
  return own.db;
}

float StrengthScale::push(Voice voice, float told, float level_db) FIRSTCHAIR_AUDIO {
  const float net_db = decibels_of(told);
  const Family family = family_of(voice);
  const float offset = offset_of(family, level_db - net_db);
  const float count = static_cast<float>(families_[static_cast<std::size_t>(family)].count);
  return strength_of(net_db + level_weight(count) * (level_db - offset - net_db));
}

}  // namespace firstchair::ear
