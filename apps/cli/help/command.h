// A command's folder gives the program one function, which declares the command and its flags.
#pragma once

#include <functional>

#include "engine/core/result.h"

namespace CLI {
class App;
}

namespace firstchair::cli {

// A Command is what was asked for, with its flags. It returns the exit code, or an Error for main() to print.
using Command = std::function<Result<int>()>;

// Adds a command to the program: its name, its flags, their ranges and what each is for, once. Help,
// completion and the manual page are made from it. Parsing sets `chosen`, which outlives the program.
using Declare = void(CLI::App& program, Command& chosen);

}  // namespace firstchair::cli
