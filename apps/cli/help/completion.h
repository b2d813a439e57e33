// These tell a shell how to complete the program's commands, flags and values.
#pragma once

#include <string>

#include "apps/cli/help/command_text.h"

namespace firstchair::cli {

// Each is a script for its shell to read: bash sources it, zsh finds it as _NAME in its fpath (or sources
// it), fish finds it as NAME.fish in its completions.
std::string bash_completion(const CommandText& program);
std::string zsh_completion(const CommandText& program);
std::string fish_completion(const CommandText& program);

}  // namespace firstchair::cli
