// This is the table of bench cut about cameras that are hard to lay, as Markdown: echoes as loud as the
// direct sound, two losses of sound, clocks that are far off, and a few seconds that are shared.
#pragma once

#include <string>

namespace firstchair::bench {

// There are `count` cameras of each kind. `each`: every one is told on standard error.
std::string hard_table(int count, bool each);

}  // namespace firstchair::bench
