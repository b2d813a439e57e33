#include "engine/band/dial.h"

#include <algorithm>

namespace firstchair::band {

Dial set_dial(const DialAsked& asked) {
  Dial dial{.follow = asked.follow,
            .rule = DialRule::as_asked,
            .late_ms = std::max(0., asked.sound_ms) + kHearing_ms,
            .bpm = asked.bpm};
  if (asked.follow <= kBlindFollow) return dial;
  if (!asked.delay_known)
    dial.rule = DialRule::delay_not_known;
  else if (dial.late_ms >= 60000 / asked.bpm)
    dial.rule = DialRule::too_late;
  if (dial.rule != DialRule::as_asked) dial.follow = kBlindFollow;
  return dial;
}

}  // namespace firstchair::band
