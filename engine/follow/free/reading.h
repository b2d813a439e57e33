// A reading says what a tracked pulse means: which note value it is, how many beats make a bar and where the
// bar line stands.
//
// Every reading (track, tempo level, meter, bar line) is described by features of the groove folded into its
// bars (reading_features.h). The probabilities are a softmax of their weighted sum, set right afterwards for
// what they claim too much or too little. Both (data/weights/reading-<hash>.weights) are fitted by
// `firstchair bench follow --fit FOLDER` on the Groove MIDI Dataset and on copies of it cut to other lengths
// and meters; docs/guide/following.md has the calibration.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/result.h"
#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/reading_features.h"
#include "engine/follow/free/track.h"

namespace firstchair::follow {

inline constexpr int kExperts = 2;
// A tempo is told alone from this probability on, and with another one below it, where that is this likely.
inline constexpr double kSureTempo = 0.85, kOtherTempo = 0.1;

struct Interpretation {
  int track = 0;           // index into the tracks
  double quarter = 1;      // tracked beats in a quarter note
  double quarter_s = 0.5;  // its mean length
  MeterChange meter;
  double first_bar = 0;  // tracked beats from slot 0 to a bar line; in [0, bar)
  Features features{};
  double prior = 0;        // log odds from elsewhere: how near the tempo that was named is
  double probability = 0;  // of this reading, as weighed; all sum to 1

  double bar() const { return quarter * 4.0 * meter.beats / meter.unit; }  // tracked beats
};

struct ReadConfig {
  double bpm = 0;  // 0: any tempo; else readings near it, the nearer the likelier
  bool meter_given = false;
  MeterChange meter{};
  double slowest = WriteTuning{}.slowest,
         fastest = WriteTuning{}.fastest;  // quarters a minute, when bpm is 0
};

// Returns all readings that fit the config, with probabilities, the most probable first. It is empty only
// when no track has two attacks on its grid. The tracks must be of these attacks.
std::vector<Interpretation> interpret(std::span<const Attack> attacks, std::span<const Track> tracks,
                                      const ReadConfig& config);

// Weighed evidence claims too much or too little; a Calibration sets a probability right by its log odds.
struct Calibration {
  double shift = 0, slope = 1;

  // Takes and returns 0..1, rising where slope > 0.
  double operator()(double probability) const;
};

struct ReadingModel {
  // A reading's score is the log of the sum of what the experts say; each is a weighted sum of its features.
  std::array<Features, kExperts> experts{};
  struct Trust {
    Calibration tempo, meter, bar;
  };
  Trust kit, sound;  // for an e-kit's strokes; for strokes that an ear told
};

// [setup] Reads a model: the experts' weights in the order of describe(), then shift and slope of tempo,
// meter and bar line, for an e-kit and for sound. Fails as read_fitted() does.
Result<ReadingModel> read_reading_model(std::string_view name, std::span<const std::uint8_t> bytes);
// [setup] Returns the model that this program was built with, which the build has held against its hash.
const ReadingModel& reading_model();
// Fills the probabilities of the readings, which are weighed and not yet calibrated.
void weigh(std::vector<Interpretation>& readings, const ReadingModel& model);

}  // namespace firstchair::follow
