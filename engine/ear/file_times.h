// This file says how far a time of the file ear can be trusted, and how late it is told.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/core/source.h"
#include "engine/ear/net.h"

namespace firstchair::ear {

// Tables measured on rendered truth: data/weights/file-timing-<hash>.weights says how.
class FileTimes {
 public:
  // [setup] Reads the tables that this program was built with, or a file of such. Fails (malformed, naming
  // the file) as read_fitted() does.
  static Result<FileTimes> make();
  static Result<FileTimes> make(std::string_view name, std::span<const std::uint8_t> bytes);
  // Returns tables to measure with: they move no time, and their sigma is the number of the column;
  // those of splits count on from kSteps.
  static FileTimes to_measure();

  // `voices` holds a probability above 0 for each voice of the stroke.
  using Voices = std::array<float, kHeardVoices>;
  // Returns a standard deviation in milliseconds: half of what 95 % of the errors on rendered truth stay
  // within. `probability` is the net's, that there is a stroke.
  float sigma_ms(const Voices& voices, float probability) const;
  // Returns by how much the stroke's time is told late, in milliseconds: the median on rendered truth of its
  // voice, and the mean of those of its voices where there are several.
  float bias_ms(const Voices& voices) const;

  // Says whether a split of the waveform is taken in place of the net's time: one that is clear and near it.
  // `contrast_db` is that of its view (FoundAttack), `apart_ms` its distance from the net's time.
  static bool believed(float contrast_db, float apart_ms);
  // Returns the standard deviation of such a time in milliseconds, measured likewise. It is told as it lies.
  float split_sigma_ms(float contrast_db) const;

  // Returns shares on validation kits, the mean of clean, room and record: velocity 40 and more at least 25
  // ms after the attack before, ghosts, false strokes.
  const SourceErrors& errors() const { return errors_; }
  // Returns the SD over the voices of their median errors behind bias_ms(), in the same conditions.
  double bias_sd_ms() const { return bias_sd_ms_; }

  // The rows of sigma are the five families, then strokes of several voices. The probabilities of a column
  // lie below these bounds.
  static constexpr std::array<float, 4> kBelow{0.6F, 0.8F, 0.95F, 2};
  static constexpr std::size_t kRows = kFamilyCount, kSteps = kBelow.size();
  static std::size_t row_of(const Voices& voices);
  // A split has at least the contrast kClear; those of a column lie below these bounds, in dB.
  static constexpr float kClear = 14, kApart = 2;  // dB, ms
  static constexpr std::array<float, 3> kContrastBelow{20, 30, 1e9F};
  static constexpr std::size_t kContrasts = kContrastBelow.size();

 private:
  std::array<std::array<float, kSteps>, kRows> sigma_{};
  std::array<float, kContrasts> split_sigma_{};
  std::array<float, kHeardVoices> bias_{};
  SourceErrors errors_;
  double bias_sd_ms_ = 0;
};

}  // namespace firstchair::ear
