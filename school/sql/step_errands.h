// This step of the schema brings what is done behind besides hearing: exports that were asked for, and
// consent to research. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kErrandsSentence = "Exports that were asked for, and consent to research.";
// An export is a file among the school's sounds, by its hash. `research` says whether the school agreed.
inline constexpr const char* kErrands = R"sql(
CREATE TABLE exports(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  person INTEGER NOT NULL,
  by_person INTEGER NOT NULL,
  asked_s INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
  hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  until_s INTEGER NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exports_of_person ON exports(school, person);
CREATE TABLE research_consents(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  how TEXT NOT NULL,
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
ALTER TABLE schools ADD COLUMN research INTEGER NOT NULL DEFAULT 0;
CREATE INDEX submissions_not_heard ON submissions(school, id) WHERE state IN (0, 2);
)sql";

}  // namespace firstchair::school::sql
