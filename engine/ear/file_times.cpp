#include "engine/ear/file_times.h"

#include "engine/core/fitted.h"

namespace firstchair::ear {

// Made by the build of data/weights/file-timing-<hash>.weights.
extern const std::string_view kFileTimingName;
extern const std::span<const std::uint8_t> kFileTiming;

Result<FileTimes> FileTimes::make() {
  return make(kFileTimingName, kFileTiming);
}

Result<FileTimes> FileTimes::make(std::string_view name, std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kCount = kRows * kSteps + kContrasts + kHeardVoices + 4;
  const Result<Fitted> file = read_fitted(name, bytes, "file-timing", kCount);
  if (!file) return file.error();
  FileTimes times;
  std::size_t at = 0;
  const auto next = [&] { return static_cast<float>(file->numbers[at++]); };
  for (auto& row : times.sigma_) {
    for (float& sigma : row) sigma = next();
  }
  for (float& sigma : times.split_sigma_) sigma = next();
  for (float& bias : times.bias_) bias = next();
  times.errors_.missed = file->numbers[at++];
  times.errors_.missed_ghost = file->numbers[at++];
  times.errors_.extra = file->numbers[at++];
  times.bias_sd_ms_ = file->numbers[at++];
  return times;
}

FileTimes FileTimes::to_measure() {
  FileTimes times;
  for (auto& row : times.sigma_) {
    for (std::size_t step = 0; step < kSteps; ++step) row[step] = static_cast<float>(step);
  }
  for (std::size_t step = 0; step < kContrasts; ++step)
    times.split_sigma_[step] = static_cast<float>(kSteps + step);
  return times;
}

std::size_t FileTimes::row_of(const Voices& voices) {
  std::size_t row = kRows - 1;
  int told = 0;
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (voices[v] <= 0) continue;
    row = static_cast<std::size_t>(family_of(static_cast<Voice>(v)));
    ++told;
  }
  return told == 1 ? row : kRows - 1;
}

float FileTimes::sigma_ms(const Voices& voices, float probability) const {
  std::size_t step = 0;
  while (probability >= kBelow[step]) ++step;
  return sigma_[row_of(voices)][step];
}

bool FileTimes::believed(float contrast_db, float apart_ms) {
  return contrast_db >= kClear && apart_ms <= kApart;
}

float FileTimes::split_sigma_ms(float contrast_db) const {
  std::size_t step = 0;
  while (step + 1 < kContrasts && contrast_db >= kContrastBelow[step]) ++step;
  return split_sigma_[step];
}

float FileTimes::bias_ms(const Voices& voices) const {
  float sum = 0, told = 0;
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (voices[v] <= 0) continue;
    sum += bias_[v];
    ++told;
  }
  return told > 0 ? sum / told : 0;
}

}  // namespace firstchair::ear
