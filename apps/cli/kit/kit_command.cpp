#include "apps/cli/kit/kit_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "apps/cli/kit/kit_live.h"
#include "apps/cli/kit/kit_sound.h"
#include "hearing/kit_files.h"
#include "io/files/files.h"
#include "midi/kit/kit_choice.h"
#include "midi/kit/kit_json.h"
#include "midi/kit/kit_learn.h"
#include "midi/kit/kit_learn_text.h"
#include "midi/performance.h"
#include "report/text/text.h"
#include "report/text/words.h"

namespace firstchair::cli {
namespace {

// "36, 38 (floor 12, retrigger 30 ms)"
std::string pads_text(const midi::KitProfile& kit, midi::KitPad::Is is, Voice voice) {
  std::string text;
  for (std::size_t note = 0; note < kit.pads.size(); ++note) {
    const midi::KitPad& pad = kit.pads[note];
    if (pad.is != is || (is == midi::KitPad::Is::stroke && pad.voice != voice)) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(note);
    std::string own;
    if (pad.floor > 0) own = fmt::format("floor {}", pad.floor);
    if (pad.retrigger_ms > 0)
      own += fmt::format("{}retrigger {} ms", own.empty() ? "" : ", ", pad.retrigger_ms);
    if (!own.empty()) text += " (" + own + ")";
  }
  return text;
}

Result<midi::PlayedNotes> read_take(const std::string& file) {
  Result<std::vector<std::uint8_t>> bytes = io::read_file(file);
  if (!bytes) return bytes.error();
  Result<midi::PlayedNotes> played = midi::read_notes(*bytes);
  if (!played)
    played.error().place = file + (played.error().place.empty() ? "" : ": " + played.error().place);
  return played;
}

// The notes of the drums' channel, which profile reads them, and what was chosen.
struct Heard {
  std::vector<midi::PlayedNote> notes;
  midi::KitProfile kit;
};
Result<Heard> drums_of(const midi::PlayedNotes& played, const std::optional<midi::KitProfile>& asked,
                       const std::string& file) {
  midi::NotesHeard heard;
  heard.names = played.names;
  for (const midi::PlayedNote& note : played.notes) ++heard.strokes[note.channel][note.number];
  const Result<midi::KitChosen> chosen = midi::choose_kit(heard, asked ? &*asked : nullptr);
  if (!chosen) {
    Error error = chosen.error();
    error.place = file;
    return error;
  }
  Heard drums{{}, *chosen->kit};
  for (const midi::PlayedNote& note : played.notes)
    if (note.channel == chosen->channel) drums.notes.push_back(note);
  return drums;
}

void tell(const midi::KitLearnt& learnt, const std::string& over) {
  fmt::print("Notes as in {}.\n", report::plain(over));
  for (const std::string& line : midi::kit_learnt_texts(learnt)) fmt::print("{}\n", report::plain(line));
  if (learnt.strangers.empty()) return;
  std::string notes;
  for (const std::uint8_t note : learnt.strangers)
    notes += (notes.empty() ? "" : ", ") + std::to_string(note);
  fmt::print("{} {} not known of this kit: write {} into the profile, or build on another with --kit.\n",
             learnt.strangers.size() == 1 ? "Note" : "Notes",
             notes + (learnt.strangers.size() == 1 ? " is" : " are"),
             learnt.strangers.size() == 1 ? "it" : "them");
}

}  // namespace

Result<int> kit_list(const KitOptions&) {
  fmt::print("built-in\n");
  for (const midi::KitProfile& kit : midi::builtin_kits()) fmt::print("  {:18} {}\n", kit.id, kit.name);
  list_kit_sounds();
  const std::vector<std::string> own = hearing::own_kits();
  if (own.empty()) return 0;
  fmt::print("your own ({})\n", report::plain(hearing::kit_folder()));
  for (const std::string& id : own) {
    const Result<midi::KitProfile> kit = hearing::find_kit(id);
    fmt::print("  {:18} {}\n", id, report::plain(kit ? kit->name : kit.error().line()));
  }
  return 0;
}

Result<int> kit_show(const KitOptions& options) {
  const bool sound = has_kit_sound(options.name);
  const Result<midi::KitProfile> kit = hearing::find_kit(options.name);
  if (!kit && sound) return show_kit_sound(options);
  if (!kit) return kit.error();
  if (options.json) {
    fmt::print("{}", midi::write_kit(*kit));
    return 0;
  }
  fmt::print("{}: {}\n", kit->id, report::plain(kit->name));
  for (int v = 0; v < kVoiceCount; ++v) {
    const Voice voice = static_cast<Voice>(v);
    const std::string pads = pads_text(*kit, midi::KitPad::Is::stroke, voice);
    if (!pads.empty()) fmt::print("  {:12} {}\n", id_of(voice), pads);
  }
  const std::string none = pads_text(*kit, midi::KitPad::Is::no_stroke, Voice::pad);
  if (!none.empty()) fmt::print("  {:12} {}\n", "no stroke", none);
  if (!kit->source.empty()) fmt::print("Source: {}\n", report::plain(kit->source));
  if (sound) return show_kit_sound(options);
  return 0;
}

Result<int> kit_learn(const KitOptions& options) {
  if (!options.strike.empty() || !options.from.empty()) return learn_kit_sound(options);
  if (!midi::is_kit_id(options.name) || midi::builtin_kit(options.name) != nullptr) {
    return Error{
        ErrorCode::usage, options.name,
        midi::builtin_kit(options.name) != nullptr ? "a built-in kit has this name" : "not a name for a kit",
        "Use small letters, digits and hyphens: my-kit"};
  }
  const std::vector<std::string> own = hearing::own_kits();
  if (!options.force && std::find(own.begin(), own.end(), options.name) != own.end()) {
    return Error{ErrorCode::unwritable, options.name, "you have a profile of this name already",
                 "Choose another, or --force to replace it"};
  }
  std::optional<midi::KitProfile> over;
  if (!options.over.empty()) {
    Result<midi::KitProfile> found = hearing::find_kit(options.over);
    if (!found) return found.error();
    over = std::move(*found);
  }
  midi::KitLearner learner;
  if (options.takes.empty()) {
    Result<std::vector<midi::PlayedNote>> played = play_kit(options.in, over ? *over : midi::usual_kit());
    if (!played) return played.error();
    learner.push(*played);
  }
  for (const std::string& file : options.takes) {
    const Result<midi::PlayedNotes> played = read_take(file);
    if (!played) return played.error();
    Result<Heard> drums = drums_of(*played, over, file);
    if (!drums) return drums.error();
    if (!over) over = drums->kit;
    learner.push(drums->notes);
  }
  if (learner.strokes() == 0)
    return Error{ErrorCode::unsupported, options.name, "no stroke was heard", "Hit every pad, then press q"};
  if (!over) over = midi::usual_kit();
  midi::KitLearnt learnt = learner.learn(*over, options.name);
  learnt.kit.name = "Learnt over " + over->id;
  tell(learnt, over->id);
  const Result<std::string> file = hearing::keep_kit(learnt.kit, options.force);
  if (!file) return file.error();
  fmt::print("Kept as {}: name it with --kit {}.\n", report::plain(*file), options.name);
  return 0;
}

}  // namespace firstchair::cli
