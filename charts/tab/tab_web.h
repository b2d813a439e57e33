// This file takes what a web page or a tab site put around the lines of a tab away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firstchair::charts {

// Returns the lines that one line of a file holds, mostly one: <br>, </p>, </div> and the like end a line.
// Their tags ([tab], <pre>, <span class="a">) are gone, and characters that are written as entities (&nbsp;,
// &#124;) stand for themselves, in UTF-8. `<` before anything else is a letter.
std::vector<std::string> lines_without_tags(std::string_view line);

}  // namespace firstchair::charts
