// This file holds the tables of a school, and says how an older database becomes a newer one. The text is
// SQLite's; PostgreSQL's is made of it word by word, with row security on every table that has a school.
#pragma once

#include <span>
#include <string>

#include "school/sql/connection.h"

namespace firstchair::school::sql {

inline constexpr int kSchoolApplication = 0x66637363;  // "fcsc" at byte 68 of a file

struct Step {
  const char* sentence;  // what it brings
  const char* sql;
  // Programs that know no step after this one serve what the step leaves, too: it adds, and they do without.
  // 0: only programs that know the step itself serve it.
  int serves_from = 0;
};
// Step number i + 1 leads from version i to i + 1. A step never changes once it is released; new ones are
// only added. Every table's key begins with its school.
std::span<const Step> steps();

// Returns a step in PostgreSQL's words. `app` is the role that programs connect as: it gets rows of the
// school that its transaction names, and owns nothing.
std::string for_postgres(const Step& step, const std::string& app);

// Makes the tables of an empty SQLite file or brings an older one up to date, in one transaction. Errors:
// unsupported (newer), malformed (something else's file).
Result<Done> bring_up_to_date(Connection& connection, const std::string& place);
// Says whether this program serves what is there: its own step, or a later one that leaves older programs
// what they need. PostgreSQL is brought up to date by migrate_postgres alone. Errors: unsupported.
Result<Done> serves(Connection& connection, const std::string& place);
// Brings a PostgreSQL database up to date, a step a transaction, one program at a time, while servers go on.
// A step that meets a reader waits 300 ms and is tried again, 20 times, so that nobody queues behind it. The
// connection is that of the tables' owner. Errors: usage (`app` is no role's name), unsupported (newer),
// unwritable (some table was in use all the time; the steps before are done).
Result<Done> migrate_postgres(Connection& connection, const std::string& place, const std::string& app,
                              std::span<const Step> wanted = steps());

}  // namespace firstchair::school::sql
