#include "practice/band/midi_clock.h"

#include <algorithm>
#include <cmath>

namespace firstchair::practice {
namespace {

constexpr double kStep = static_cast<double>(kTicksPerQuarter) / 24;
constexpr double kSixteenth = static_cast<double>(kTicksPerQuarter) / 4;  // a song position counts them
constexpr double kFarthest = 0x3FFF;

Frames nearest(double frame, Frames from) {
  return std::max(from, static_cast<Frames>(std::floor(frame + .5)));
}

}  // namespace

ClockMessage MidiClock::now(Frames frame, std::uint8_t status) FIRSTCHAIR_AUDIO {
  return {.frame = frame, .size = 1, .bytes = {status}};
}

// Where it goes on: position, continue. The first tick there is told by who calls it.
void MidiClock::go_on(Frames frame, double tick) FIRSTCHAIR_AUDIO {
  const auto place = static_cast<unsigned>(std::clamp(std::round(tick / kSixteenth), 0., kFarthest));
  count_ = told_ = 0;
  waiting_[count_++] = {
      .frame = frame,
      .size = 3,
      .bytes = {kPosition, static_cast<std::uint8_t>(place & 0x7F), static_cast<std::uint8_t>(place >> 7)}};
  waiting_[count_++] = now(frame, kContinue);
  stopped_ = false;
}

std::optional<ClockMessage> MidiClock::next(const BandRun& run, Frames from, Frames until) FIRSTCHAIR_AUDIO {
  if (told_ < count_) return waiting_[told_++];
  if (over_) return {};
  if (run.over()) {
    over_ = true;
    if (stopped_ || !started_) return {};
    return now(from, kStop);
  }
  if (const BandRun::Went& went = run.went(); went.times != went_) {
    went_ = went.times;
    if (went.waited) {
      next_ = std::ceil(went.to / kStep) * kStep;
      go_on(nearest(run.clock().frame_of(went.to), from), went.to);
      return waiting_[told_++];
    }
    // What was left before the jump has its frames before it still.
    next_ += went.to - went.from;
    jumps_to_ = went.to;
  }
  const double frame = run.clock().frame_of(jumps_to_ ? std::min(next_, *jumps_to_) : next_);
  if (jumps_to_ && next_ >= *jumps_to_) {
    if (frame >= static_cast<double>(until)) return {};
    const Frames at = nearest(frame, from);
    next_ = *jumps_to_;
    go_on(at, next_);
    jumps_to_.reset();
    return now(at, kStop);
  }
  if (run.playing() == band::Playing::waiting && next_ >= run.plays_until()) {
    if (stopped_) return {};
    stopped_ = true;
    return now(from, kStop);
  }
  if (next_ >= run.plays_until() || frame >= static_cast<double>(until)) return {};
  const Frames at = nearest(frame, from);
  if (!started_ && next_ >= 0) {
    started_ = true;
    return now(at, kStart);
  }
  next_ += kStep;
  return now(at, kTick);
}

}  // namespace firstchair::practice
