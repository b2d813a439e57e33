// What a school does seldom and with much: erasing somebody who was here for years, and a roster of a
// district.
#pragma once

#include <string>

#include "bench/school/stand.h"
#include "bench/school/term.h"

namespace firstchair::bench {

struct ErasedYears {
  int takes = 0, sounds = 0;
  double seconds = 0;
  std::string fault = {};  // empty: nothing of it is left
};
// Puts a student with so many takes (1,000 strokes each) and recordings into the school, and erases them by
// `firstchair school erase`.
ErasedYears erase_years(const Stand& stand, const TermResult& term, int takes, int sounds);

struct EnrolledMany {
  int people = 0;
  double seconds = 0, peak_mb = 0;
  double again_seconds = 0;  // the same roster once more, which changes nothing
  std::string fault = {};
};
EnrolledMany enrol_many(const Stand& stand, int people);

}  // namespace firstchair::bench
