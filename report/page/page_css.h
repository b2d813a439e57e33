// This room keeps the styles of every page that the program writes in page.css; the build puts them in here.
#pragma once

#include <string_view>

namespace firstchair::report {

extern const std::string_view kPageCss;

}  // namespace firstchair::report
