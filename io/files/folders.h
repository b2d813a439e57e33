// Where this system keeps a program's data.
#pragma once

#include <string>

namespace firstchair::io {

// For what players make and want back: $XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support,
// %LOCALAPPDATA%; with /firstchair behind it, not made yet. Empty: there is no home.
std::string data_folder();

}  // namespace firstchair::io
