// Tells the ear of clicks before it hears them, so that they can be taken out of the sound
// (engine/ear/click_canceller.h): of a click that this program plays, or of a metronome in a recording.
//
//   while (more) {
//     for (const AnnouncedClick& click : announcer.push(heard + a_second))
//     session.expect_click(click.expected); session.push(mono);
//   }
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "engine/ear/click_canceller.h"
#include "practice/click_train.h"

namespace firstchair::practice {

// Says when a metronome clicks that can be heard in a recording.
struct Metronome {
  double bpm = 120;  // clicks a minute, 10..1000
  double at = 0;     // seconds of the first click
  int count_in = 0;  // clicks before anybody plays
  int accent = 0;    // every so many clicks, from the first, sounds otherwise; 0: all alike
};

// How many frames later than it should the sound comes, by its own clock: `behind` at `at`, and `slope` more
// with every frame after it.
struct ClockLag {
  double at = 0, behind = 0, slope = 0;
  double behind_at(double frame) const { return behind + slope * (frame - at); }
};

struct AnnouncedClick {
  ear::ClickCanceller::Click expected;
  double due = 0;      // frame at which it is heard, by the click's own clock
  bool alone = false;  // nobody plays yet
};

class ClickAnnouncer {
 public:
  // [setup] Announces a click that is played; the train has not moved yet. It is heard `round_trip` frames
  // later, and nobody plays before kEarliest ahead of the first bar line, which the click puts at frame
  // `first_bar`. Subdivisions that are less than kApart from each other are left out: one cannot be told from
  // the next, and the ear mostly lets such beeps pass.
  ClickAnnouncer(const ClickTrain& train, double round_trip, double first_bar);
  // [setup] Announces a metronome in sound of that rate. Errors: usage (its numbers are out of range).
  static Result<ClickAnnouncer> make(const Metronome& metronome, double rate);

  static constexpr double kEarliest = 0.1;  // seconds
  static constexpr double kApart = 0.06;    // seconds

  // The clicks that sound and are heard before frame `until`, each told once; valid until the next push. It
  // may grow a buffer: for a thread behind the queue, or one that grows buffers anyway. lag: of clocks that
  // are known to part.
  std::span<const AnnouncedClick> push(Frames until, const std::optional<ClockLag>& lag = {});

 private:
  struct Steady {
    Metronome metronome;
    double rate = 0;
    std::int64_t nth = 0;
  };
  struct Next {
    double due = 0;
    int kind = 0;
    float gain = 1;
    bool told = true;
  };

  ClickAnnouncer(const Metronome& metronome, double rate);
  Next peek() const;
  void next();
  bool apart(int bar) const;

  std::variant<ClickTrain, Steady> clicks_;
  double round_trip_ = 0;
  Frames playing_ = 0;  // from here on somebody may play; 0: not known
  int sounded_ = 0;     // clicks of a train
  std::vector<AnnouncedClick> told_;
};

}  // namespace firstchair::practice
