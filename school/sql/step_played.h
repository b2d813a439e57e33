// The step of the schema that brings what is played: takes with their strokes and judgements, as the book has
// them (docs/formats/book.md), charts, and what is told of them. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kPlayedSentence =
    "Takes, charts of the school, results as they were told, phrases, consents, secrets, and sound.";
inline constexpr const char* kPlayed = R"sql(
CREATE TABLE charts(
  school INTEGER NOT NULL REFERENCES schools(school),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  owner INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE takes(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  person INTEGER NOT NULL,
  sent_name TEXT NOT NULL CHECK (length(sent_name) > 0),
  began_s INTEGER NOT NULL,
  minutes REAL NOT NULL,
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  bpm REAL NOT NULL,
  bars INTEGER NOT NULL,
  click INTEGER NOT NULL CHECK (click IN (0, 1)),
  mode TEXT NOT NULL,
  kit TEXT NOT NULL CHECK (kit IN ('midi', 'audio')),
  counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
  pain REAL NOT NULL,
  weights TEXT NOT NULL,
  device TEXT NOT NULL,
  round_trip_ms REAL NOT NULL,
  round_trip_sd_ms REAL NOT NULL,
  bpm_asked REAL NOT NULL,
  meter TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, person, sent_name),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE strokes(
  school INTEGER NOT NULL,
  take INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (school, take),
  FOREIGN KEY (school, take) REFERENCES takes(school, id)
) STRICT;
CREATE TABLE judgements(
  school INTEGER NOT NULL,
  take INTEGER NOT NULL,
  n INTEGER NOT NULL,
  engine TEXT NOT NULL,
  judged_s INTEGER NOT NULL,
  chart TEXT NOT NULL,
  notes INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  extra INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  covered INTEGER NOT NULL,
  z REAL NOT NULL,
  z_low REAL NOT NULL,
  z_high REAL NOT NULL,
  clean INTEGER NOT NULL CHECK (clean IN (0, 1)),
  verdict TEXT NOT NULL,
  matched BLOB NOT NULL,
  PRIMARY KEY (school, take, n),
  FOREIGN KEY (school, take) REFERENCES takes(school, id),
  FOREIGN KEY (school, chart) REFERENCES charts(school, hash)
) STRICT;
CREATE TABLE lines(
  school INTEGER NOT NULL,
  take INTEGER NOT NULL,
  n INTEGER NOT NULL,
  line TEXT NOT NULL,
  strokes INTEGER NOT NULL,
  mean_ms REAL NOT NULL,
  mean_low REAL NOT NULL,
  mean_high REAL NOT NULL,
  spread_ms REAL NOT NULL,
  spread_low REAL NOT NULL,
  spread_high REAL NOT NULL,
  rho REAL NOT NULL,
  kurtosis REAL NOT NULL,
  z REAL NOT NULL,
  z_low REAL NOT NULL,
  z_high REAL NOT NULL,
  level_db REAL NOT NULL,
  level_sd_db REAL NOT NULL,
  bias_sd_ms REAL NOT NULL,
  PRIMARY KEY (school, take, n, line),
  FOREIGN KEY (school, take, n) REFERENCES judgements(school, take, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE rejudged(
  school INTEGER NOT NULL,
  submission INTEGER NOT NULL,
  version INTEGER NOT NULL,
  answers TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  by_person INTEGER NOT NULL,
  PRIMARY KEY (school, submission, version),
  FOREIGN KEY (school, submission) REFERENCES submissions(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE results(
  school INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  person INTEGER NOT NULL,
  standing INTEGER NOT NULL CHECK (standing BETWEEN 0 AND 5),
  submission INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, assignment, person),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE phrases(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  n INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (school, person, n),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE consents(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  how TEXT NOT NULL,
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE secrets(
  school INTEGER NOT NULL REFERENCES schools(school),
  kind TEXT NOT NULL,
  secret TEXT NOT NULL,
  PRIMARY KEY (school, kind)
) STRICT, WITHOUT ROWID;
ALTER TABLE assignments ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assignments ADD COLUMN points TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN sound TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN sound_type TEXT NOT NULL DEFAULT '';
CREATE INDEX submissions_of_person ON submissions(school, person, came_s);
)sql";

}  // namespace firstchair::school::sql
