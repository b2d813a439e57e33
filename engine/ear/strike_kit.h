// A StrikeKit follows somebody who strikes the drums of a kit one by one: it says which drum is next, counts
// clear strokes, and learns each drum when it has enough of them.
//
//   kick | x   x   x   x      snare | x   x ! x   x   x      ...
//   the ear counts at once    a stroke that is clipped or too soft does not count, and is told
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/ear/ear.h"
#include "engine/ear/kit_sound_learn.h"

namespace firstchair::ear {

inline constexpr double kMostStruckMinutes = 10;  // of a recording of strokes

class StrikeKit {
 public:
  // Errors: those of Ear::make.
  static Result<StrikeKit> make(double rate, std::vector<Voice> drums);

  // Takes mono samples, full scale 1, of the drum that is struck now. It may allocate and takes a while when
  // a drum is learnt: for a thread behind the queue. After a minute a drum is learnt of the strokes there
  // are, or begins again.
  void push(std::span<const float> mono);
  // Leaves out the drum that is struck now.
  void skip();

  // Returns the drum that is to be struck now; none when all are done.
  std::optional<Voice> drum() const;
  // Returns how many strokes on it count so far.
  int clear() const { return clear_; }
  // Returns what became of strokes since the last call: a word each ("clipped", "too soft"), in order.
  std::vector<std::string> refused();
  // Returns those drums that are learnt, in order; of a drum that has to be struck again nothing is there.
  const std::vector<DrumLearnt>& learnt() const { return learnt_; }
  // Returns the drum whose strokes were no use and that is struck again, once.
  std::optional<DrumLearnt> struck_again();
  // Returns the kit's sound so far.
  KitSound kit(const std::string& name) const;

 private:
  StrikeKit(Ear ear, double rate, std::vector<Voice> drums)
      : ear_(std::move(ear)), rate_(rate), drums_(std::move(drums)) {}
  void count();
  void learn();
  void begin_drum();

  Ear ear_;
  double rate_;
  std::vector<Voice> drums_;
  std::size_t at_ = 0;
  int clear_ = 0;
  Frames last_ = 0;           // the latest attack, in frames of sound_
  float loudest_db_ = -200;   // stroke on this drum
  std::vector<float> sound_;  // since the drum's turn began
  std::vector<std::string> refused_;
  std::vector<DrumLearnt> learnt_;
  std::optional<DrumLearnt> again_;
};

// StrikesTold says what a recording of strokes told.
struct StrikesTold {
  std::vector<DrumLearnt> drums;      // what became of every drum
  double rate = 0;                    // of their frames
  std::vector<std::string> warnings;  // lines on the recording
};

// Learns a kit's sound from a recording in which the drums are struck in that order: pauses part them, or
// their number does. Errors: those of learn_drums and check_kit_sound.
Result<KitSound> kit_sound_of(std::span<const float> mono, double rate, std::span<const Voice> drums,
                              const std::string& name, StrikesTold& told);

}  // namespace firstchair::ear
