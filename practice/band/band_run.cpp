#include "practice/band/band_run.h"

#include <algorithm>
#include <cmath>

namespace firstchair::practice {
namespace {
constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);
}  // namespace

Result<BandRun> BandRun::make(BandRunConfig config) {
  Result<band::HomeTempo> home = band::HomeTempo::make(config.tempi, config.rate);
  if (!home) return home.error();
  Result<band::BandClock> clock = band::BandClock::make(*home, config.start, config.clock);
  if (!clock) return clock.error();
  config.drummer.rate = config.rate;
  config.drummer.bpm = home->bpm(0);
  Result<DrummerPlace> place = DrummerPlace::make(config.drummer);
  if (!place) return place.error();
  return BandRun(std::move(config), std::move(*home), std::move(*clock), std::move(*place));
}

BandRun::BandRun(BandRunConfig config, band::HomeTempo home, band::BandClock clock, DrummerPlace place)
    : config_(std::move(config)),
      home_(std::move(home)),
      clock_(std::move(clock)),
      place_(std::move(place)),
      player_(std::move(config_.notes)),
      beats_(static_cast<std::size_t>(config_.length / kTicksPerQuarter)),
      strokes_(beats_.size()) {
  for (std::size_t n = 0; n < beats_.size(); ++n) {
    beats_[n].quarter = static_cast<std::int64_t>(n);
    beats_[n].played.heard = false;
  }
}

void BandRun::push(const Hit& stroke) FIRSTCHAIR_AUDIO {
  Hit hit = stroke;
  hit.frame -= static_cast<Frames>(std::llround(config_.round_trip));
  const band::Heard heard = place_.push(hit, clock_);
  // What the sound does not tell exactly corrects nothing.
  if (!hit.timed) return;
  const band::Moved moved = clock_.push(heard);
  moved_ms_ += moved.phase_ms;
  limited_ = limited_ || clock_.at_limit();
  drummer_bpm_ = heard.bpm;
  sure_ = heard.probability >= config_.clock.sure;
  const std::optional<std::int64_t> quarter = place_.quarter();
  if (!quarter || *quarter < 0 || static_cast<std::size_t>(*quarter) >= beats_.size()) return;
  // Strokes of one attack are one: their mean.
  const auto n = static_cast<std::size_t>(*quarter);
  band::PlayedBeat& beat = beats_[n].played;
  const double at = frames_to_ms(static_cast<double>(hit.frame), config_.rate);
  const int before = strokes_[n]++;
  beat.drummer_ms = before == 0 ? at : beat.drummer_ms + (at - beat.drummer_ms) / (before + 1);
  beat.heard = true;
}

void BandRun::play_beats(Frames from, Frames until) FIRSTCHAIR_AUDIO {
  while (played_ < beats_.size()) {
    const double tick = static_cast<double>(played_) * kQuarter;
    const double frame = std::max(clock_.frame_of(tick), static_cast<double>(from));
    if (frame >= static_cast<double>(until)) return;
    while (held_ < config_.held.size() && static_cast<double>(config_.held[held_].to) <= tick) ++held_;
    const bool held = held_ < config_.held.size() && static_cast<double>(config_.held[held_].from) <= tick;
    clock_.hold(held);
    band::BandBeat& beat = beats_[played_];
    beat.played.band_ms = frames_to_ms(frame, config_.rate);
    beat.played.loose_ms = clock_.looseness_ms(static_cast<std::int64_t>(played_));
    beat.played.band_gain = clock_.phase_gain();
    beat.home_bpm = home_.bpm(tick);
    beat.band_bpm = clock_.bpm(tick);
    beat.drummer_bpm = drummer_bpm_;
    beat.moved_ms = moved_ms_;
    beat.lean_ms = clock_.lean_ms();
    beat.held = held;
    beat.sure = sure_;
    moved_ms_ = 0;
    ++played_;
  }
  over_ = over_ || clock_.frame_of(static_cast<double>(config_.length)) < static_cast<double>(until);
}

std::optional<band::Sounded> BandRun::next(Frames from, Frames until) FIRSTCHAIR_AUDIO {
  const std::optional<band::Sounded> sounded = player_.next(clock_, from, until);
  if (!sounded) play_beats(from, until);
  return sounded;
}

}  // namespace firstchair::practice
