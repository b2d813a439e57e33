#include "kits/kit_sound_json.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "midi/kit/json_reader.h"
#include "midi/kit/kit_profile.h"

namespace firstchair::kits {
namespace {

using ear::KitSound;
constexpr std::size_t kLargest = 64 << 10;  // bytes
constexpr midi::JsonForm kForm{.format = "firstchair-kit-sound", .version = 1, .what = "a kit's sound"};
constexpr int kMostStrokes = 1000;
constexpr int kParts = 1000000;  // of a spectrum; rounding moves their sum by a few
constexpr int kRounded = 100;

void read_drum(midi::JsonReader& in, KitSound& kit) {
  std::optional<Voice> voice;
  KitSound::Drum drum;
  std::size_t parts = 0;
  int sum = 0;
  in.object([&](const std::string& key) {
    if (key == "voice") {
      const std::string id = in.string();
      voice = voice_from_id(id);
      if (voice == Voice::pad) voice.reset();
      if (!voice) in.fail("\"" + id + "\" is no drum");
    } else if (key == "strokes") {
      drum.strokes = in.integer(key, 1, kMostStrokes);
    } else if (key == "spectrum") {
      in.array([&] {
        const int part = in.integer(key, 0, kParts - 1);
        if (parts < drum.spectrum.size())
          drum.spectrum[parts] = static_cast<float>(part) / static_cast<float>(kParts);
        ++parts;
        sum += part;
        if (parts > drum.spectrum.size())
          in.fail("a spectrum of over " + std::to_string(drum.spectrum.size()));
      });
    } else {
      in.fail("\"" + key + "\" is not known of a drum");
    }
  });
  if (!in.good()) return;
  if (!voice || drum.strokes == 0) return in.fail("a drum without its \"voice\" or \"strokes\"");
  if (parts != drum.spectrum.size() || std::abs(sum - kParts) > kRounded)
    return in.fail("the spectrum of " + std::string(id_of(*voice)) + " is not " +
                   std::to_string(drum.spectrum.size()) + " millionths that add up to a million");
  KitSound::Drum& at = kit.drums[static_cast<std::size_t>(*voice)];
  if (at.strokes > 0) return in.fail(std::string(id_of(*voice)) + " stands there twice");
  at = drum;
}

}  // namespace

Result<KitSound> read_kit_sound(std::string_view text) {
  if (text.size() > kLargest)
    return Error{ErrorCode::too_large, {}, "a kit's sound of over 64 KiB", "Name a kit's sound"};
  midi::JsonReader in(text, "the kit's sound", "firstchair kit learn NAME --strike DRUMS makes one");
  KitSound kit;
  in.object([&](const std::string& key) {
    if (in.form(key, kForm)) return;
    if (key == "id") {
      kit.name = in.string();
      if (!midi::is_kit_id(kit.name)) in.fail("\"id\" is not 1 to 40 small letters, digits and hyphens");
    } else if (key == "ear") {
      kit.ear = in.string();
    } else if (key == "drums") {
      in.array([&] { read_drum(in, kit); });
    } else {
      in.fail("\"" + key + "\" is not known of a kit's sound");
    }
  });
  in.end(kForm);
  if (in.good() && (kit.name.empty() || kit.ear.empty()))
    in.fail("the kit's sound has no \"id\" or no \"ear\"");
  const auto struck = std::ranges::count_if(kit.drums, [](const auto& drum) { return drum.strokes > 0; });
  if (in.good() && struck < 2) in.fail("it has fewer than two drums");
  if (!in.good()) return in.error();
  return kit;
}

std::string write_kit_sound(const KitSound& kit) {
  std::string out = "{\n  \"format\": " + midi::json_text(kForm.format) +
                    ",\n  \"format_version\": " + std::to_string(kForm.version);
  out += ",\n  \"id\": " + midi::json_text(kit.name) + ",\n  \"ear\": " + midi::json_text(kit.ear);
  out += ",\n  \"drums\": [";
  bool first = true;
  for (std::size_t v = 0; v < kit.drums.size(); ++v) {
    const KitSound::Drum& drum = kit.drums[v];
    if (drum.strokes == 0) continue;
    out += first ? "\n" : ",\n";
    out += "    {\"voice\": " + midi::json_text(id_of(static_cast<Voice>(v))) +
           ", \"strokes\": " + std::to_string(drum.strokes) + ", \"spectrum\": [";
    for (std::size_t b = 0; b < drum.spectrum.size(); ++b) {
      const long part = std::lround(static_cast<double>(drum.spectrum[b]) * kParts);
      out += (b == 0 ? "" : b % 14 == 0 ? ",\n      " : ", ") + std::to_string(part);
    }
    out += "]}";
    first = false;
  }
  return out + "\n  ]\n}\n";
}

}  // namespace firstchair::kits
