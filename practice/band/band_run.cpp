#include "practice/band/band_run.h"

#include <algorithm>
#include <cmath>

#include "engine/band/draw.h"

namespace firstchair::practice {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);
constexpr double kEarly = kQuarter / 8;  // a note that is meant may stand so much before where he came in
constexpr std::size_t kRoundsMost = 1 << 14;  // beats kept of solos that go round
constexpr std::size_t kBack = 16;             // beats in which a stroke's own is looked for
constexpr float kBackbeat = 56;               // MIDI strength: what is softer is a ghost note
constexpr double kNearBeat = .12;             // quarters: half way to the next triplet, and less
constexpr double kFall_db_s = 40. / 3;        // of a cymbal whose sound is not heard
constexpr double kThinned = .5;               // of the chords, under a drummer who is as busy as can be

}  // namespace

Result<BandRun> BandRun::make(BandRunConfig config) {
  Result<band::HomeTempo> home = band::HomeTempo::make(config.tempi, config.rate);
  if (!home) return home.error();
  Result<band::BandClock> clock = band::BandClock::make(*home, config.start, config.clock);
  if (!clock) return clock.error();
  config.drummer.rate = config.rate;
  config.drummer.bpm = home->bpm(0);
  config.form.rate = config.rate;
  // Only a chart tells where the drummer is.
  config.form.waits = config.form.waits && config.drummer.chart.has_value();
  band::Song song;
  song.meters = config.meters, song.tempi = config.tempi, song.marks = config.marks;
  song.length = config.length;
  Result<band::Form> form = band::Form::make(song, config.form);
  if (!form) return form.error();
  Result<DrummerPlace> place = DrummerPlace::make(config.drummer);
  if (!place) return place.error();
  return BandRun(std::move(config), std::move(*home), std::move(*clock), std::move(*form), std::move(*place));
}

BandRun::BandRun(BandRunConfig config, band::HomeTempo home, band::BandClock clock, band::Form form,
                 DrummerPlace place)
    : config_(std::move(config)),
      home_(std::move(home)),
      clock_(std::move(clock)),
      form_(std::move(form)),
      place_(std::move(place)),
      player_(std::move(config_.notes)) {
  bool rounds = false;
  for (const band::MarkAt& mark : config_.marks) {
    rounds = rounds || (mark.mark == band::Mark::solo && config_.form.solo_bars >= 0);
    if (mark.mark == band::Mark::ending) ends_at_ = static_cast<double>(mark.tick);
  }
  const auto quarters = static_cast<std::size_t>(config_.length / kTicksPerQuarter);
  beats_.resize(quarters + (rounds ? kRoundsMost : 0));
  strokes_.resize(beats_.size());
  for (band::BandBeat& beat : beats_) beat.played.heard = false;
}

// The slot of a quarter: of those that were played the last one, of those to come the one that it will be.
band::BandBeat* BandRun::beat_of(std::int64_t quarter) FIRSTCHAIR_AUDIO {
  if (quarter < 0 || quarter >= config_.length / kTicksPerQuarter) return nullptr;
  if (quarter >= next_quarter_) {
    const std::size_t k = played_ + static_cast<std::size_t>(quarter - next_quarter_);
    return k < beats_.size() ? &beats_[k] : nullptr;
  }
  for (std::size_t back = 1; back <= std::min(kBack, played_); ++back)
    if (beats_[played_ - back].quarter == quarter) return &beats_[played_ - back];
  return nullptr;
}

// While it waits only a place soon after is one that he has come to.
double BandRun::waiting_sure(const band::Heard& heard) const FIRSTCHAIR_AUDIO {
  const double after = heard.tick - form_.stands_at();
  const bool near = after > -kEarly && after < 8 * kQuarter;
  return step_.playing != band::Playing::waiting || near ? heard.probability : 0;
}

void BandRun::push(const Hit& stroke) FIRSTCHAIR_AUDIO {
  Hit hit = stroke;
  hit.frame -= static_cast<Frames>(std::llround(config_.round_trip));
  const band::Heard heard = place_.push(hit, clock_, form_.stands_at());
  // After a wait the next note of the chart is what is waited for: a follower may not know the place again
  // yet.
  const std::optional<Ticks> next =
      step_.playing == band::Playing::waiting ? place_.answers_next(hit, form_.stands_at()) : std::nullopt;
  form_.stroke(hit.frame, next ? static_cast<double>(*next) : heard.tick, next ? 1 : waiting_sure(heard),
               static_cast<double>(hit.level_db));
  stroke_ = {.frame = hit.frame, .level_db = static_cast<double>(hit.level_db)};
  // What the sound does not tell exactly corrects nothing.
  if (!hit.timed) return;
  drummer_bpm_ = heard.bpm;
  sure_ = heard.probability >= config_.clock.sure;
  if (step_.playing != band::Playing::waiting && place_.corrects()) {
    const band::Moved moved = clock_.push(heard);
    moved_ms_ += moved.phase_ms;
    limited_ = limited_ || clock_.at_limit();
  }
  if (sure_) note_backbeat(hit, heard.tick);
  const std::optional<std::int64_t> quarter = place_.quarter();
  band::BandBeat* slot = quarter ? beat_of(*quarter) : nullptr;
  if (slot == nullptr) return;
  // Strokes of one attack are one: their mean.
  band::PlayedBeat& beat = slot->played;
  const double at = frames_to_ms(static_cast<double>(hit.frame), config_.rate);
  const int before = strokes_[static_cast<std::size_t>(slot - beats_.data())]++;
  beat.drummer_ms = before == 0 ? at : beat.drummer_ms + (at - beat.drummer_ms) / (before + 1);
  beat.heard = true;
}

void BandRun::note_backbeat(const Hit& hit, double tick) FIRSTCHAIR_AUDIO {
  if ((hit.voice != Voice::snare && hit.voice != Voice::cross_stick) || hit.strength < kBackbeat) return;
  const double quarters = tick / kQuarter, off = quarters - std::floor(quarters);
  const bool on_beat = std::min(off, 1 - off) < kNearBeat, on_and = std::abs(off - .5) < kNearBeat;
  if (!on_beat && !on_and) return;
  band::BandBeat* slot =
      beat_of(static_cast<std::int64_t>(on_beat ? std::round(quarters) : std::floor(quarters)));
  if (slot != nullptr) (on_beat ? slot->backbeat : slot->backbeat_and) = true;
}

double BandRun::tick_at(double frame) const FIRSTCHAIR_AUDIO {
  return std::min(clock_.tick_at(frame), form_.stands_at());
}

void BandRun::look(double tick, Frames frame) FIRSTCHAIR_AUDIO {
  step_ = form_.at(std::min(tick, form_.stands_at()), frame);
  clock_.hold(!step_.corrects);
  waited_out_ += step_.waited_out;
  if (step_.resume) resume(*step_.resume);
}

// Notes and beats go on at a tick; what the drummer played of those left out is let be.
void BandRun::go_on_at(double tick) FIRSTCHAIR_AUDIO {
  player_.jump(tick);
  next_quarter_ = static_cast<std::int64_t>(std::ceil(tick / kQuarter));
}

void BandRun::resume(const band::FormStep::Resume& resume) FIRSTCHAIR_AUDIO {
  const std::int64_t stood = next_quarter_;
  went_ = {.times = went_.times + 1, .from = resume.tick, .to = resume.tick, .waited = true};
  clock_.restart(resume.tick,
                 static_cast<double>(resume.frame) - ms_to_frames(clock_.lean_ms(), config_.rate));
  go_on_at(resume.tick - kEarly);
  back_ = true;
  // The slots are of the quarters that come now.
  const auto skipped = static_cast<std::size_t>(std::max<std::int64_t>(0, next_quarter_ - stood));
  for (std::size_t k = played_; skipped > 0 && k < std::min(beats_.size(), played_ + kBack); ++k) {
    const bool there = k + skipped < beats_.size();
    beats_[k].played.heard = there && beats_[k + skipped].played.heard;
    beats_[k].played.drummer_ms = there ? beats_[k + skipped].played.drummer_ms : 0;
    strokes_[k] = there ? strokes_[k + skipped] : 0;
  }
}

// Nothing that stands at this tick or after it is played yet.
double BandRun::limit() const FIRSTCHAIR_AUDIO {
  double limit = form_.stands_at();
  if (step_.jump) limit = std::min(limit, step_.jump->from);
  // A last chord is let go all at once.
  if (last_chord_) limit = std::min(limit, static_cast<double>(config_.length));
  return limit;
}

void BandRun::play_beats(Frames from, Frames until) FIRSTCHAIR_AUDIO {
  while (played_ < beats_.size()) {
    const double tick = static_cast<double>(next_quarter_) * kQuarter;
    if (tick >= limit() || next_quarter_ >= config_.length / kTicksPerQuarter) return;
    const double frame = std::max(clock_.frame_of(tick), static_cast<double>(from));
    if (frame >= static_cast<double>(until)) return;
    look(tick, static_cast<Frames>(std::ceil(frame)));
    band::BandBeat& beat = beats_[played_];
    beat.quarter = next_quarter_;
    beat.played.band_ms = frames_to_ms(frame, config_.rate);
    beat.played.loose_ms = clock_.looseness_ms(next_quarter_);
    beat.played.band_gain = clock_.phase_gain();
    beat.home_bpm = home_.bpm(tick);
    beat.band_bpm = clock_.bpm(tick);
    beat.drummer_bpm = drummer_bpm_;
    beat.moved_ms = moved_ms_;
    beat.lean_ms = clock_.lean_ms();
    beat.alone = step_.playing == band::Playing::alone || step_.playing == band::Playing::solo;
    beat.held = !step_.corrects || back_ || step_.muted;
    beat.sure = sure_;
    moved_ms_ = 0;
    back_ = false;
    ++played_;
    ++next_quarter_;
  }
}

void BandRun::end(Frames from, Frames until) FIRSTCHAIR_AUDIO {
  const bool ends = clock_.frame_of(static_cast<double>(config_.length)) < static_cast<double>(until);
  // Who plays no stroke is not waited for.
  if (!last_chord_ && stroke_ && step_.playing == band::Playing::band && std::isfinite(ends_at_) &&
      clock_.frame_of(ends_at_) < static_cast<double>(until))
    last_chord_.emplace(from, config_.rate);
  if (!last_chord_) {
    over_ = over_ || ends;
    return;
  }
  const double since_s = static_cast<double>(from - stroke_->frame) / config_.rate;
  over_ = over_ || !last_chord_->push(from, sound_ ? level_db_ : stroke_->level_db - kFall_db_s * since_s);
}

std::optional<band::Sounded> BandRun::next(Frames from, Frames until) FIRSTCHAIR_AUDIO {
  if (until != looked_until_) {
    looked_until_ = until;
    may_jump_ = true;
    // A jump that was told is made, though its bar line is this stretch's beginning.
    const bool jumps = step_.jump && clock_.frame_of(step_.jump->from) < static_cast<double>(until);
    if (!jumps) look(clock_.tick_at(static_cast<double>(from)), from);
  }
  while (true) {
    while (std::optional<band::Sounded> sounded = player_.next(clock_, from, until, limit())) {
      if (sounded->velocity == 0) return sounded;
      // Who is alone is alone, whatever is written; a stopped band is silent.
      if (step_.playing == band::Playing::solo || step_.playing == band::Playing::stopped) {
        player_.leave_out();
        continue;
      }
      // A chord is left out as a whole: its notes have one frame.
      if (sounded->part == config_.thins && step_.busy > 0 &&
          band::draw(config_.clock.seed, static_cast<std::uint64_t>(sounded->frame)) <
              kThinned * step_.busy) {
        player_.leave_out();
        continue;
      }
      // A synth's level goes with the square of the velocity.
      const double velocity = sounded->velocity * std::pow(10, step_.gain_db / 40);
      sounded->velocity = static_cast<std::uint8_t>(std::clamp(std::lround(velocity), 1L, 127L));
      return sounded;
    }
    play_beats(from, until);
    if (!step_.jump || !may_jump_ || clock_.frame_of(step_.jump->from) >= static_cast<double>(until)) break;
    may_jump_ = false;
    const band::FormStep::Jump jump = *step_.jump;
    step_.jump.reset();
    went_ = {.times = went_.times + 1, .from = jump.from, .to = jump.to, .waited = false};
    clock_.jump(jump.from, jump.to);
    go_on_at(jump.to);
    form_.jumped();
    look(jump.to, from);
  }
  end(from, until);
  return {};
}

}  // namespace firstchair::practice
