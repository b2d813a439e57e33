// This step of the schema brings chairs that are declared for a class. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kChairsSentence = "Chairs that are declared for a class.";
// An audition is its record (docs/formats/seating.md): lines that are only added to. Who a player of it is
// lies beside it, and only until that person is erased.
inline constexpr const char* kChairs = R"sql(
CREATE TABLE chairs(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  class INTEGER NOT NULL,
  title TEXT NOT NULL,
  seats INTEGER NOT NULL CHECK (seats > 0),
  made_s INTEGER NOT NULL,
  closes_s INTEGER,
  seated_s INTEGER,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chairs_of_class ON chairs(school, class);
CREATE TABLE chairs_excerpts(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  n INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE chairs_players(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  blind TEXT NOT NULL,
  person INTEGER,
  salt TEXT NOT NULL,
  PRIMARY KEY (school, chairs, blind),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chairs_players_of ON chairs_players(school, person);
CREATE TABLE chairs_lines(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  n INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace firstchair::school::sql
