#include "engine/ear/strength.h"

#include <algorithm>
#include <cmath>

namespace firstchair::ear {
namespace {

constexpr float kLaw = 1.2F;
constexpr float kDbPerNeper = 8.6858896F;
constexpr int kMemory = 200;  // strokes

}  // namespace

float StrengthScale::push(Voice voice, float told, float level_db) FIRSTCHAIR_AUDIO {
  Offset& offset = voices_[static_cast<std::size_t>(voice)];
  const float net_db = kLaw * kDbPerNeper * std::log(std::clamp(told, 1.0F, 127.0F) / 127);
  offset.count = std::min(offset.count + 1, kMemory);
  const float count = static_cast<float>(offset.count);
  offset.mean_db += (level_db - net_db - offset.mean_db) / count;
  const float weight = most_weight_ * count / (count + prior_);
  const float both_db = net_db + weight * (level_db - offset.mean_db - net_db);
  return std::clamp(127 * std::exp(both_db / (kLaw * kDbPerNeper)), 1.0F, 127.0F);
}

}  // namespace firstchair::ear
