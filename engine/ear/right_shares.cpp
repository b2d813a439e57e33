#include "engine/ear/right_shares.h"

#include <algorithm>
#include <string>

#include "engine/core/fitted.h"

namespace firstchair::ear {

// Made by the build of data/weights/right-<hash>.weights.
extern const std::string_view kRightFileName;
extern const std::span<const std::uint8_t> kRightFile;
// And that of data/weights/known-right-<hash>.weights.
extern const std::string_view kKnownRightName;
extern const std::span<const std::uint8_t> kKnownRight;

std::optional<WhichEar> RightShares::ear_of(std::string_view weights_name) {
  // The file ear's name comes from the build: who does not hear files does not link its weights.
  if (weights_name == FIRSTCHAIR_FILE_EAR) return WhichEar::file;
  if (weights_name == ear_weights_name()) return WhichEar::live;
  return {};
}

std::optional<RightShares> RightShares::of(std::string_view weights_name) {
  const std::optional<WhichEar> ear = ear_of(weights_name);
  if (!ear) return {};
  Result<RightShares> made = make(kRightFileName, kRightFile, *ear);
  if (!made) return {};
  return *made;
}

std::optional<RightShares> RightShares::of_known(std::string_view weights_name) {
  const std::optional<WhichEar> ear = ear_of(weights_name);
  if (!ear) return {};
  Result<RightShares> made = make_known(kKnownRightName, kKnownRight, *ear);
  if (!made) return {};
  return *made;
}

Result<RightShares> RightShares::make(std::string_view name, std::span<const std::uint8_t> bytes,
                                      WhichEar ear) {
  constexpr std::size_t kNumbers = kFamilies * (kSteps + 1);
  const Result<Fitted> file = read_fitted(name, bytes, "right", 2 * kNumbers);
  if (!file) return file.error();
  RightShares shares;
  std::size_t at = ear == WhichEar::file ? kNumbers : 0;
  for (Row& row : shares.rows_) {
    for (float& share : row) share = static_cast<float>(file->numbers[at++]);
  }
  if (const Result<Done> right = shares.check(name); !right) return right.error();
  return shares;
}

Result<RightShares> RightShares::make_known(std::string_view name, std::span<const std::uint8_t> bytes,
                                            WhichEar ear) {
  constexpr std::size_t kNumbers = kSteps + 1;
  const Result<Fitted> file = read_fitted(name, bytes, "known-right", 2 * kNumbers);
  if (!file) return file.error();
  const std::size_t first = ear == WhichEar::file ? kNumbers : 0;
  RightShares shares;
  for (Row& row : shares.rows_) {
    for (std::size_t k = 0; k < row.size(); ++k) row[k] = static_cast<float>(file->numbers[first + k]);
  }
  if (const Result<Done> right = shares.check(name); !right) return right.error();
  return shares;
}

Result<Done> RightShares::check(std::string_view name) const {
  for (const Row& row : rows_) {
    if (!std::is_sorted(row.begin(), row.end()) || row.front() < 0 || row.back() > 1) {
      return Error{ErrorCode::malformed, std::string(name), "a row of shares falls, or leaves 0 to 1",
                   "Take the file that came with the program"};
    }
  }
  return Done{};
}

float RightShares::operator()(Voice voice, float voice_probability) const {
  const auto family = static_cast<std::size_t>(family_of(voice));
  if (family >= kFamilies) return voice_probability;
  const Row& row = rows_[family];
  const float place = std::clamp(voice_probability, 0.0F, 1.0F) * static_cast<float>(kSteps);
  const std::size_t step = std::min(static_cast<std::size_t>(place), kSteps - 1);
  return row[step] + (place - static_cast<float>(step)) * (row[step + 1] - row[step]);
}

}  // namespace firstchair::ear
