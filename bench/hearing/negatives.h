// Sounds without a stroke: how many does the ear hear in them?
#pragma once

namespace firstchair {

// Prints false strokes a minute for each.
void print_negatives(double seconds);

}  // namespace firstchair
