// What a person has of chairs of a class, for an export: own takes with their receipts, and own seats. It is
// for this room only.
#pragma once

#include <map>
#include <string>

#include "school/store.h"

namespace firstchair::school_api {

struct ChairsExported {
  std::string table;                         // CSV, a row a take, an appeal or a seat
  std::map<std::string, std::string> lines;  // by the number of the chairs: own lines of the record
};

// Errors: those of the store; malformed (a record does not hold).
Result<ChairsExported> export_chairs(school::SchoolStore& store, std::int64_t school, std::int64_t person);

}  // namespace firstchair::school_api
