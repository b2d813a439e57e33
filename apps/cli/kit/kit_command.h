// `firstchair kit` lists and shows kit profiles, and learns one from strokes.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

struct KitOptions {
  std::string name;                // of a profile; for `learn` of the one that is made
  bool json = false;               // the file itself
  std::vector<std::string> takes;  // MIDI files to learn from; none: a live e-kit
  std::string over;                // profile that says which note is which drum; empty: chosen
  std::string in;                  // MIDI port to listen to; empty: all
  bool force = false;
};
Declare declare_kit;
Result<int> kit_list(const KitOptions& options);
Result<int> kit_show(const KitOptions& options);
Result<int> kit_learn(const KitOptions& options);

}  // namespace firstchair::cli
