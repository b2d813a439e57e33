// A PostgreSQL of the tests' own: one cluster a program, made when it is first asked for. It needs no service
// and leaves nothing. A machine without PostgreSQL fails these tests.
#pragma once

#include <string>

#include "school/store.h"

namespace firstchair::school {

// One database serves all tests, since making one takes as long as ten tests do: every test has schools of
// its own in it.
class PostgresDatabases {
 public:
  PostgresDatabases();
  struct Fresh {};
  explicit PostgresDatabases(Fresh);  // a database that no other test has
  ~PostgresDatabases();
  PostgresDatabases(const PostgresDatabases&) = delete;
  PostgresDatabases& operator=(const PostgresDatabases&) = delete;

  // These return the address of the database, as the role of programs and as the owner of its tables.
  std::string database() const;
  std::string as_owner() const;
  SchoolStore open() const;

 private:
  std::string name_;
};

// Runs the program of the cluster's client with SQL, as `role`; returns what it printed, errors too.
std::string psql(const std::string& address, const std::string& sql);
// Returns the address of a fresh empty database, as its owner.
std::string empty_postgres();

}  // namespace firstchair::school
