// `firstchair kit` lists and shows kit profiles and kits' sounds, and learns them from strokes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {

struct KitOptions {
  std::string name;                // of a profile; for `learn` of the one that is made
  bool json = false;               // the file itself
  std::vector<std::string> takes;  // MIDI files to learn from; none: a live e-kit
  std::string over;                // profile that says which note is which drum; empty: chosen
  std::string in;  // MIDI port to listen to, or the microphone's; empty: all, or the usual one
  // A kit's sound is learnt, and no e-kit's profile, where one of these is named.
  std::string strike;  // drums in the order in which they are struck, as kick,snare
  std::string from;    // recording of it; empty: the microphone
  std::optional<io::AudioSystem> system;
  std::string server;
  bool force = false;
};
Declare declare_kit;
Result<int> kit_list(const KitOptions& options);
Result<int> kit_show(const KitOptions& options);
Result<int> kit_learn(const KitOptions& options);

}  // namespace firstchair::cli
