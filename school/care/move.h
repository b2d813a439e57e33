// Schools move from one database to another, row by row: from SQLite to PostgreSQL when one machine is no
// longer enough.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::school {

struct Moved {
  std::int64_t school = 0;
  std::int64_t rows = 0;    // that are there now
  std::int64_t before = 0;  // of these, those that an earlier run had brought
};

// Copies every school of the file `from` into `to`, which is at the same step of the schema. What an earlier
// run that was ended, by a kill even, has brought stays and is not brought again. Nobody writes into `from`
// meanwhile: whoever wants to waits and is told that the database is busy. At the end every table of both
// sides is compared, value by value. `told` is called after every table. Errors: not_found, unsupported
// (steps differ), malformed (the sides differ), unwritable.
Result<std::vector<Moved>> move_schools(
    const std::string& from, const std::string& to,
    const std::function<void(std::int64_t school, const std::string& table, std::int64_t rows)>& told);

}  // namespace firstchair::school
