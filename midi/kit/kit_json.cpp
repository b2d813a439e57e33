#include "midi/kit/kit_json.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "engine/core/letters.h"

namespace firstchair::midi {
namespace {

constexpr std::size_t kLargest = 64 << 10;  // bytes
constexpr std::size_t kLongestText = 1000, kMostWords = 20;
constexpr std::string_view kFormat = "firstchair-kit", kNoStroke = "none";
constexpr int kVersion = 1, kLongestRetriggerMs = 200;

// Reads values one after the other. The first thing that is wrong ends it; what comes after does nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool good() const { return !error_; }
  const Error& error() const { return *error_; }
  int line() const {
    return 1 + static_cast<int>(
                   std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
  }
  void fail(const std::string& what, ErrorCode code = ErrorCode::malformed) {
    if (!error_)
      error_ = Error{code, "line " + std::to_string(line()), what,
                     "firstchair kit show NAME --json writes one that is right"};
  }

  // Calls `field` with every key of the object that comes; it reads the value.
  void object(const std::function<void(const std::string&)>& field) {
    expect('{');
    std::vector<std::string> keys;
    while (good() && !take('}')) {
      if (!keys.empty()) expect(',');
      const std::string key = string();
      // Of two values of one name neither is surely meant.
      if (good() && std::ranges::find(keys, key) != keys.end()) fail("\"" + key + "\" stands there twice");
      expect(':');
      if (good()) field(key);
      keys.push_back(key);
    }
  }
  void array(const std::function<void()>& item) {
    expect('[');
    for (bool first = true; good() && !take(']'); first = false) {
      if (!first) expect(',');
      if (good()) item();
    }
  }
  std::string string() {
    std::string text;
    expect('"');
    while (good()) {
      if (at_ == text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) {
        fail("a text that does not end on its line");
      } else if (text_[at_] == '"') {
        ++at_;
        return text;
      } else if (text_[at_] == '\\') {
        ++at_;
        escape(text);
      } else {
        text += text_[at_++];
      }
      if (text.size() > kLongestText) fail("a text of over 1000 bytes");
    }
    return {};
  }
  int integer(const std::string& of, int low, int high) {
    blanks();
    const std::size_t from = at_;
    int value = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && at_ - from < 6)
      value = 10 * value + (text_[at_++] - '0');
    const bool whole = at_ > from && (at_ == text_.size() ||
                                      std::string_view(".eE").find(text_[at_]) == std::string_view::npos);
    if (!whole || value < low || value > high)
      fail("\"" + of + "\" is not a whole number from " + std::to_string(low) + " to " +
           std::to_string(high));
    return value;
  }
  void end() {
    blanks();
    if (good() && at_ < text_.size()) fail("something stands behind the profile");
  }

 private:
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool take(char wanted) {
    blanks();
    if (!good() || at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  void expect(char wanted) {
    if (good() && !take(wanted)) fail(std::string("a ") + wanted + " is missing");
  }
  void escape(std::string& text) {
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    if (const std::size_t known = kFrom.find(c); c != '\0' && known != std::string_view::npos) {
      text += kTo[known];
      return;
    }
    unsigned code = 0;
    for (int digit = 0; c == 'u' && digit < 4; ++digit) {
      const char hex = at_ < text_.size() ? text_[at_] : '\0';
      const std::size_t value = std::string_view("0123456789abcdef").find(lowered(hex));
      if (hex == '\0' || value == std::string_view::npos) return fail("a broken \\u in a text");
      code = 16 * code + static_cast<unsigned>(value);
      ++at_;
    }
    // Pairs of them, for what lies beyond the first plane, no profile of ours needs.
    if (c != 'u' || code == 0 || (code >= 0xD800 && code < 0xE000)) return fail("a broken \\ in a text");
    append_letter(text, code);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

void read_voice(Reader& in, KitPad& pad) {
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

void read_note(Reader& in, KitProfile& kit) {
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

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out += "\\u00";
      out += kHex[static_cast<std::size_t>(c) >> 4];
      out += kHex[static_cast<std::size_t>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

Result<KitProfile> read_kit(std::string_view text) {
  if (text.size() > kLargest)
    return Error{ErrorCode::too_large, {}, "a kit profile of over 64 KiB", "Name a kit profile"};
  Reader in(text);
  KitProfile kit;
  bool format = false;
  int version = 0;
  in.object([&](const std::string& key) {
    if (key == "format") {
      format = in.string() == kFormat;
    } else if (key == "format_version") {
      version = in.integer(key, 1, 999999);
      if (version > kVersion) in.fail("a kit profile of a newer firstchair", ErrorCode::unsupported);
    } else if (key == "id") {
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
  in.end();
  if (in.good() && (!format || version == 0))
    in.fail("it does not say \"format\": \"firstchair-kit\", \"format_version\": 1");
  if (in.good() && kit.id.empty()) in.fail("the profile has no \"id\"");
  if (in.good() && std::none_of(kit.pads.begin(), kit.pads.end(),
                                [](const KitPad& pad) { return pad.is == KitPad::Is::stroke; }))
    in.fail("no note of it is a stroke");
  if (!in.good()) return in.error();
  return kit;
}

std::string write_kit(const KitProfile& kit) {
  std::string out =
      "{\n  \"format\": " + in_quotes(kFormat) + ",\n  \"format_version\": " + std::to_string(kVersion);
  out += ",\n  \"id\": " + in_quotes(kit.id) + ",\n  \"name\": " + in_quotes(kit.name) +
         ",\n  \"source\": " + in_quotes(kit.source);
  out += ",\n  \"words\": [";
  for (std::size_t i = 0; i < kit.words.size(); ++i) out += (i > 0 ? ", " : "") + in_quotes(kit.words[i]);
  out += "],\n  \"notes\": [";
  bool first = true;
  for (std::size_t note = 0; note < kit.pads.size(); ++note) {
    const KitPad& pad = kit.pads[note];
    if (pad.is == KitPad::Is::unknown) continue;
    const std::string_view voice = pad.is == KitPad::Is::stroke ? id_of(pad.voice) : kNoStroke;
    out += first ? "\n" : ",\n";
    out += "    {\"note\": " + std::to_string(note) + ", \"voice\": " + in_quotes(voice);
    if (pad.floor > 0) out += ", \"floor\": " + std::to_string(pad.floor);
    if (pad.retrigger_ms > 0) out += ", \"retrigger_ms\": " + std::to_string(pad.retrigger_ms);
    out += "}";
    first = false;
  }
  return out + "\n  ]\n}\n";
}

}  // namespace firstchair::midi
