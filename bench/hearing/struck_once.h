// The file ear hears takes on kits whose drums were struck four times each before, in the same room and
// through the same desk; and what a kit's sound does that is not the take's.
#pragma once

namespace firstchair::bench {

// Prints the table. `pieces` of 12 s each are rendered of every condition.
void print_struck_once(int pieces);

}  // namespace firstchair::bench
