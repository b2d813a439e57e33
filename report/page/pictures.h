// Every picture of the page has a file of its own. Every function returns the inside of its section: a
// sentence on how to read it, the SVG with a text for those who do not see it, and what was left out,
// counted. Where there is nothing to draw it says why.
#pragma once

#include <string>

#include "report/page/timeline.h"

namespace firstchair::report {

std::string errors_picture(const Take& take, const Timeline& timeline);
std::string positions_picture(const Take& take);
std::string tempo_picture(const Take& take, const Timeline& timeline);
std::string strength_picture(const Take& take, const Timeline& timeline);
std::string unison_picture(const Take& take);
std::string notation_picture(const Take& take);

}  // namespace firstchair::report
