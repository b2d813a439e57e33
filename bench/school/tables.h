// These make the tables of docs/measured/school.md, each with what is measured for it.
#pragma once

#include <string>

#include "bench/school/stand.h"
#include "bench/school/term.h"

namespace firstchair::bench {

struct Table {
  std::string title, text = {};
  bool well = true;  // false: something was lost, refused or told wrong

  explicit Table(std::string name) : title(std::move(name)) {}
  void row(const std::string& what, const std::string& figure);  // prints it, too
  // What must not be is told, and the table is not well.
  void fault(const std::string& what);
};

Table term_table(Stand& stand, const TermWish& wish, TermResult& term);
Table alone_table(const Stand& stand, const TermWish& wish, const TermResult& term);
Table sound_table(const Stand& stand, const TermWish& wish, const TermResult& term, int sounds);
Table many_table(const Stand& stand, const TermWish& wish);
Table pages_table(const Stand& stand, const TermWish& wish, double minutes);
Table sockets_table(const std::string& program, double minutes);
Table large_table(const Stand& stand, const TermResult& term, int people);
Table points_table(const std::string& program, int kills);
Table stores_table(const Stand& stand, int steps, unsigned seed);
// `stand` is of PostgreSQL; a small one of SQLite is made besides.
Table gone_table(const Stand& stand, const TermResult& term, const std::string& program);

}  // namespace firstchair::bench
