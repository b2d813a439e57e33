#include "midi/kit/kit_learn_text.h"

#include <algorithm>
#include <cmath>

namespace firstchair::midi {
namespace {

std::string strokes(int n) {
  return std::to_string(n) + (n == 1 ? " stroke" : " strokes");
}

std::string whole(double ms) {
  return std::to_string(std::lround(ms));
}

std::string name_of_note(const KitProfile& kit, std::uint8_t number) {
  const KitPad& pad = kit.pads[number];
  const std::string note = "note " + std::to_string(number);
  if (pad.is == KitPad::Is::stroke) return note + " (" + std::string(name_of(line_of(pad.voice))) + ")";
  return note + (pad.is == KitPad::Is::no_stroke ? " (no stroke)" : " (unknown)");
}

std::string second_text(const PadLearnt& pad) {
  const std::string low = whole(pad.second_low_ms), high = whole(pad.second_high_ms);
  const std::string after = low == high ? low + " ms" : low + " to " + high + " ms";
  std::string text = "; triggers twice, " + after + " later (" + std::to_string(pad.second) + " times): ";
  return text + (pad.retrigger_ms > 0 ? "retrigger time " + std::to_string(pad.retrigger_ms) + " ms"
                                      : "too seldom for a retrigger time");
}

std::string told_text(const KitProfile& kit, const PadLearnt& pad) {
  std::string text = "; told with " + name_of_note(kit, pad.told_with) + " " + std::to_string(pad.told) +
                     " times, at most velocity " + std::to_string(pad.told_loudest) + ": ";
  if (pad.floor > 0) return text + "floor " + std::to_string(pad.floor);
  if (pad.overlaps)
    return text + "as loud as its softest stroke, so no floor parts them: raise crosstalk cancelling";
  return text + "hit it softly " + std::to_string(KitLearner::kLeastStrokes) + " times for a floor";
}

}  // namespace

std::vector<std::string> kit_learnt_texts(const KitLearnt& learnt) {
  std::vector<std::string> texts;
  for (const PadLearnt& pad : learnt.pads) {
    std::string text = name_of_note(learnt.kit, pad.number) + ": " + strokes(pad.own);
    if (pad.own > 0)
      text += ", velocity " + std::to_string(pad.softest) + " to " + std::to_string(pad.loudest);
    if (pad.second > 0) text += second_text(pad);
    if (pad.told > 0) text += told_text(learnt.kit, pad);
    texts.push_back(text + ".");
  }
  const bool any = std::any_of(learnt.pads.begin(), learnt.pads.end(),
                               [](const PadLearnt& pad) { return pad.floor > 0 || pad.retrigger_ms > 0; });
  if (!any) texts.push_back("By these strokes no pad needs a floor or a retrigger time.");
  return texts;
}

}  // namespace firstchair::midi
