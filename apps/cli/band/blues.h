// The demo's song: twelve bars in F.
#pragma once

#include "engine/band/song.h"
#include "engine/band/style.h"

namespace firstchair::cli {

band::Song blues();
band::Style swing_style();

}  // namespace firstchair::cli
