// What tables a school's database has at a step, and how one school's rows compare between two databases,
// whichever they are, is told here. It is for this
// room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "school/sql/connection.h"

namespace firstchair::school {

struct Table {
  std::string name;
  std::vector<std::string> columns;  // in their order, `school` first
  std::vector<std::size_t> key;      // columns of the primary key, without `school`
};

// Returns the tables in the order in which they were made: what a row refers to stands before it.
Result<std::vector<Table>> tables_at(std::size_t step);
// Returns the step of a database.
Result<std::size_t> step_of(sql::Connection& connection, bool postgres);

// Returns a table's rows of one school in the order of its key, `most` at a time, from behind `after` (the
// key of a row; empty: from the first). The caller has opened a transaction of that school.
Result<sql::Rows> rows_after(sql::Connection& connection, const Table& table, std::int64_t school,
                             const sql::Values& after, int most);
sql::Values key_of(const Table& table, const sql::Row& row);

struct TableSum {
  std::string table;
  std::int64_t rows = 0;
  std::string hash;  // SHA-256 over every value of every row, in the order of the key

  bool operator==(const TableSum&) const = default;
};
// The caller has opened a transaction of that school.
Result<std::vector<TableSum>> sums_of(sql::Connection& connection, const std::vector<Table>& tables,
                                      std::int64_t school);

}  // namespace firstchair::school
