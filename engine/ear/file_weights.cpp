#include "engine/ear/file_weights.h"

namespace firstchair::ear {

// Made by the build of data/weights/file-ear-<hash>.weights.
extern const std::string_view kFileEarWeightsName;
extern const std::span<const std::uint8_t> kFileEarWeights;

std::string_view file_ear_weights_name() {
  return kFileEarWeightsName;
}

EarWeights file_ear_weights() {
  return {std::string(kFileEarWeightsName), {kFileEarWeights.begin(), kFileEarWeights.end()}};
}

}  // namespace firstchair::ear
