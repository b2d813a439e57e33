// The ears' weights are no part of the module: a page stands before they have come, and gives them to whoever
// hears (firstchair_ear_weights, firstchair_file_ear_weights). They take the place of those that engine/ear
// embeds.
#include "web/ear_weights.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/fitted.h"

namespace firstchair::ear {
namespace {

std::array<std::uint8_t, FIRSTCHAIR_EAR_WEIGHTS_SIZE> given{};
std::array<std::uint8_t, FIRSTCHAIR_FILE_EAR_WEIGHTS_SIZE> given_file{};

bool give(std::span<const std::uint8_t> bytes, std::span<std::uint8_t> place) {
  if (bytes.size() != place.size()) return false;
  std::copy(bytes.begin(), bytes.end(), place.begin());
  return true;
}

}  // namespace

extern const std::string_view kEarWeightsName, kFileEarWeightsName;
extern const std::span<const std::uint8_t> kEarWeights, kFileEarWeights;
const std::string_view kEarWeightsName = FIRSTCHAIR_EAR_WEIGHTS_NAME;
const std::span<const std::uint8_t> kEarWeights = given;
const std::string_view kFileEarWeightsName = FIRSTCHAIR_FILE_EAR_WEIGHTS_NAME;
const std::span<const std::uint8_t> kFileEarWeights = given_file;

bool give_weights(std::span<const std::uint8_t> bytes) {
  return give(bytes, given);
}

bool give_file_weights(std::span<const std::uint8_t> bytes) {
  return give(bytes, given_file);
}

}  // namespace firstchair::ear
