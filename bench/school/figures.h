// Figures of a stand that is not being killed: hearing, saving, the gradebook, logging in.
#pragma once

#include <string>
#include <vector>

#include "bench/school/stand.h"
#include "bench/school/term.h"

namespace firstchair::bench {

struct Rate {
  int done = 0, refused = 0;
  double seconds = 0;
  std::vector<double> ms;  // of each, sorted
  double at(double share) const;
  double a_second() const { return seconds > 0 ? done / seconds : 0; }
};

struct HeardSounds {
  int takes = 0;
  double seconds_each = 0;       // of sound
  double cpu_s = 0, wall_s = 0;  // of all workers together; from the first sent to the last heard
  std::vector<double> waited_s;  // from sent to heard, sorted
};

// `term` has been lived through in `stand`: its class, teacher and students are there.
Rate gradebooks(const Stand& stand, const TermResult& term, int clients, int each);
Rate logins(const Stand& stand, int count, int clients, int students);
Rate saves(const Stand& stand, const TermResult& term, int clients, int each);
HeardSounds hear_sound(const Stand& stand, const TermResult& term, int takes, double seconds_each);
// Returns the load of the machine in the last minute.
double load_now();

}  // namespace firstchair::bench
