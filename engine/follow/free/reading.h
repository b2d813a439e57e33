// A reading says what a tracked pulse means: which note value it is, how many beats make a bar and where the
// bar line stands.
//
// Every reading (track, tempo level, meter, bar line) is described by features of the groove folded into its
// bars: which drum at which place, crashes, how well the bar comes back, where it is broken by fills, tempo
// and density. The probabilities are a softmax of their weighted sum. The weights
// (data/weights/reading-<hash>.weights) are fitted by `firstchair bench follow --fit FOLDER` on the Groove
// MIDI Dataset and on copies of it cut to other meters; docs/guide/following.md has the calibration.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/track.h"

namespace firstchair::follow {

inline constexpr int kFeatures = 76;
using Features = std::array<double, kFeatures>;

struct Interpretation {
  int track = 0;           // index into the tracks
  double quarter = 1;      // tracked beats in a quarter note
  double quarter_s = 0.5;  // its mean length
  MeterChange meter;
  double first_bar = 0;  // tracked beats from slot 0 to a bar line; in [0, bar)
  Features features{};
  double probability = 0;  // of this reading; all sum to 1

  double bar() const { return quarter * 4.0 * meter.beats / meter.unit; }  // tracked beats
};

struct ReadConfig {
  double bpm = 0;  // 0: any tempo
  bool meter_given = false;
  MeterChange meter{};
  double slowest = WriteTuning{}.slowest,
         fastest = WriteTuning{}.fastest;  // quarters a minute, when bpm is 0
};

// Returns all readings that fit the config, with probabilities, the most probable first. It is empty only
// when no track has two attacks on its grid. The tracks must be of these attacks.
std::vector<Interpretation> interpret(std::span<const Attack> attacks, std::span<const Track> tracks,
                                      const ReadConfig& config);

// [setup] Reads weights, whose order is that of describe() in reading.cpp. Fails as read_fitted() does.
Result<Features> read_reading_weights(std::string_view name, std::span<const std::uint8_t> bytes);
// [setup] Returns the weights that this program was built with, which the build has held against their hash.
const Features& reading_weights();
// Fills the probabilities of the readings.
void weigh(std::vector<Interpretation>& readings, const Features& weights);

}  // namespace firstchair::follow
