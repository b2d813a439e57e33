// A roster as schools keep them in a table: "class, family name, given name[, email, id, role]", a line a
// person. Reading it is a pure function; SchoolStore::enrol puts it into a school.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "school/people.h"

namespace firstchair::school {

inline constexpr std::size_t kMostRosterBytes = 20 << 20, kMostRosterPeople = 200'000;

struct RosterRow {
  int line = 0;  // of the file, from 1
  std::string klass, name, given, email;
  std::string id;             // the school's own number of the person; may be empty
  Role role = Role::student;  // or teacher, assistant

  bool operator==(const RosterRow&) const = default;
};

struct Roster {
  std::vector<RosterRow> rows;
  std::vector<std::string> refused;  // a sentence for every line that is left out, with its number

  bool operator==(const Roster&) const = default;
};

// What enrolling did, or would do.
struct Enrolled {
  int added = 0, changed = 0, joined = 0, same = 0, classes = 0;
  std::vector<std::string> refused;

  bool operator==(const Enrolled&) const = default;
};
// Returns "3 added, 1 changed, 4 joined a class, 20 as they were, 1 class made; 2 lines left out".
std::string text_of(const Enrolled& done);

// Reads a table with comma, semicolon or tab between, in UTF-8 or Windows-1252, as spreadsheets write it. The
// first line names the columns in any order. `file` is what the sentences call it. A line that is none is
// left out and told. Errors: usage (no column of that name, UTF-16, more than 200,000 people or 20 MB).
Result<Roster> read_roster(std::string_view bytes, const std::string& file);

// Returns text as UTF-8: as it is where it is UTF-8, else read as Windows-1252.
std::string as_utf8(std::string_view bytes);

}  // namespace firstchair::school
