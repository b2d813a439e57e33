// man_page() writes the manual page of the program and all its commands.
#pragma once

#include <string>

#include "apps/cli/help/command_text.h"

namespace firstchair::cli {

// The text is roff with the man macros. `version` is written as "firstchair 0.2.0".
// Commands stand under the names of their groups. `date` is that of the version: "2026-11-29".
std::string man_page(const CommandText& program, const std::string& version, const std::string& date);

}  // namespace firstchair::cli
