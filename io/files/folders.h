// This file knows where this system keeps a program's data.
#pragma once

#include <string>

namespace firstchair::io {

// Returns the folder for what players make and want back: $XDG_DATA_HOME or ~/.local/share,
// ~/Library/Application Support, or %LOCALAPPDATA%, with /firstchair behind it. The folder is not made yet.
// The text is empty when there is no home.
std::string data_folder();

}  // namespace firstchair::io
