// The NotePlayer says which note begins or ends in a stretch of time, by the band's clock.
//
// Law: every note begins once and ends once, in the order of the ticks, whatever the clock does meanwhile. A
// correction moves only what was not played yet; what a correction puts into the past is played at once.
// After a jump what sounds ends at once, and the notes from there on are played (again, after a jump back).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/band/clock.h"

namespace firstchair::band {

struct PlayerNote {
  Ticks tick = 0, end = 0;     // end > tick; both may lie before tick 0, as a count-in does
  std::uint8_t part = 0;       // whose it is, for who sounds it
  std::uint8_t pitch = 60;     // MIDI
  std::uint8_t velocity = 80;  // 1..127
  bool operator==(const PlayerNote&) const = default;
};

struct Sounded {
  Frames frame = 0;
  std::uint8_t part = 0, pitch = 60, velocity = 0;  // velocity 0: the note ends
  bool operator==(const Sounded&) const = default;
};

class NotePlayer {
 public:
  // [setup] Takes the notes in any order. A note that is struck again before it ends, ends there.
  explicit NotePlayer(std::vector<PlayerNote> notes);

  // [audio] Returns what comes next if it comes before `until` and stands before tick `limit`, at a frame
  // from `from` on; none when nothing more does. `from` and `until` never go back.
  std::optional<Sounded> next(const BandClock& clock, Frames from, Frames until,
                              double limit = std::numeric_limits<double>::infinity()) FIRSTCHAIR_AUDIO;
  // [audio] Goes on with the first note that stands at `tick` or after it.
  void jump(double tick) FIRSTCHAIR_AUDIO;
  // [audio] The note that began last is not sounded, and does not end either. next() gave it just now.
  void leave_out() FIRSTCHAIR_AUDIO { --sound_; }
  bool over() const FIRSTCHAIR_AUDIO { return begun_ == notes_.size() && sound_ == 0; }

 private:
  std::vector<PlayerNote> notes_;     // by tick
  std::vector<PlayerNote> sounding_;  // the first `sound_`, in the order in which they began
  std::size_t begun_ = 0, sound_ = 0;
};

}  // namespace firstchair::band
