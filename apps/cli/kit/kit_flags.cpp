#include "apps/cli/help/declare.h"
#include "apps/cli/kit/kit_command.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

void declare_kit(CLI::App& program, Command& chosen) {
  CLI::App* kit = program.add_subcommand("kit", "e-kit profiles: note maps, floors, retrigger times");
  kit->require_subcommand(1);
  options_of(kit->add_subcommand("list", "the built-in profiles and your own"), chosen, kit_list);

  CLI::App* show = kit->add_subcommand("show", "what a profile makes of every note, and its source");
  KitOptions& showing = options_of(show, chosen, kit_show);
  show->add_option("NAME", showing.name, "name or file of a profile")->required();
  show->add_flag("--json", showing.json, "the profile as a file");

  CLI::App* learn =
      kit->add_subcommand("learn", "learn floors and retrigger times from takes, or from your playing");
  KitOptions& learning = options_of(learn, chosen, kit_learn);
  learn->add_option("NAME", learning.name, "what your profile is to be called")->required();
  learn->add_option("TAKES", learning.takes, "MIDI files of this kit; without any: live")->type_name("FILE");
  add_kit_flag(*learn, learning.over, "to build on; guessed where it is clear when left out");
  learn->add_option("--in", learning.in, "MIDI port to listen to");
  learn->add_flag("--force", learning.force, "replace a profile of yours");
}

}  // namespace firstchair::cli
