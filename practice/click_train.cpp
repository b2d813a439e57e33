#include "practice/click_train.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/core/draw.h"

namespace firstchair::practice {
namespace {

constexpr double kSlowest = 20, kFastest = 400;

double frames_per_beat(const ClickPlan& plan, double bpm) {
  return 60.0 * 4.0 * plan.rate / (plan.meter.unit * bpm);
}

int steps_to_limit(const ClickPlan& plan) {
  return static_cast<int>(std::ceil(std::abs(plan.ramp.limit_bpm - plan.bpm) / plan.ramp.step_bpm - 1e-9));
}

Error usage(std::string what, std::string advice) {
  return {.code = ErrorCode::usage, .place = {}, .what = std::move(what), .advice = std::move(advice)};
}

}  // namespace

double bpm_of_bar(const ClickPlan& plan, int bar) FIRSTCHAIR_AUDIO {
  if (plan.ramp.bars == 0 || bar < 0) return plan.bpm;
  const int last = steps_to_limit(plan);
  int step = bar / plan.ramp.bars;
  if (step > last) step = plan.ramp.back ? std::max(2 * last - step, 0) : last;
  const double way = std::min(step * plan.ramp.step_bpm, std::abs(plan.ramp.limit_bpm - plan.bpm));
  return plan.ramp.limit_bpm > plan.bpm ? plan.bpm + way : plan.bpm - way;
}

Result<ClickTrain> ClickTrain::make(const ClickPlan& plan) {
  const auto tempo = [](double bpm) { return bpm >= kSlowest && bpm <= kFastest; };
  if (!(plan.rate >= 8000 && plan.rate <= 192000))
    return usage("a click needs a rate of 8000 to 192000 frames a second", {});
  if (!tempo(plan.bpm)) return usage("the tempo must be 20 to 400 a minute", {});
  const int unit = plan.meter.unit;
  if (plan.meter.beats < 1 || plan.meter.beats > 64 || unit < 1 || unit > 64 || (unit & (unit - 1)) != 0)
    return usage("the meter must have 1 to 64 beats of a 1st to a 64th", {});
  if (plan.count_in_bars < 0 || plan.count_in_bars > 16)
    return usage("the count-in must be 0 to 16 bars", {});
  if (plan.subdivision < 1 || plan.subdivision > 8)
    return usage("a beat can be divided into 1 to 8 clicks", {});
  if (plan.offbeat && plan.subdivision != 1)
    return usage("clicks off the beat cannot be subdivided too", "Leave one of the two out");
  if (plan.gap_on < 0 || plan.gap_off < 0 || (plan.gap_off > 0 && plan.gap_on == 0))
    return usage("gaps need at least one bar with clicks and none below 0", {});
  if (!(plan.mute_share >= 0 && plan.mute_share <= 1)) return usage("mutes are a share from 0 to 1", {});
  if (plan.start < 0) return usage("clicks cannot start before frame 0", {});
  if (plan.ramp.bars != 0) {
    if (plan.ramp.bars < 0 || plan.ramp.bars > 1000)
      return usage("a tempo ramp steps every 1 to 1000 bars", {});
    if (!tempo(plan.ramp.limit_bpm)) return usage("a tempo ramp must end at 20 to 400 a minute", {});
    if (!(plan.ramp.step_bpm >= 0.01)) return usage("a tempo ramp's step must be 0.01 or more", {});
  }
  const double fastest = plan.ramp.bars != 0 ? std::max(plan.bpm, plan.ramp.limit_bpm) : plan.bpm;
  const double gap = frames_per_beat(plan, fastest) / plan.subdivision;
  if (frames_to_ms(gap, plan.rate) < kShortestGapMs)
    return usage("clicks would come less than 15 ms apart", "Ask for a slower tempo or fewer subdivisions");
  return ClickTrain(plan);
}

ClickTrain::ClickTrain(const ClickPlan& plan)
    : plan_(plan),
      anchor_(static_cast<double>(plan.start)),
      anchor_bar_(-plan.count_in_bars),
      bpm_(bpm_of_bar(plan, anchor_bar_)),
      bar_(anchor_bar_) {}

int ClickTrain::parts() const FIRSTCHAIR_AUDIO {
  // The second half of the count-in's last bar has every kind of click that will come.
  return bar_ >= 0 || (bar_ == -1 && 2 * beat_ >= plan_.meter.beats) ? plan_.subdivision : 1;
}

ClickEvent ClickTrain::peek() const FIRSTCHAIR_AUDIO {
  const bool off = plan_.offbeat && bar_ >= 0;
  // One product, one quotient: the nearest frame to the exact time, however many beats lie before it.
  const double beats = static_cast<double>(bar_ - anchor_bar_) * plan_.meter.beats + beat_;
  const double halves = 2 * (beats * parts() + part_) + (off ? 1 : 0);
  const double exact =
      anchor_ + halves * (120.0 * plan_.rate) / (static_cast<double>(plan_.meter.unit) * bpm_ * parts());
  ClickEvent event;
  event.frame = static_cast<Frames>(std::floor(exact + 0.5));
  const bool accent = bar_ < 0 ? beat_ == 0 : (plan_.accents >> beat_ & 1) != 0;
  event.kind = part_ > 0 ? ClickKind::subdivision : accent ? ClickKind::accent : ClickKind::beat;
  event.bar = bar_;
  event.beat = beat_;
  event.part = part_;
  if (bar_ >= 0) {
    const bool gap = plan_.gap_off > 0 && bar_ % (plan_.gap_on + plan_.gap_off) >= plan_.gap_on;
    const auto place = static_cast<std::uint64_t>(bar_) * 64 + static_cast<std::uint64_t>(beat_);
    event.sounds = !gap && draw(plan_.seed, place) >= plan_.mute_share;
  }
  return event;
}

void ClickTrain::next() FIRSTCHAIR_AUDIO {
  if (++part_ < parts()) return;
  part_ = 0;
  if (++beat_ < plan_.meter.beats) return;
  beat_ = 0;
  ++bar_;
  const double bpm = bpm_of_bar(plan_, bar_);
  if (bpm == bpm_) return;
  anchor_ += static_cast<double>(bar_ - anchor_bar_) * plan_.meter.beats * frames_per_beat(plan_, bpm_);
  anchor_bar_ = bar_;
  bpm_ = bpm;
}

}  // namespace firstchair::practice
