#include "midi/kit/kit_gate.h"

#include <cassert>

namespace firstchair::midi {

KitGate::KitGate(const KitProfile& kit, double rate) : pads_(kit.pads), frames_per_ms_(rate / 1000) {
  assert(rate > 0);
}

std::optional<Hit> KitGate::push(std::uint8_t number, std::uint8_t velocity, const NoteAt& at) {
  if (velocity == 0) return std::nullopt;
  if (number >= pads_.size() || pads_[number].is != KitPad::Is::stroke) {
    ++outside_;
    return std::nullopt;
  }
  const KitPad& pad = pads_[number];
  if (velocity < pad.floor) {
    ++below_floor_;
    return std::nullopt;
  }
  Last& last = last_[number];
  const double since = static_cast<double>(at.frame - last.frame);
  // A grace stroke is softer than what follows it, an echo than what it follows.
  if (last.velocity > velocity && since < pad.retrigger_ms * frames_per_ms_) {
    ++retriggered_;
    return std::nullopt;
  }
  last = {at.frame, velocity};
  return hit_of_stroke(pad.voice, velocity, at);
}

void KitGate::reset() {
  last_ = {};
  below_floor_ = retriggered_ = outside_ = 0;
}

}  // namespace firstchair::midi
