#include "midi/kit/kit_json.h"

#include <algorithm>
#include <optional>

#include "midi/kit/json_reader.h"

namespace firstchair::midi {
namespace {

constexpr std::size_t kLargest = 64 << 10;  // bytes
constexpr std::size_t kMostWords = 20;
constexpr JsonForm kForm{.format = "firstchair-kit", .version = 1, .what = "a kit profile"};
constexpr std::string_view kNoStroke = "none";
constexpr int kLongestRetriggerMs = 200;

void read_voice(JsonReader& in, KitPad& pad) {
  const std::string id = in.string();
  const std::optional<Voice> voice = voice_from_id(id);
  if (voice && *voice != Voice::pad) {
    pad.is = KitPad::Is::stroke;
    pad.voice = *voice;
  } else if (id == kNoStroke) {
    pad.is = KitPad::Is::no_stroke;
  } else {
    in.fail("\"" + id +
            "\" is no voice: kick snare cross_stick hat_closed hat_open hat_pedal tom_high tom_mid "
            "tom_low ride ride_bell crash, or none");
  }
}

void read_note(JsonReader& in, KitProfile& kit) {
  KitPad pad;
  int note = -1;
  in.object([&](const std::string& key) {
    if (key == "note") {
      note = in.integer(key, 0, 127);
    } else if (key == "voice") {
      read_voice(in, pad);
    } else if (key == "floor") {
      pad.floor = static_cast<std::uint8_t>(in.integer(key, 0, 127));
    } else if (key == "retrigger_ms") {
      pad.retrigger_ms = static_cast<std::uint8_t>(in.integer(key, 0, kLongestRetriggerMs));
    } else {
      in.fail("\"" + key + "\" is not known of a note");
    }
  });
  if (!in.good()) return;
  if (note < 0) return in.fail("a note without its \"note\"");
  if (pad.is == KitPad::Is::unknown) return in.fail("note " + std::to_string(note) + " has no \"voice\"");
  KitPad& at = kit.pads[static_cast<std::size_t>(note)];
  if (at.is != KitPad::Is::unknown) return in.fail("note " + std::to_string(note) + " stands there twice");
  at = pad;
}

}  // namespace

Result<KitProfile> read_kit(std::string_view text) {
  if (text.size() > kLargest)
    return Error{ErrorCode::too_large, {}, "a kit profile of over 64 KiB", "Name a kit profile"};
  JsonReader in(text, "the profile", "firstchair kit show NAME --json writes one that is right");
  KitProfile kit;
  in.object([&](const std::string& key) {
    if (in.form(key, kForm)) return;
    if (key == "id") {
      kit.id = in.string();
      if (!is_kit_id(kit.id)) in.fail("\"id\" is not 1 to 40 small letters, digits and hyphens");
    } else if (key == "name") {
      kit.name = in.string();
    } else if (key == "source") {
      kit.source = in.string();
    } else if (key == "words") {
      kit.words.clear();
      in.array([&] {
        kit.words.push_back(in.string());
        if (kit.words.back().empty()) in.fail("an empty word");
        if (kit.words.size() > kMostWords) in.fail("over 20 words");
      });
    } else if (key == "notes") {
      in.array([&] { read_note(in, kit); });
    } else {
      in.fail("\"" + key + "\" is not known of a kit profile");
    }
  });
  in.end(kForm);
  if (in.good() && kit.id.empty()) in.fail("the profile has no \"id\"");
  if (in.good() && std::none_of(kit.pads.begin(), kit.pads.end(),
                                [](const KitPad& pad) { return pad.is == KitPad::Is::stroke; }))
    in.fail("no note of it is a stroke");
  if (!in.good()) return in.error();
  return kit;
}

std::string write_kit(const KitProfile& kit) {
  std::string out = "{\n  \"format\": " + json_text(kForm.format) +
                    ",\n  \"format_version\": " + std::to_string(kForm.version);
  out += ",\n  \"id\": " + json_text(kit.id) + ",\n  \"name\": " + json_text(kit.name) +
         ",\n  \"source\": " + json_text(kit.source);
  out += ",\n  \"words\": [";
  for (std::size_t i = 0; i < kit.words.size(); ++i) out += (i > 0 ? ", " : "") + json_text(kit.words[i]);
  out += "],\n  \"notes\": [";
  bool first = true;
  for (std::size_t note = 0; note < kit.pads.size(); ++note) {
    const KitPad& pad = kit.pads[note];
    if (pad.is == KitPad::Is::unknown) continue;
    const std::string_view voice = pad.is == KitPad::Is::stroke ? id_of(pad.voice) : kNoStroke;
    out += first ? "\n" : ",\n";
    out += "    {\"note\": " + std::to_string(note) + ", \"voice\": " + json_text(voice);
    if (pad.floor > 0) out += ", \"floor\": " + std::to_string(pad.floor);
    if (pad.retrigger_ms > 0) out += ", \"retrigger_ms\": " + std::to_string(pad.retrigger_ms);
    out += "}";
    first = false;
  }
  return out + "\n  ]\n}\n";
}

}  // namespace firstchair::midi
