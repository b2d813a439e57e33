#include "midi/kit/kit_profile.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "midi/kit/kit_json.h"
#include "midi/percussion.h"

namespace firstchair::midi {

// data/kits/*.json, put there by CMake in the order of their names.
extern const std::span<const std::pair<std::string_view, std::string_view>> builtin_kit_files;

namespace {

KitProfile make_usual() {
  KitProfile kit;
  kit.id = "general-midi";
  kit.name = "General MIDI, with what Roland and Alesis modules send beyond it";
  kit.source = "General MIDI 1 percussion key map (MMA, 1991); docs/formats/midi.md";
  for (std::size_t note = 0; note < kit.pads.size(); ++note) {
    if (const std::optional<Voice> voice = voice_of_note(static_cast<std::uint8_t>(note)))
      kit.pads[note] = {.is = KitPad::Is::stroke, .voice = *voice};
  }
  return kit;
}

std::vector<KitProfile> make_builtin() {
  std::vector<KitProfile> kits{make_usual()};
  for (const auto& [stem, text] : builtin_kit_files) {
    Result<KitProfile> kit = read_kit(text);
    assert(kit && kit->id == stem);
    if (kit) kits.push_back(std::move(*kit));
  }
  return kits;
}

}  // namespace

bool is_kit_id(std::string_view id) {
  constexpr std::size_t kLongest = 40;
  return !id.empty() && id.size() <= kLongest && id.front() != '-' &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

const KitProfile& usual_kit() {
  return builtin_kits().front();
}

std::span<const KitProfile> builtin_kits() {
  static const std::vector<KitProfile> kKits = make_builtin();
  return kKits;
}

const KitProfile* builtin_kit(std::string_view id) {
  const std::span<const KitProfile> kits = builtin_kits();
  const auto at = std::find_if(kits.begin(), kits.end(), [&](const KitProfile& kit) { return kit.id == id; });
  return at == kits.end() ? nullptr : &*at;
}

}  // namespace firstchair::midi
