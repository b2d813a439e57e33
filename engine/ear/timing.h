// This file says how far an attack's time can be trusted, and how late it is told.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/core/source.h"
#include "engine/core/voice.h"

namespace firstchair::ear {

// A Split tells of the split of the waveform that a stroke's time was taken from.
struct Split {
  float contrast_db = 0;  // see FoundAttack
  float apart_ms = 0;     // distance from the net's own time
};

// Tables measured on rendered truth: data/weights/timing-<hash>.weights says how.
class Timing {
 public:
  // [setup] Reads the tables that this program was built with, or a file of such. Fails (malformed, naming
  // the file) as read_fitted() does, and when a table's bounds do not rise.
  static Result<Timing> make();
  static Result<Timing> make(std::string_view name, std::span<const std::uint8_t> bytes);

  // Says which row of the lateness a voice has, and which of its three columns a sigma: from 0.4, 0.8, 1.5 ms
  // on.
  static std::size_t bias_row(Voice voice);
  static std::optional<std::size_t> bias_column(float sigma);
  static constexpr std::size_t kBiasRows = kFamilyCount + 1, kBiasColumns = 3;

  // [audio] Says whether the split is the attack that the net means. The clearer it is, the farther it may
  // lie from the net's time.
  bool believed(const Split& split) const;

  // [audio] Returns a standard deviation in milliseconds: half of what 95 % of the errors on rendered truth
  // of the training kits stay within (docs/guide/hearing.md). Without a split the time is the net's own.
  // `probability` is the net's, that there is a stroke.
  float sigma_ms(const std::optional<Split>& split, float probability) const;

  // [audio] Returns by how much the time of a lone stroke of that voice and sigma is told late, in
  // milliseconds: the soft first millisecond of a drum drowns where the attack is not clear. The values are
  // medians on rendered truth of the training kits, clean, in rooms and in noise.
  float bias_ms(Voice voice, float sigma) const;

  // Returns shares on validation kits, the mean of clean, room and noise: velocity 40 and more at least 25 ms
  // after the attack before, ghosts, false strokes (docs/guide/hearing.md).
  const SourceErrors& errors() const { return errors_; }
  // Returns the SD over the voices of their median errors, behind bias_ms(), in the same conditions (low tom
  // -1.0, the others under .3).
  double bias_sd_ms() const { return bias_sd_ms_; }

 private:
  struct SplitRow {
    float contrast_below = 0, near_ms = 0, far_ms = 0;
  };
  struct NetRow {
    float probability_below = 0, sigma_ms = 0;
  };
  struct BiasRow {
    std::array<float, kBiasColumns> of{};  // sigma from 0.4, 0.8, 1.5 ms; below: none
  };

  float apart_ms_ = 0, apart_ms_per_db_ = 0;
  float near_ms_ = 0, sure_ = 0;
  std::array<SplitRow, 4> splits_{};
  float unsure_factor_ = 0;  // of the first two rows
  std::array<NetRow, 5> net_{};
  std::array<BiasRow, kBiasRows> bias_{};  // families, and the ride's bell
  SourceErrors errors_;
  double bias_sd_ms_ = 0;
};

}  // namespace firstchair::ear
