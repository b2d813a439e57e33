#include "apps/cli/devices/devices_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

void declare_devices(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand("devices", "live sound: what is there, each tried for a moment");
  examples(*command, {{"firstchair devices", "which microphones, outputs and MIDI ports answer"}});
  add_server_flag(*command, options_of(command, chosen, devices).server);
}

void declare_calibrate(CLI::App& program, Command& chosen) {
  CLI::App* command = program.add_subcommand(
      "calibrate", "measure the delay from loudspeaker to microphone with the program's own pulses");
  examples(
      *command,
      {{"firstchair calibrate", "once for every microphone and loudspeaker, before the first drill"},
       {"firstchair calibrate --system portaudio --buffer 256", "with PortAudio, in blocks of 256 frames"}});
  CalibrateOptions& options = options_of(command, chosen, calibrate);
  add_system_flag(*command, options.system, "without: jack where it runs");
  add_server_flag(*command, options.server);
  command->add_option("--in", options.in, "JACK port or PortAudio device of the microphone");
  command->add_option("--out", options.out, "JACK port or PortAudio device of the loudspeaker");
  command->add_option("--rate", options.rate, "frames a second (PortAudio)")
      ->check(between(8000.0, 192000.0));
  command->add_option("--buffer", options.buffer, "frames a block (PortAudio)")->check(between(16, 8192));
  command->add_option("--level", options.level_db, "peak of the pulses, dB re full scale")
      ->check(between(-60.0, -6.0));
  command->add_option("--file", options.file, "where to keep it instead of the settings folder");
}

}  // namespace firstchair::cli
