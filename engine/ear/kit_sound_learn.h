// A kit's sound is learnt here, from strokes on its drums one after the other (lone_strokes.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ear/kit_sound.h"
#include "engine/ear/lone_strokes.h"

namespace firstchair::ear {

inline constexpr int kStrokesOfADrum = 4;  // that are asked for
inline constexpr int kFewestStrokes = 2;   // that a drum needs

// Says of what use a stroke is whose peak is so loud, beside the loudest on that drum; in dB re full scale.
enum class StrokeUse : unsigned char {
  clear,
  clipped,  // it reaches full scale
  soft      // it is softer than -50 dB, or by 30 dB than the loudest
};
StrokeUse use_of(float level_db, float loudest_db);

// DrumLearnt says what became of the strokes on one drum; strokes are named by their frames.
struct DrumLearnt {
  Voice voice = Voice::kick;
  KitSound::Drum drum = {};                // strokes 0: none could be used
  std::vector<Frames> taken = {};          // strokes that the spectrum rests on
  std::vector<Frames> clipped = {};        // strokes that could not be used
  std::vector<Frames> soft = {};           // likewise
  std::vector<Frames> unlike = {};         // strokes that were not like the others
  std::optional<Family> sounds_as = {};    // what the net takes it for, where that is another family
  std::optional<Family> sounds_with = {};  // what the net hears besides, at every stroke
};

// Learns one drum from strokes on it alone: the mean spectrum of those that are clear, without those that are
// unlike the others, or that the net takes for another family while it does not take the others for that.
DrumLearnt learn_drum(Voice voice, std::span<const LoneStroke> strokes);

// Splits strokes into as many runs as there are drums: at the longest pauses, where those are at least a
// third longer than any other, else into equal numbers, where no pause is among them, no remainder is left
// and each has kFewestStrokes at least. Strokes softer by 30 dB than the loudest are left out, or
// by 45 dB where no pauses part the louder ones and pauses part those into runs of kFewestStrokes at least.
// Errors: unsupported (no strokes, or neither parts them).
Result<std::vector<std::vector<LoneStroke>>> by_drums(std::span<const LoneStroke> strokes, std::size_t drums,
                                                      double rate);

// Learns the drums of a kit that are struck in that order in a recording. Errors: those of
// LoneStrokes::make() and by_drums().
Result<std::vector<DrumLearnt>> learn_drums(std::span<const float> mono, const EarConfig& config,
                                            std::span<const Voice> drums);
// Returns what was learnt of them under a name, for the ear of those weights.
KitSound kit_sound_of(std::span<const DrumLearnt> learnt, std::string name, std::string_view ear);

// Two drums of a kit that sound so alike that they cannot be told apart by it.
struct AlikeDrums {
  Voice one = Voice::kick, other = Voice::kick;
};
std::vector<AlikeDrums> alike_drums(const KitSound& kit);

// Returns the voices that were struck, could not be learnt, and are not told with this kit's sound, since
// another of their instrument was learnt (known_drums.h).
std::vector<Voice> lost_voices(std::span<const DrumLearnt> learnt);

// Returns whether a kit's sound can be of use, and why not: it needs two drums. `learnt`, if there is any,
// says what to do about it. Errors: unsupported.
Result<Done> check_kit_sound(const KitSound& kit, std::span<const DrumLearnt> learnt = {});
// Returns whether the ear of those weights can use it. Errors: unsupported.
Result<Done> check_ear(const KitSound& kit, std::string_view ear);

}  // namespace firstchair::ear
