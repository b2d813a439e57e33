// One student is exported, erased by two people, and looked for in everything that is left.
#pragma once

#include <string>

#include "bench/school/stand.h"
#include "bench/school/term.h"

namespace firstchair::bench {

struct Forgotten {
  std::size_t export_bytes = 0;
  // How often the name stood in the database, in recordings and in logs.
  int before = 0, in_database = 0, in_sound = 0, in_logs = 0;
  int in_backup = -1;  // in one of before, restored and held to the list of who was erased; -1: none was made
  int sounds_before = 0, sounds_after = 0;
  std::string fault;  // what was refused; empty: nothing

  bool well() const {
    return fault.empty() && export_bytes > 0 && before > 0 && in_database == 0 && in_sound == 0 &&
           in_logs == 0 && in_backup <= 0 && sounds_after < sounds_before;
  }
};

// The school of the stand lived through `term`. Comments, a reason in the log and a recording are added that
// name the student. In SQLite the bytes of the file are looked at, in PostgreSQL a dump of it.
Forgotten forget_one(const Stand& stand, const TermResult& term);

}  // namespace firstchair::bench
