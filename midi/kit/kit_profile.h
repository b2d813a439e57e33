// A kit profile says what the note numbers of one make of e-kit or sampler are worth, and what its pads make
// by themselves. The usual one is midi/percussion.h; others are data over it: data/kits, and what
// `firstchair kit learn` finds. docs/formats/kit.md describes the file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/voice.h"

namespace firstchair::midi {

// A KitPad is what one note number is worth.
struct KitPad {
  enum class Is : std::uint8_t { unknown, no_stroke, stroke };  // no_stroke: a choke, a cowbell ...
  Is is = Is::unknown;
  Voice voice = Voice::pad;  // of a stroke
  std::uint8_t floor = 0;    // velocities below it are not the player's; 0: every stroke counts
  // A stroke that comes sooner after the last one of the same number, and is softer, is the pad's own; 0:
  // none is.
  std::uint8_t retrigger_ms = 0;

  bool operator==(const KitPad&) const = default;
};

struct KitProfile {
  std::string id;                  // small letters, digits and hyphens; 1 to 40 of them
  std::string name;                // as a person reads it
  std::string source;              // where the numbers come from
  std::vector<std::string> words;  // in the names inside a file, they give this kit away
  std::array<KitPad, 128> pads;    // by note number

  bool operator==(const KitProfile&) const = default;
};

// Returns whether `id` may be a profile's: 1 to 40 small letters, digits and hyphens, no hyphen first.
bool is_kit_id(std::string_view id);
// Returns General MIDI with what common modules send beyond it. Law: its voices are voice_of_note's.
const KitProfile& usual_kit();
// Returns usual_kit() and data/kits, in the order of their ids behind it.
std::span<const KitProfile> builtin_kits();
// Returns the built-in profile of that id, or null.
const KitProfile* builtin_kit(std::string_view id);

}  // namespace firstchair::midi
