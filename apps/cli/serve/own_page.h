// Where the page lies that this program serves when nobody names another.
#pragma once

#include <string>

namespace firstchair::cli {

// Returns the folder of the page: that of an installed program lies beside it (PREFIX/bin,
// PREFIX/share/firstchair/page), that of a source tree where it is built.
std::string own_page();

}  // namespace firstchair::cli
