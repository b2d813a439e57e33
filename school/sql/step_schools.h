// This first step of the schema makes schools and those who log in to them. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kSchoolsSentence =
    "Schools, people, logins, sessions, invites, classes, and the log.";
inline constexpr const char* kSchools = R"sql(
CREATE TABLE schools(
  school INTEGER NOT NULL PRIMARY KEY CHECK (school > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country TEXT NOT NULL CHECK (length(country) = 2),
  sound_days INTEGER NOT NULL CHECK (sound_days > 0),
  takes_days INTEGER NOT NULL CHECK (takes_days > 0),
  audit_days INTEGER NOT NULL CHECK (audit_days > 0),
  backup_days INTEGER NOT NULL CHECK (backup_days > 0),
  consent TEXT NOT NULL CHECK (consent IN ('school', 'guardian')),
  made_s INTEGER NOT NULL
) STRICT;
CREATE TABLE numbers(
  school INTEGER NOT NULL REFERENCES schools(school),
  kind TEXT NOT NULL,
  newest INTEGER NOT NULL,
  PRIMARY KEY (school, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE people(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  given TEXT NOT NULL,
  birth_year INTEGER,
  email TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'ended')),
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX people_of_source ON people(school, source, source_id) WHERE source <> '';
CREATE TABLE logins(
  school INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('password', 'oidc', 'lti')),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  person INTEGER NOT NULL,
  secret TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  locked_until_s INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (school, kind, subject),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX logins_of_person ON logins(school, person);
CREATE TABLE refused_addresses(
  school INTEGER NOT NULL REFERENCES schools(school),
  prefix TEXT NOT NULL,
  failed INTEGER NOT NULL,
  since_s INTEGER NOT NULL,
  locked_until_s INTEGER NOT NULL,
  PRIMARY KEY (school, prefix)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions(
  school INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  person INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  seen_s INTEGER NOT NULL,
  until_s INTEGER NOT NULL,
  csrf TEXT NOT NULL,
  PRIMARY KEY (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions(school, person);
CREATE TABLE terms(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  from_s INTEGER NOT NULL,
  to_s INTEGER NOT NULL CHECK (to_s >= from_s),
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE classes(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  term INTEGER NOT NULL,
  title TEXT NOT NULL,
  source_id TEXT NOT NULL,
  archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, term) REFERENCES terms(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships(
  school INTEGER NOT NULL,
  class INTEGER NOT NULL,
  person INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'registrar', 'teacher', 'assistant', 'proctor', 'panel',
                                     'student', 'guardian')),
  from_s INTEGER NOT NULL,
  to_s INTEGER,
  PRIMARY KEY (school, class, person),
  FOREIGN KEY (school, class) REFERENCES classes(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_person ON memberships(school, person);
CREATE TABLE guardians(
  school INTEGER NOT NULL,
  guardian INTEGER NOT NULL,
  child INTEGER NOT NULL,
  PRIMARY KEY (school, guardian, child),
  FOREIGN KEY (school, guardian) REFERENCES people(school, id),
  FOREIGN KEY (school, child) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardians_of_child ON guardians(school, child);
CREATE TABLE invites(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  class INTEGER NOT NULL,
  role TEXT NOT NULL,
  uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
  until_s INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, hash),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit(
  school INTEGER NOT NULL REFERENCES schools(school),
  n INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  role TEXT NOT NULL,
  prefix TEXT NOT NULL,
  verb TEXT NOT NULL,
  thing TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_of_actor ON audit(school, actor, n);
)sql";

}  // namespace firstchair::school::sql
