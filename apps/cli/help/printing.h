// --print-man and --print-completion SHELL are for who packages the program. The help leaves them out.
#pragma once

namespace CLI {
class App;
}

namespace firstchair::cli {

// Declare them last: what they print is what `program`, called `name`, declares by then and later. Parsing
// them prints and ends in CLI::Success, as --help does. `date` is that of the program's version.
void declare_printing(CLI::App& program, const char* name, const char* date);

}  // namespace firstchair::cli
