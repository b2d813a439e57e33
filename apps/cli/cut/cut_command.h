// `firstchair cut` makes a film of several cameras.
#pragma once

#include "apps/cli/help/command.h"

namespace firstchair::cli {

Declare declare_cut;

}  // namespace firstchair::cli
