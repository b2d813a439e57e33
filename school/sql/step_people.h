// The step of the schema that brings what is asked about people: erasure, words that may be taken out of the
// log, second factors, links that set a password, and limits. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kPeopleSentence =
    "Erasures, words of the log, second factors, links to a new password, invites of guardians, and limits.";
inline constexpr const char* kPeople = R"sql(
CREATE TABLE erasures(
  school INTEGER NOT NULL REFERENCES schools(school),
  person INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  asked_by INTEGER,
  asked_s INTEGER,
  started_by INTEGER,
  started_s INTEGER,
  confirmed_by INTEGER,
  confirmed_s INTEGER,
  PRIMARY KEY (school, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE sounds_to_drop(
  school INTEGER NOT NULL REFERENCES schools(school),
  hash TEXT NOT NULL,
  PRIMARY KEY (school, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE remains(
  school INTEGER NOT NULL,
  n INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  demand INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (school, n),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_words(
  school INTEGER NOT NULL,
  n INTEGER NOT NULL,
  salt TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_floors(
  school INTEGER NOT NULL REFERENCES schools(school),
  n INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE second_factors(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  secret TEXT NOT NULL,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  last_step INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, person, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE resets(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  until_s INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  UNIQUE (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE limits(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  item TEXT NOT NULL,
  began_s INTEGER NOT NULL,
  t50 REAL NOT NULL,
  sd_oct REAL NOT NULL,
  sigma_oct REAL NOT NULL,
  takes INTEGER NOT NULL,
  broke INTEGER NOT NULL,
  held_bpm REAL NOT NULL,
  PRIMARY KEY (school, person, item, began_s),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
ALTER TABLE invites ADD COLUMN child INTEGER NOT NULL DEFAULT 0;
CREATE INDEX takes_of_person ON takes(school, person, began_s);
CREATE INDEX takes_by_age ON takes(school, began_s);
CREATE INDEX submissions_of_sound ON submissions(school, sound);
CREATE INDEX judgements_of_chart ON judgements(school, chart);
)sql";

}  // namespace firstchair::school::sql
