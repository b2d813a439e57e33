// This file knows where this system keeps a program's data and settings.
#pragma once

#include <string>

namespace firstchair::io {

// Returns the folder for what players make and want back: $XDG_DATA_HOME or ~/.local/share,
// ~/Library/Application Support, or %LOCALAPPDATA%, with /firstchair behind it. The folder is not made yet.
// The text is empty when there is no home.
std::string data_folder();

// Returns the folder for what a program remembers of this machine: $XDG_CONFIG_HOME or ~/.config with
// /firstchair behind it, and the data's folder on the other systems. As above, it is not made yet, and empty
// when there is no home.
std::string config_folder();

// Returns the folder for what can be made again: $XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, or the data's
// folder on Windows, with /firstchair behind it. As above.
std::string cache_folder();

}  // namespace firstchair::io
