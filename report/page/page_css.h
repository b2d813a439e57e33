// The styles of every page that the program writes, built in from page.css.
#pragma once

#include <string_view>

namespace firstchair::report {

extern const std::string_view kPageCss;

}  // namespace firstchair::report
