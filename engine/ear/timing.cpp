#include "engine/ear/timing.h"

#include "engine/core/fitted.h"

namespace firstchair::ear {

// Made by the build of data/weights/timing-<hash>.weights.
extern const std::string_view kTimingFileName;
extern const std::span<const std::uint8_t> kTimingFile;

Result<Timing> Timing::make() {
  return make(kTimingFileName, kTimingFile);
}

Result<Timing> Timing::make(std::string_view name, std::span<const std::uint8_t> bytes) {
  Timing timing;
  const std::size_t count =
      2 + 2 + 3 * timing.splits_.size() + 1 + 2 * timing.net_.size() + 3 * timing.bias_.size() + 4;
  const Result<Fitted> file = read_fitted(name, bytes, "timing", count);
  if (!file) return file.error();
  std::size_t at = 0;
  const auto next = [&] { return static_cast<float>(file->numbers[at++]); };
  timing.apart_ms_ = next(), timing.apart_ms_per_db_ = next();
  timing.near_ms_ = next(), timing.sure_ = next();
  bool rises = true;
  float bound = -1e9F;
  for (SplitRow& row : timing.splits_) {
    row.contrast_below = next(), row.near_ms = next(), row.far_ms = next();
    rises &= row.contrast_below > bound;
    bound = row.contrast_below;
  }
  rises &= bound >= 1e9F;  // beyond every contrast
  timing.unsure_factor_ = next();
  bound = 0;
  for (NetRow& row : timing.net_) {
    row.probability_below = next(), row.sigma_ms = next();
    rises &= row.probability_below > bound;
    bound = row.probability_below;
  }
  rises &= bound > 1;  // beyond every probability
  for (BiasRow& row : timing.bias_) {
    for (float& late : row.of) late = next();
  }
  timing.errors_.missed = file->numbers[at++];
  timing.errors_.missed_ghost = file->numbers[at++];
  timing.errors_.extra = file->numbers[at++];
  timing.bias_sd_ms_ = file->numbers[at++];
  if (!rises) {
    return Error{ErrorCode::malformed, std::string(name), "the bounds of its rows do not rise to their end",
                 "Use the weights that came with this version"};
  }
  return timing;
}

bool Timing::believed(const Split& split) const {
  return split.apart_ms <= apart_ms_ + apart_ms_per_db_ * split.contrast_db;
}

float Timing::sigma_ms(const std::optional<Split>& split, float probability) const {
  std::size_t row = 0;
  if (!split) {
    while (probability >= net_[row].probability_below) ++row;
    return net_[row].sigma_ms;
  }
  while (split->contrast_db >= splits_[row].contrast_below) ++row;
  const float sigma = split->apart_ms < near_ms_ ? splits_[row].near_ms : splits_[row].far_ms;
  return row < 2 && probability < sure_ ? unsure_factor_ * sigma : sigma;
}

std::size_t Timing::bias_row(Voice voice) {
  return voice == Voice::ride_bell ? kFamilyCount : static_cast<std::size_t>(family_of(voice));
}

std::optional<std::size_t> Timing::bias_column(float sigma) {
  if (sigma < 0.4F) return std::nullopt;
  return sigma < 0.8F ? 0 : sigma < 1.5F ? 1 : 2;
}

float Timing::bias_ms(Voice voice, float sigma) const {
  const std::optional<std::size_t> column = bias_column(sigma);
  return column ? bias_[bias_row(voice)].of[*column] : 0;
}

}  // namespace firstchair::ear
