#include "apps/cli/kit/kit_sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "apps/cli/decode/decode_command.h"
#include "apps/cli/kit/strike_live.h"
#include "hearing/kit_sound_files.h"
#include "hearing/struck_file.h"
#include "kits/kit_sound_json.h"
#include "midi/kit/kit_profile.h"
#include "report/text/kit_sound_text.h"
#include "report/text/text.h"

namespace firstchair::cli {
namespace {

Result<Done> check_options(const KitOptions& options) {
  if (!midi::is_kit_id(options.name)) {
    return Error{ErrorCode::usage, options.name, "not a name for a kit",
                 "Use small letters, digits and hyphens: my-kit"};
  }
  if (!options.takes.empty() || !options.over.empty()) {
    return Error{ErrorCode::usage, "--strike", "MIDI files and --kit are for e-kits",
                 options.takes.empty() ? "Leave out one of the two" : "Name a recording with --from"};
  }
  if (options.strike.empty())
    return Error{ErrorCode::usage, "--from " + options.from, "it does not say which drums are struck",
                 "Add --strike with the drums in their order, as kick,snare,hat_closed"};
  const std::vector<std::string> own = hearing::own_kit_sounds();
  if (!options.force && std::ranges::find(own, options.name) != own.end()) {
    return Error{ErrorCode::unwritable, options.name, "you have a kit's sound of this name already",
                 "Choose another, or --force to replace it"};
  }
  return Done{};
}

void tell(const ear::StrikesTold& told) {
  for (const std::string& line : told.warnings) fmt::print("{}\n", report::plain(line));
  for (const ear::DrumLearnt& drum : told.drums)
    fmt::print("{}\n", report::drum_learnt_text(drum, told.rate));
  for (const ear::DrumLearnt& drum : told.drums) {
    if (const std::string doubt = report::drum_doubt_text(drum); !doubt.empty()) fmt::print("{}\n", doubt);
  }
}

}  // namespace

Result<int> learn_kit_sound(const KitOptions& options) {
  if (const Result<Done> right = check_options(options); !right) return right.error();
  const Result<std::vector<Voice>> drums = hearing::parse_drums(options.strike);
  if (!drums) return drums.error();
  // Nobody strikes a kit for nothing.
  if (const Result<Done> can = hearing::can_keep_kit_sound(options.name, options.force); !can)
    return can.error();
  ear::StrikesTold told;
  Result<ear::KitSound> kit =
      options.from.empty() ? strike_live(options, *drums, told.drums)
                           : hearing::kit_sound_of_file(options.from, own_cage(), *drums, options.name, told);
  tell(told);
  std::fflush(stdout);
  if (!kit) return kit.error();
  for (const std::string& line : report::lost_texts(told.drums)) fmt::print("{}\n", line);
  for (const std::string& line : report::alike_texts(*kit)) fmt::print("{}\n", line);
  const Result<std::string> file = hearing::keep_kit_sound(*kit, options.force);
  if (!file) return file.error();
  fmt::print("Kept as {}: name it with --kit-sound {}.\n", report::plain(*file), options.name);
  return 0;
}

void list_kit_sounds() {
  const std::vector<std::string> own = hearing::own_kit_sounds();
  if (own.empty()) return;
  fmt::print("how kits sound ({})\n", report::plain(hearing::kit_folder()));
  for (const std::string& id : own) {
    const Result<ear::KitSound> kit = hearing::find_kit_sound(id);
    if (!kit) {
      fmt::print("  {:18} {}\n", id, report::plain(kit.error().line()));
      continue;
    }
    const auto struck = std::ranges::count_if(kit->drums, [](const auto& drum) { return drum.strokes > 0; });
    fmt::print("  {:18} {} drums\n", id, struck);
  }
}

bool has_kit_sound(const std::string& name) {
  const std::vector<std::string> own = hearing::own_kit_sounds();
  return name.ends_with(".sound.json") || std::ranges::find(own, name) != own.end();
}

Result<int> show_kit_sound(const KitOptions& options) {
  const Result<ear::KitSound> kit = hearing::find_kit_sound(options.name);
  if (!kit) return kit.error();
  if (options.json) {
    fmt::print("{}", kits::write_kit_sound(*kit));
    return 0;
  }
  fmt::print("{}: how its drums sound to {}\n", kit->name, report::plain(kit->ear));
  for (std::size_t v = 0; v < kit->drums.size(); ++v) {
    const ear::KitSound::Drum& drum = kit->drums[v];
    if (drum.strokes == 0) continue;
    fmt::print("{}\n", report::drum_learnt_text({.voice = static_cast<Voice>(v), .drum = drum}));
  }
  for (const std::string& line : report::alike_texts(*kit)) fmt::print("{}\n", line);
  return 0;
}

}  // namespace firstchair::cli
