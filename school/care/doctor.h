// The doctor looks at a school's database and its place for sound, and says what is well and what is not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "school/sounds.h"

namespace firstchair::school {

struct Finding {
  enum class Kind : unsigned char { well, warning, wrong };
  Kind kind = Kind::well;
  std::string what;  // "clock: the database's is 0 s ahead of this machine's"
};

struct DoctorWish {
  std::string database;
  const Sounds* sounds = nullptr;
  std::string sounds_place;   // where they lie; empty: none are kept
  std::string erased = {};    // the list of who was erased; empty: none is kept
  std::string key_file = {};  // of an object store; empty: there is none
  std::int64_t school = 1;
  std::int64_t now_s = 0;
};
// Changes nothing but for a small file that is written and removed where sound is kept, and removes what
// processes that were killed have left on its way. Errors: the database
// cannot be opened at all.
Result<std::vector<Finding>> examine(const DoctorWish& wish);

}  // namespace firstchair::school
