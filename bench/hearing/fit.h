// Fits the tables of engine/ear to renderings with the tuning kits, and prints them as the C++ they are kept
// as.
//
// Stroke table: logistic regression over candidates (label: the best candidate of a true attack, within 8
// ms). Sigma table: least squares on the log of the time error of the true ones. Voice table: multinomial
// logistic regression on the clues at true ones; a unison's label is shared between its voices.
#pragma once

namespace firstchair {

int fit_tables(int pieces, double seconds);

}  // namespace firstchair
