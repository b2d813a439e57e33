// How often are other instruments named that are there, and that are not?
#pragma once

namespace firstchair::bench {

// Prints tables of drums alone, drums beside noise, and drums with music at several levels, as
// ear/other_music.h finds it. `quick` runs a tenth of it. Returns false without kits.
bool print_masking(bool quick);

}  // namespace firstchair::bench
