// `firstchair devices` tries what there is of live sound; `firstchair calibrate` measures its delay.
#pragma once

#include <optional>
#include <string>

#include "apps/cli/help/command.h"
#include "io/live/live_audio.h"

namespace firstchair::cli {

struct DevicesOptions {
  std::string server;  // JACK server; empty: the default one
};
Declare declare_devices;
// Lists every device of every system of live sound, and tries each for a moment.
Result<int> devices(const DevicesOptions& options);

struct CalibrateOptions {
  std::optional<io::AudioSystem> system;
  std::string server;
  std::string in, out;  // JACK ports or PortAudio devices; empty: the default ones
  double rate = 0;
  int buffer = 256;
  double level_db = -12;
  std::string file;  // empty: in the folder for settings
};
Declare declare_calibrate;
// Measures the round trip from loudspeaker to microphone and keeps it.
Result<int> calibrate(const CalibrateOptions& options);

}  // namespace firstchair::cli
