// This leads schools that live by chance through both kinds of store (testing/school/history.h).
#pragma once

#include <string>

#include "bench/school/stand.h"

namespace firstchair::bench {

struct Histories {
  int steps = 0;       // of each of two schools, which live in turn in PostgreSQL and in a file
  int answers = 0;     // that were compared
  int differ = 0;      // that one store told and the other did not
  int foreign = 0;     // in which anything of the other school stood
  int shown = 0;       // steps after which a gradebook was another one...
  int not_told = 0;    // ...and the store did not say so
  bool whole = false;  // every log
  double seconds = 0;
  std::string first = {};  // answer that differed
  bool well() const { return answers > 0 && differ + foreign + not_told == 0 && whole; }
};

Histories live_histories(const Stand& stand, int steps, unsigned seed);

}  // namespace firstchair::bench
