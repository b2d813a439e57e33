#include "midi/note_hit.h"

#include <cmath>

#include "midi/percussion.h"

namespace firstchair::midi {
namespace {

constexpr float kDbPerNeper = 8.685889638f;  // 20 / ln 10

}  // namespace

Hit hit_of_stroke(Voice voice, std::uint8_t velocity, const NoteAt& at) {
  return Hit{.frame = at.frame,
             .voice = at.pad ? Voice::pad : voice,
             .level_db = kDbPerNeper * std::log(static_cast<float>(velocity) / 127.0f),
             .strength = static_cast<float>(velocity),
             .sigma_ms = at.sigma_ms};
}

std::optional<Hit> hit_of_note(std::uint8_t number, std::uint8_t velocity, const NoteAt& at) {
  const std::optional<Voice> voice = voice_of_note(number);
  if (!voice || velocity == 0) return std::nullopt;
  return hit_of_stroke(*voice, velocity, at);
}

}  // namespace firstchair::midi
