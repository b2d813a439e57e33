#include "engine/ear/strokes.h"

#include <algorithm>

namespace firstchair::ear {
namespace {

constexpr int kClosest = 2;  // frames between prompts, and between strokes of one drum

bool is_metal(std::size_t voice) {
  const Family family = family_of(static_cast<Voice>(voice));
  return family == Family::cymbal || (family == Family::hat && static_cast<Voice>(voice) != Voice::hat_pedal);
}

float odds(float probability) {
  return probability / std::max(1 - probability, 1e-6F);
}

}  // namespace

// It is a line, but that hand and foot share the hat.
std::size_t StrokePicker::instrument_of(Voice voice) {
  const Line line = line_of(voice);
  return static_cast<std::size_t>(line == Line::hat_foot ? Line::hat : line);
}

bool StrokePicker::too_soon(std::size_t voice, float probability, Frames place) const {
  const Frames since = place - told_[instrument_of(static_cast<Voice>(voice))];
  return since < kClosest ||
         (since < rules_.unsure_for && odds(probability) < kSurer * odds(thresholds_.voices[voice]));
}

bool StrokePicker::prompt(const NetFrame& now) {
  const bool told = now.struck >= thresholds_.struck && now.struck > prompted_ && quiet_ >= kClosest;
  quiet_ = told ? 1 : std::min(quiet_ + 1, kClosest);
  prompted_ = now.struck;
  return told;
}

bool StrokePicker::next(const NetFrame& now) {
  ++frame_;
  frames_ = {frames_[1], frames_[2], now};
  return is_attack(frames_[0], frames_[1], frames_[2], thresholds_.any);
}

std::optional<PickedStroke> StrokePicker::push(const NetFrame& now) {
  if (!next(now)) return std::nullopt;
  return picked();
}

PickedStroke StrokePicker::picked() {
  const auto& [before, centre, now] = frames_;
  const Frames own = this->own();
  PickedStroke stroke{.frames = place(own, centre.offset, seen_),
                      .probability = centre.any,
                      .own = own,
                      .here = centre.voices};
  // Of one instrument an attack has one voice: the likeliest.
  struct Best {
    float share = 0;  // of the voice's threshold
    std::size_t voice = 0;
    float probability = 0, strength = 0;
    Frames place = 0;
  };
  std::array<Best, kLineCount> best{};
  for (std::size_t v = 0; v < kHeardVoices; ++v) {
    // Two drums of one attack may fall on neighbouring frames, if the attack reaches that far.
    const NetFrame* at = &centre;
    Frames place = own;
    if (before.any >= thresholds_.any && before.voices[v] > at->voices[v]) {
      at = &before;
      place = own - 1;
    }
    if (now.any >= thresholds_.any && now.voices[v] > at->voices[v]) {
      at = &now;
      place = own + 1;
    }
    stroke.said[v] = at->voices[v];
    stroke.shares[v] = at->voices[v] / thresholds_.voices[v];
    const std::size_t instrument = instrument_of(static_cast<Voice>(v));
    const float share = stroke.shares[v];
    if (too_soon(v, at->voices[v], place)) {  // it was told with the attack before
      stroke.repeated[instrument] |= share >= 1;
      continue;
    }
    if (share <= best[instrument].share) continue;
    best[instrument] = {share, v, at->voices[v], std::clamp(127 * at->strengths[v], 1.0F, 127.0F), place};
  }
  const Best& likeliest = *std::max_element(best.begin(), best.end(),
                                            [](const Best& a, const Best& b) { return a.share < b.share; });
  stroke.guessed = likeliest.share < 1;
  float metal = 0;
  for (const Best& one : best) metal = std::max(metal, is_metal(one.voice) ? one.share : 0);
  for (const Best& one : best) {
    const float least = is_metal(one.voice) && one.share < metal ? rules_.second_metal : 1;
    if (one.share < least && &one != &likeliest) continue;
    stroke.voices[one.voice] = std::max(one.probability, 1e-3F);
    stroke.strengths[one.voice] = std::max(one.strength, 1.0F);
    told_[instrument_of(static_cast<Voice>(one.voice))] = one.place;
  }
  return stroke;
}

void StrokePicker::reset() {
  *this = StrokePicker(thresholds_, seen_, rules_);
}

}  // namespace firstchair::ear
