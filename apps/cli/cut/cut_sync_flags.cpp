#include "apps/cli/cut/cut_sync.h"
#include "apps/cli/help/declare.h"

namespace firstchair::cli {

void declare_cut_sync(CLI::App& cut, Command& chosen) {
  CLI::App* command =
      cut.add_subcommand("sync", "lay cameras on one clock by their sound, and tell how well");
  examples(*command, {{"firstchair cut sync a.mp4 b.mp4 --sound mix.wav",
                       "offset and drift of each, and how sure they are"},
                      {"firstchair cut sync a.mp4 silent.mp4 --at silent.mp4=12.5",
                       "a camera without sound is placed by hand"}});
  SyncOptions& options = options_of(command, chosen, cut_sync);
  command
      ->add_option("VIDEO", options.cameras,
                   "mp4 mov mkv webm mts avi, one a camera; pieces of one camera in order: a.mp4+b.mp4")
      ->required();
  command->add_option(
      "--sound", options.sound,
      "the master that they are laid on: a recording, an e-kit's MIDI, or a take.json; when left out, the "
      "camera with the best sound");
  command->add_option("--at", options.at, "the master second at which a camera without sound begins")
      ->type_name("CAM=S")
      ->allow_extra_args(false);
  command->add_option("--offset", options.offset, "which of several places is meant, within 2 s")
      ->type_name("CAM=S")
      ->allow_extra_args(false);
  command->add_option("--distance", options.distance, "how far a camera stands from the drums, in metres")
      ->type_name("CAM=M")
      ->allow_extra_args(false);
  command->add_option("--out", options.out, "folder for sync.csv");
  command->add_flag("--force", options.force, "replace outputs that are there");
}

}  // namespace firstchair::cli
