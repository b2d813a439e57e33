// This file measures when a note of the band is heard.
#pragma once

#include <string>

namespace firstchair::bench {

// Returns how far attacks lie behind the frames at which they were asked for, as Markdown; a line that says
// what is missing where no soundfont is installed.
std::string attack_table();

}  // namespace firstchair::bench
