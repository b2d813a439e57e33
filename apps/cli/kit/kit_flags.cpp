#include "apps/cli/help/declare.h"
#include "apps/cli/kit/kit_command.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

void declare_kit(CLI::App& program, Command& chosen) {
  CLI::App* kit = program.add_subcommand("kit", "e-kit profiles, and how kits sound that were struck once");
  kit->require_subcommand(1);
  examples(*kit, {{"firstchair kit list", "the profiles there are"},
                  {"firstchair kit learn mine warm-up.mid --kit roland-td", "yours, learnt from a take"},
                  {"firstchair kit learn mine --strike kick,snare,hat_closed,ride",
                   "how your drums sound, struck one by one"}});
  CLI::App* list = kit->add_subcommand("list", "the built-in profiles and your own");
  examples(*list, {{"firstchair kit list", "built-in ones and yours"}});
  options_of(list, chosen, kit_list);

  CLI::App* show =
      kit->add_subcommand("show", "what a profile makes of every note, and its source; or a kit's drums");
  examples(*show, {{"firstchair kit show roland-td", "every note, and where that is written"}});
  KitOptions& showing = options_of(show, chosen, kit_show);
  show->add_option("NAME", showing.name, "name or file of a profile or a kit's sound")->required();
  show->add_flag("--json", showing.json, "the profile as a file");

  CLI::App* learn =
      kit->add_subcommand("learn", "learn an e-kit's floors and retrigger times, or how a kit's drums sound");
  examples(*learn,
           {{"firstchair kit learn mine a.mid b.mid", "from two takes"},
            {"firstchair kit learn mine --in TD-17", "play now; the port is named in part or whole"},
            {"firstchair kit learn mine --strike kick,snare,hat_closed,ride",
             "strike each drum four times before the microphone"},
            {"firstchair kit learn mine --strike kick,snare,ride --from kit.wav", "or record that first"}});
  KitOptions& learning = options_of(learn, chosen, kit_learn);
  learn->add_option("NAME", learning.name, "what your profile is to be called")->required();
  learn->add_option("TAKES", learning.takes, "MIDI files of this kit; without any: live")->type_name("FILE");
  add_kit_flag(*learn, learning.over, "to build on; guessed where it is clear when left out");
  not_empty(
      learn
          ->add_option("--strike", learning.strike,
                       "how the kit sounds: these drums are struck one after the other, four times each")
          ->type_name("DRUMS"));
  not_empty(
      learn->add_option("--from", learning.from, "recording of them, in that order")->type_name("FILE"));
  learn->add_option("--in", learning.in, "MIDI port, or the microphone's JACK port or PortAudio device");
  add_system_flag(*learn, learning.system, "of live sound");
  add_server_flag(*learn, learning.server);
  learn->add_flag("--force", learning.force, "replace a profile of yours");
}

}  // namespace firstchair::cli
