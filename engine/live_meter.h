// LiveMeter says while somebody plays freely where the beat is, how early or late each line lies and how
// widely its strokes are spread, over the last bars. It keeps nothing else, so an audio callback may run it:
// a meter in a plugin's host.
//
//   auto meter = LiveMeter::make({.rate = 48000});
//   [audio] meter->push(mono); meter->beat(); meter->line(Line::snare); meter->last();
//
// The beat tracker says which beat a stroke stands near. A parabola through all strokes of the last kBeats
// beats (time against place) is the player's own pulse there; what a stroke lies beside it is its error. So a
// lean is against the strokes of all lines together: one line alone has none.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "engine/core/hit.h"
#include "engine/core/realtime.h"
#include "engine/ear/ear.h"
#include "engine/follow/free/beats.h"
#include "engine/stats/stats.h"

namespace firstchair {

struct LiveMeterConfig {
  double rate = 48000;  // frames a second, 8000 to 192000
  ear::VoicesMode voices = ear::VoicesMode::kit;
};

class LiveMeter {
 public:
  static constexpr double kBeats = 32;    // that are looked back on
  static constexpr int kFewest = 8;       // strokes of a line that are measured
  static constexpr double kSilence = 4;   // s without a stroke: then nothing is known any more
  static constexpr int kMaxBlock = 4096;  // frames that are heard at once; longer blocks are cut

  // This is a line over the last beats. Errors are signed ms, negative is early; intervals are 95 %.
  struct LineNow {
    int strokes = 0;     // whose time counts
    bool known = false;  // false: fewer than kFewest, or no beat: the rest says nothing
    double lean_ms = 0;  // mean error
    stats::Interval lean;
    double spread_ms = 0;  // standard deviation of the errors
    stats::Interval spread;
  };
  // This is the last stroke that was told.
  struct Last {
    Hit hit;
    bool measured = false;  // false: no error is known
    double error_ms = 0;
    double within_ms = 0;  // half its 95 % interval
  };

  // [setup] Errors: those of Ear::make.
  static Result<LiveMeter> make(const LiveMeterConfig& config);
  LiveMeter(LiveMeter&&) noexcept;
  LiveMeter& operator=(LiveMeter&&) noexcept;
  ~LiveMeter();

  // [audio] Hears mono samples, full scale 1, any number.
  void push(std::span<const float> mono);
  // [audio] Takes a stroke that was heard elsewhere, in order of frames; time comes to it.
  void push(const Hit& hit);
  // [audio] Tells the beat now, as the strokes heard so far have it.
  follow::Beat beat() const;
  // [audio] Tells a line; without one, all strokes together: their lean is 0 by definition.
  LineNow line(std::optional<Line> line) const;
  // [audio] Tells the last stroke; nothing before the first.
  std::optional<Last> last() const;
  // [audio] Returns how many strokes were heard since make() or reset().
  std::int64_t heard() const;
  // Returns the frames from a stroke to when it is told, at most.
  Frames latency() const;
  // [setup] Restores the state after make().
  void reset();

 private:
  struct State;
  explicit LiveMeter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair
