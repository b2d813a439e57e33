#include "engine/band/form.h"

#include <algorithm>
#include <cmath>

#include "engine/band/felt_bar.h"

namespace firstchair::band {
namespace {

constexpr double kSure = .8;     // a stroke whose place is less probable ends no wait
constexpr double kFadeDb = -30;  // at the end of a phrase that the band leads to
constexpr int kKnownLevel = 32;  // strokes until a drummer's own level is known
constexpr int kMeanOver = 1000;  // strokes over which it is taken
constexpr double kDenseBars = 2,
                 kKnownBars = 4;  // over which density is taken, and until a drummer's own is known
constexpr double kBusyFrom = 1.3, kBusyTo = 2;  // times his own density

}  // namespace

Result<Form> Form::make(const Song& song, const FormConfig& config) {
  const auto usage = [](const char* what) { return Error{ErrorCode::usage, {}, what, {}}; };
  if (std::string wrong = check_song(song); !wrong.empty())
    return Error{ErrorCode::malformed, {}, std::move(wrong), {}};
  if (!(config.rate > 0)) return usage("a rate is above 0");
  if (!(config.wait_s >= 0 && config.wait_s <= 120)) return usage("a wait is 0 to 120 s");
  if (config.solo_bars < -1 || config.solo_bars > 1000) return usage("a solo is of 0 to 1000 bars");
  if (config.stop_bars < 1 || config.stop_bars > 64 || config.phrase_bars < 1 || config.phrase_bars > 64)
    return usage("phrases and stops are of 1 to 64 bars");
  if (!(config.answer_db >= 0 && config.answer_db <= 12)) return usage("an answer is 0 to 12 dB");
  if (config.answer_strokes < 1 || config.answer_strokes > 1000)
    return usage("a level is taken over 1 to 1000 strokes");
  return Form(song, config);
}

Form::Form(const Song& song, const FormConfig& config)
    : config_(config), bars_(bars_of(song)), marks_(song.marks), length_(static_cast<double>(song.length)) {
  for (const MarkAt& mark : marks_) {
    reach_.push_back(std::max(mark.until, reach_.empty() ? 0 : reach_.back()));
    if (mark.mark != Mark::fermata) continue;
    // The note is held from its beat on; what stands still is the beat after it.
    const auto stands = static_cast<double>(mark.tick + felt_beat(bar_at(bars_, mark.tick).meter));
    if (stands < length_ && (waits_.empty() || stands > waits_.back())) waits_.push_back(stands);
  }
}

const Bar& Form::bar_of(double tick) const FIRSTCHAIR_AUDIO {
  std::size_t low = 0, high = bars_.size();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (static_cast<double>(bars_[middle].start) <= tick ? low : high) = middle;
  }
  return bars_[low];
}

double Form::bars_at(double tick) const FIRSTCHAIR_AUDIO {
  const Bar& bar = bar_of(tick);
  return bar.number - 1 +
         (tick - static_cast<double>(bar.start)) / static_cast<double>(bar.meter.bar_length());
}

double Form::line_after(double tick) const FIRSTCHAIR_AUDIO {
  return static_cast<double>(bar_of(tick).end());
}

// The end of the phrase in which the next bar stands: a whole bar is left to lead there.
double Form::phrase_end_after(double tick) const FIRSTCHAIR_AUDIO {
  const int bar = bar_of(line_after(tick)).number - 1;
  const auto last = static_cast<std::size_t>((bar / config_.phrase_bars + 1) * config_.phrase_bars - 1);
  return static_cast<double>(bars_[std::min(last, bars_.size() - 1)].end());
}

void Form::stroke(Frames frame, double tick, double probability, double level_db) FIRSTCHAIR_AUDIO {
  if (!std::isfinite(tick) || !std::isfinite(level_db)) return;
  ++strokes_;
  recent_db_ += (level_db - recent_db_) / std::min(strokes_, config_.answer_strokes);
  mean_db_ += (level_db - mean_db_) / std::min(strokes_, kMeanOver);
  heard_ = true;
  const double gone = std::max(0., last_tick_ - dense_at_);
  if (strokes_ > 1) drummed_ += gone;
  dense_ =
      dense_ * std::exp(-gone / (kDenseBars * static_cast<double>(bars_.front().meter.bar_length()))) + 1;
  dense_at_ = last_tick_;
  last_stroke_ = last_tick_;
  if (waiting_ && !came_ && probability >= kSure && frame >= waits_since_) came_ = Came{frame, tick};
  if (!stopped_) {
    end_ = -1;
  } else if (back_at_ < 0) {
    back_at_ = line_after(last_tick_);
  }
}

// A groove that goes on as it was is not busy, however dense it is.
double Form::busy_at(double tick) const FIRSTCHAIR_AUDIO {
  const auto bar = static_cast<double>(bars_.front().meter.bar_length());
  if (strokes_ < kKnownLevel || drummed_ < kKnownBars * bar) return 0;
  const double now = dense_ * std::exp(-std::max(0., tick - dense_at_) / (kDenseBars * bar));
  const double usual = strokes_ / drummed_ * kDenseBars * bar;
  return std::clamp((now / usual - kBusyFrom) / (kBusyTo - kBusyFrom), 0., 1.);
}

void Form::ask_solo() FIRSTCHAIR_AUDIO {
  if (!in_solo_) asked_from_ = line_after(last_tick_), asked_until_ = -1;
}

void Form::jumped() FIRSTCHAIR_AUDIO {
  solo_bars_ = leaves_ ? 0 : solo_bars_ + round_bars_;
  if (leaves_) in_solo_ = cued_ = false;
  leaves_ = false;
}

FormStep Form::at(double tick, Frames frame) FIRSTCHAIR_AUDIO {
  FormStep step;
  if (config_.answer_db > 0 && strokes_ >= kKnownLevel)
    step.gain_db = std::clamp(recent_db_ - mean_db_, -config_.answer_db, config_.answer_db);
  if (tick < 0) {
    step.playing = Playing::count_in;
    return step;
  }
  if (!(tick < length_)) {
    step.playing = Playing::over;
    step.corrects = false;
    return step;
  }
  last_tick_ = tick;
  step.busy = busy_at(tick);
  if (wait(step, tick, frame)) return step;
  marks(step, tick);
  asked_solo(step, tick);
  silence(step, tick);
  return step;
}

// Returns whether the song stands still.
bool Form::wait(FormStep& step, double tick, Frames frame) FIRSTCHAIR_AUDIO {
  if (!config_.waits || waited_ == waits_.size() || tick < waits_[waited_]) return false;
  if (!waiting_) {
    waiting_ = true;
    waits_since_ = frame;
    came_.reset();
  }
  const bool too_long = static_cast<double>(frame - waits_since_) >= config_.wait_s * config_.rate;
  step.corrects = false;
  last_stroke_ = tick;
  if (!came_ && !too_long) {
    step.playing = Playing::waiting;
    return true;
  }
  const double until = waits_[waited_];
  step.resume = came_ ? FormStep::Resume{std::clamp(came_->tick, until, length_ - 1), came_->frame}
                      : FormStep::Resume{until, frame};
  step.waited_out = !came_;
  waiting_ = false;
  ++waited_;
  return false;
}

void Form::marks(FormStep& step, double tick) FIRSTCHAIR_AUDIO {
  bool solo_here = false;
  // Behind the first mark that is to come none is here, and none before the last one that nothing reaches
  // over.
  std::size_t end = 0, begin = marks_.size();
  while (end < begin) {
    const std::size_t middle = end + (begin - end) / 2;
    if (static_cast<double>(marks_[middle].tick) <= tick)
      end = middle + 1;
    else
      begin = middle;
  }
  begin = end;
  while (begin > 0 && static_cast<double>(reach_[begin - 1]) > tick) --begin;
  for (; begin < end; ++begin) {
    const MarkAt& mark = marks_[begin];
    const auto from = static_cast<double>(mark.tick), until = static_cast<double>(mark.until);
    if (tick >= until) continue;
    const bool alone = mark.mark == Mark::stop || mark.mark == Mark::without;
    if (mark.mark == Mark::hits || alone || mark.mark == Mark::solo) step.corrects = false;
    if (alone && step.playing == Playing::band) step.playing = Playing::alone;
    if (mark.mark == Mark::muted) step.muted = true;
    if (mark.mark != Mark::solo || solo_here) continue;
    solo_here = true;
    solo(step, tick, from, until);
  }
  if (solo_here) {
    asked_from_ = -1;
    return;
  }
  in_solo_ = leaves_ = false;
  if (asked_from_ < 0) cued_ = false;
  solo_bars_ = 0;
}

// The song goes on under it, and the band is there again at the bar line after the cue.
void Form::asked_solo(FormStep& step, double tick) FIRSTCHAIR_AUDIO {
  if (asked_from_ < 0 || tick < asked_from_) return;
  if (cued_ && asked_until_ < 0) asked_until_ = line_after(tick);
  if (asked_until_ >= 0 && tick >= asked_until_) {
    asked_from_ = -1;
    cued_ = false;
    return;
  }
  in_solo_ = true;
  step.playing = Playing::solo;
  step.corrects = false;
}

void Form::solo(FormStep& step, double tick, double from, double until) FIRSTCHAIR_AUDIO {
  in_solo_ = true;
  step.playing = Playing::solo;
  const double line = std::min(line_after(tick), until);
  round_bars_ = bars_at(line == until ? until - 1 : line) - bars_at(from);
  if (line == until) round_bars_ = std::round(round_bars_);
  const bool enough = config_.solo_bars > 0 && solo_bars_ + round_bars_ >= config_.solo_bars - 1e-9;
  const bool written = config_.solo_bars < 0;
  leaves_ = cued_ || enough;
  // A cue, or its length, ends it at the next bar line; without one it goes round at its last.
  if (leaves_ && line < until) step.jump = FormStep::Jump{line, until};
  if (!leaves_ && !written && line >= until) step.jump = FormStep::Jump{until, from};
}

void Form::silence(FormStep& step, double tick) FIRSTCHAIR_AUDIO {
  if (stopped_) {
    if (back_at_ >= 0 && tick >= back_at_) {
      stopped_ = false;
      back_at_ = end_ = -1;
      last_stroke_ = tick;
    } else {
      step.playing = Playing::stopped;
      step.corrects = false;
    }
    return;
  }
  // Alone he may be silent.
  if (step.playing != Playing::band || tick < last_stroke_) last_stroke_ = tick;
  if (!heard_) return;
  if (end_ < 0 && bars_at(tick) - bars_at(last_stroke_) >= config_.stop_bars) {
    led_from_ = tick;
    end_ = phrase_end_after(tick);
  }
  if (end_ < 0) return;
  if (tick >= end_) {
    stopped_ = true;
    step.playing = Playing::stopped;
    step.corrects = false;
    return;
  }
  step.playing = Playing::leading;
  step.corrects = false;
  step.gain_db += kFadeDb * (tick - led_from_) / std::max(1., end_ - led_from_);
}

}  // namespace firstchair::band
