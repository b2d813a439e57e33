// A class's gradebook as the store gives it: apps/school makes pages and tables of it.
#pragma once

#include <vector>

#include "school/assignments.h"
#include "school/grades.h"
#include "school/keeping.h"
#include "school/people.h"

namespace firstchair::school {

// A ClassBook is all that a class's gradebook shows. Every grade is of one of its students and assignments,
// by assignment and person.
struct ClassBook {
  Class klass;
  std::vector<Assignment> assignments = {};
  std::vector<Person> students = {};  // by number
  std::vector<Grade> grades = {};
  std::vector<Remaining> remains = {};
};

}  // namespace firstchair::school
