// These check a flag's number, and say in firstchair's words what is wrong with it.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class Validator;
}

namespace firstchair::cli {

// Each returns a check that refuses what is no number, not finite or outside, as "160 is not from 0 to 100".
// The help tells the range behind the kind of number: "FLOAT in [0 - 100]". With whole limits a number is
// whole.
CLI::Validator between(int least, int most);
CLI::Validator between(double least, double most);
// Returns a check for a whole number from `least` on. The help tells "INT from 1".
CLI::Validator from(int least);

// Returns what is wrong with `word` as a number without limits, as "x is no whole number"; empty: nothing is.
// `whole` says which kind it should be, `signed_number` whether it may be below 0.
std::string no_number(const std::string& word, bool whole, bool signed_number);

}  // namespace firstchair::cli
