#include "engine/ear/stroke_pairs.h"

#include <algorithm>

namespace firstchair::ear {
namespace {

// How likely an instrument is at an attack: as likely as the likeliest of its voices.
float said_of(const PickedStroke& stroke, std::size_t instrument) {
  float most = 1e-3F;
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    if (StrokePicker::instrument_of(static_cast<Voice>(v)) == instrument)
      most = std::max(most, stroke.here[v]);
  }
  return most;
}

// Moves a drum from the first of two attacks to the second, if the second repeats one of several.
void share(PickedStroke& first, PickedStroke& second) {
  if (!second.guessed ||
      std::count_if(first.voices.begin(), first.voices.end(), [](float p) { return p > 0; }) < 2)
    return;
  std::size_t moved = kHeardVoices;
  float most = 0;
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    const std::size_t instrument = StrokePicker::instrument_of(static_cast<Voice>(v));
    if (first.voices[v] <= 0 || !second.repeated[instrument]) continue;
    const float rise = said_of(second, instrument) / said_of(first, instrument);
    if (rise > most) {
      most = rise;
      moved = v;
    }
  }
  if (moved == kHeardVoices) return;
  second.voices.fill(0);
  std::swap(second.voices[moved], first.voices[moved]);
  second.strengths[moved] = first.strengths[moved];
  second.guessed = false;
}

}  // namespace

std::optional<PickedStroke> StrokePairs::push(const NetFrame& now) {
  std::optional<PickedStroke> next = picker_.push(now);
  if (!next) return waiting_ && ++waited_ > kPair ? finish() : std::nullopt;
  if (waiting_ && next->own - waiting_->own <= kPair) share(*waiting_, *next);
  std::swap(waiting_, next);
  waited_ = 0;
  return next;
}

std::optional<PickedStroke> StrokePairs::finish() {
  std::optional<PickedStroke> last;
  std::swap(last, waiting_);
  waited_ = 0;
  return last;
}

void StrokePairs::reset() {
  picker_.reset();
  finish();
}

}  // namespace firstchair::ear
