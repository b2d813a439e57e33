#include "apps/cli/hands/hands_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

void declare_hands(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("hands", "which hand and which limb lands when, in a take");
  examples(*command, {{"firstchair hands e-kit.mid --chart single-paradiddle",
                       "how late and how soft the left hand lands"},
                      {"firstchair hands pad.wav --chart double-stroke-open-roll --voices pad",
                       "the same of a recorded practice pad"}});
  HandsOptions& options = options_of(command, chosen, hands);
  command->add_option("TAKE", options.take, "a recording or an e-kit MIDI file")->required();
  command->add_option("--chart", options.chart, "what should be played, with its sticking")->required();
  command->add_option("--bpm", options.bpm, "tempo that was meant")->check(between(20.0, 400.0));
  add_voices_flag(*command, options.voices);
}

}  // namespace firstchair::cli
