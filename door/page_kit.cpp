#include "door/page_kit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "midi/kit/kit_json.h"
#include "midi/kit/kit_learn.h"
#include "midi/kit/kit_learn_text.h"
#include "midi/percussion.h"
#include "report/data/json_writer.h"

namespace firstchair::door {
namespace {

constexpr std::string_view kBlanks = " \t\r";

// Takes a number from the front of `text`, blanks before it too.
template <class Number>
bool take(std::string_view& text, Number& value) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool empty(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

// "62=42 63=42"
bool map_notes(std::string_view text, midi::KitProfile& kit) {
  while (!empty(text)) {
    int from = 0, to = 0;
    if (!take(text, from) || text.empty() || text.front() != '=') return false;
    text.remove_prefix(1);
    if (!take(text, to) || from < 0 || from > 127 || to < 0 || to > 127) return false;
    const std::optional<Voice> voice = midi::voice_of_note(static_cast<std::uint8_t>(to));
    if (!voice) return false;
    midi::KitPad& pad = kit.pads[static_cast<std::size_t>(from)];
    pad.is = midi::KitPad::Is::stroke;
    pad.voice = *voice;
  }
  return true;
}

// "1234.5 38 101"
std::optional<midi::PlayedNote> note_of(std::string_view line) {
  int ms = 0, number = 0, velocity = 0;  // whole milliseconds, and what stands behind the point
  midi::PlayedNote note;
  if (!take(line, ms)) return std::nullopt;
  Frames micros = Frames{ms} * 1000;
  if (!line.empty() && line.front() == '.') {
    line.remove_prefix(1);
    for (Frames digit = 100; !line.empty() && line.front() >= '0' && line.front() <= '9'; digit /= 10) {
      micros += digit * (line.front() - '0');
      line.remove_prefix(1);
    }
  }
  if (!take(line, number) || !take(line, velocity) || !empty(line) || ms < 0 || number < 0 || number > 127 ||
      velocity < 1 || velocity > 127)
    return std::nullopt;
  note.frame = micros;
  note.number = static_cast<std::uint8_t>(number);
  note.velocity = static_cast<std::uint8_t>(velocity);
  return note;
}

Error usage(std::string place, std::string what, std::string advice) {
  return {ErrorCode::usage, std::move(place), std::move(what), std::move(advice)};
}

Result<std::vector<midi::PlayedNote>> notes_of(std::string_view text) {
  std::vector<midi::PlayedNote> notes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (empty(line)) continue;
    const std::optional<midi::PlayedNote> note = note_of(line);
    if (!note || (!notes.empty() && note->frame < notes.back().frame))
      return usage("stroke " + std::to_string(notes.size() + 1), "not a stroke in order of time", {});
    notes.push_back(*note);
  }
  if (notes.empty()) return usage("kit", "no stroke was played", "Open MIDI, then hit every pad");
  return notes;
}

}  // namespace

Result<PageKit> page_kit(const Settings& settings) {
  PageKit kit;
  if (const std::string wish = settings.text("kit"); wish.starts_with("{")) {
    Result<midi::KitProfile> read = midi::read_kit(wish);
    if (!read) {
      read.error().place = "kit profile: " + read.error().place;
      return read.error();
    }
    kit = {std::move(*read), true};
  } else if (!wish.empty()) {
    const midi::KitProfile* found = midi::builtin_kit(wish);
    if (found == nullptr) return usage("kit", "no kit profile \"" + wish + "\"", "Choose one in Setup");
    kit = {*found, true};
  }
  if (!map_notes(settings.text("notes"), kit.profile))
    return usage("notes", "not a list of notes", "Write 62=42 63=42");
  return kit;
}

KitRead read_by(const PageKit& kit) {
  KitRead read;
  read.profile = kit.profile.id;
  read.choice = kit.named ? KitChoice::asked : KitChoice::usual;
  return read;
}

Result<std::string> kit_learnt_json(std::string_view text) {
  constexpr std::array<std::string_view, 3> kKnown{"kit", "notes", "id"};
  const std::size_t gap = text.find("\n\n");
  const Result<Settings> settings = Settings::parse(text.substr(0, gap), kKnown);
  if (!settings) return settings.error();
  const Result<PageKit> over = page_kit(*settings);
  if (!over) return over.error();
  const std::string id = settings->text("id");
  if (!midi::is_kit_id(id) || midi::builtin_kit(id) != nullptr)
    return usage("id", "not a name for a kit of your own", "Use small letters, digits and hyphens");
  const Result<std::vector<midi::PlayedNote>> notes =
      notes_of(gap == std::string_view::npos ? std::string_view{} : text.substr(gap + 2));
  if (!notes) return notes.error();
  midi::KitLearner learner;
  learner.push(*notes);
  const midi::KitLearnt learnt = learner.learn(over->profile, id);
  report::JsonWriter json;
  json.begin_object();
  json.text("profile", midi::write_kit(learnt.kit));
  json.begin_array("lines");
  for (const std::string& line : midi::kit_learnt_texts(learnt)) json.text("", line);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace firstchair::door
