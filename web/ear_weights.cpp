// The ear's weights are no part of the module: a page stands before they have come, and gives them to whoever
// hears (firstchair_ear_weights). They take the place of those that engine/ear embeds.
#include "web/ear_weights.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/fitted.h"

namespace firstchair::ear {
namespace {

std::array<std::uint8_t, FIRSTCHAIR_EAR_WEIGHTS_SIZE> given{};

}  // namespace

extern const std::string_view kEarWeightsName;
extern const std::span<const std::uint8_t> kEarWeights;
const std::string_view kEarWeightsName = FIRSTCHAIR_EAR_WEIGHTS_NAME;
const std::span<const std::uint8_t> kEarWeights = given;

bool give_weights(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != given.size()) return false;
  std::copy(bytes.begin(), bytes.end(), given.begin());
  return true;
}

}  // namespace firstchair::ear
