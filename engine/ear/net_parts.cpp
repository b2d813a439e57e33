#include "engine/ear/net_parts.h"

namespace firstchair::ear {

NetThresholds take_thresholds(nn::WeightsReader& file) {
  const std::span<const float> numbers = file.take(kNetThresholds);
  NetThresholds thresholds{.struck = numbers[0], .any = numbers[1], .voices = {}};
  std::copy(numbers.begin() + 2, numbers.end(), thresholds.voices.begin());
  return thresholds;
}

std::optional<Error> other_ear(std::string_view name, std::span<const std::uint8_t> bytes, WhichEar wanted) {
  const bool file = wanted == WhichEar::file;
  const std::string_view others = file ? kLiveMagic : kFileMagic;
  if (bytes.size() < others.size() ||
      std::string_view(reinterpret_cast<const char*>(bytes.data()), others.size()) != others)
    return {};
  return Error{
      ErrorCode::malformed, std::string(name),
      file ? "the live ear's weights, not the file ear's" : "the file ear's weights, not the live ear's",
      file ? "Hear with --ear live, or name the file ear's weights"
           : "Hear with --ear file, or name the live ear's weights"};
}

}  // namespace firstchair::ear
