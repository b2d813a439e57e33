#include "practice/click_announcer.h"

#include <cmath>

#include "practice/click.h"

namespace firstchair::practice {

ClickAnnouncer::ClickAnnouncer(const ClickTrain& train, double round_trip, double first_bar)
    : clicks_(train),
      round_trip_(round_trip),
      playing_(std::llround(first_bar + round_trip - kEarliest * train.plan().rate)) {}

ClickAnnouncer::ClickAnnouncer(const Metronome& metronome, double rate)
    : clicks_(Steady{.metronome = metronome, .rate = rate}) {
  const double playing = metronome.at + metronome.count_in * 60 / metronome.bpm - kEarliest;
  if (metronome.count_in > 0) playing_ = std::llround(playing * rate);
}

Result<ClickAnnouncer> ClickAnnouncer::make(const Metronome& metronome, double rate) {
  if (!(metronome.bpm >= 10 && metronome.bpm <= 1000 && metronome.accent >= 0 && metronome.count_in >= 0))
    return Error{ErrorCode::usage, "click", "a metronome clicks 10 to 1000 times a minute", {}};
  return ClickAnnouncer(metronome, rate);
}

bool ClickAnnouncer::apart(int bar) const {
  const ClickPlan& plan = std::get<ClickTrain>(clicks_).plan();
  const double beat_s = 240 / (plan.meter.unit * bpm_of_bar(plan, bar));
  return beat_s / plan.subdivision >= kApart;
}

ClickAnnouncer::Next ClickAnnouncer::peek() const {
  if (const Steady* steady = std::get_if<Steady>(&clicks_)) {
    const Metronome& metronome = steady->metronome;
    const double seconds = metronome.at + static_cast<double>(steady->nth) * 60 / metronome.bpm;
    const bool accent = metronome.accent > 0 && steady->nth % metronome.accent == 0;
    return {.due = static_cast<double>(std::llround(seconds * steady->rate)), .kind = accent ? 1 : 0};
  }
  const ClickEvent event = std::get<ClickTrain>(clicks_).peek();
  return {.due = static_cast<double>(event.frame) + round_trip_,
          .kind = static_cast<int>(event.kind),
          .gain = click_gain(sounded_),
          .told = event.sounds && (event.kind != ClickKind::subdivision || apart(event.bar))};
}

void ClickAnnouncer::next() {
  if (Steady* steady = std::get_if<Steady>(&clicks_)) {
    ++steady->nth;
    return;
  }
  ClickTrain& train = std::get<ClickTrain>(clicks_);
  if (train.peek().sounds) ++sounded_;
  train.next();
}

std::span<const AnnouncedClick> ClickAnnouncer::push(Frames until, const std::optional<ClockLag>& lag) {
  told_.clear();
  while (true) {
    const Next click = peek();
    const double heard = lag ? click.due + lag->behind_at(click.due) : click.due;
    const Frames frame = lag ? static_cast<Frames>(std::floor(heard)) : std::llround(heard);
    if (frame >= until) return told_;
    next();
    if (!click.told) continue;
    told_.push_back({.expected = {.frame = frame,
                                  .kind = click.kind,
                                  .alone_until = playing_,
                                  .gain = click.gain,
                                  .part = lag ? static_cast<float>(heard - static_cast<double>(frame)) : 0},
                     .due = click.due,
                     .alone = frame < playing_});
  }
}

}  // namespace firstchair::practice
