// The step of the schema that brings what is assigned and handed in. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kAssignmentsSentence =
    "Assignments with their versions, what is handed in, changes for one student, and comments.";
inline constexpr const char* kAssignments = R"sql(
CREATE TABLE assignments(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  class INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  title TEXT NOT NULL,
  item TEXT NOT NULL,
  bpm REAL NOT NULL,
  click INTEGER NOT NULL CHECK (click IN (0, 1)),
  bars INTEGER NOT NULL,
  source INTEGER NOT NULL CHECK (source BETWEEN 0 AND 2),
  attempts INTEGER CHECK (attempts > 0),
  opens_s INTEGER NOT NULL,
  due_s INTEGER,
  closes_s INTEGER,
  late INTEGER NOT NULL CHECK (late BETWEEN 0 AND 1),
  sound INTEGER NOT NULL CHECK (sound BETWEEN 0 AND 2),
  results INTEGER NOT NULL CHECK (results BETWEEN 0 AND 2),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_of_class ON assignments(school, class, id);
CREATE TABLE assignment_versions(
  school INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  demands TEXT NOT NULL,
  pass TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  by_person INTEGER NOT NULL,
  PRIMARY KEY (school, assignment, version),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE overrides(
  school INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  person INTEGER NOT NULL,
  attempts INTEGER CHECK (attempts > 0),
  due_s INTEGER,
  excused INTEGER NOT NULL CHECK (excused IN (0, 1)),
  passed INTEGER CHECK (passed IN (0, 1)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, assignment, person),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE submissions(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  person INTEGER NOT NULL,
  version INTEGER NOT NULL,
  sent_name TEXT NOT NULL CHECK (length(sent_name) > 0),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  began_s INTEGER NOT NULL,
  came_s INTEGER NOT NULL,
  take INTEGER,
  answers TEXT NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, sent_name),
  FOREIGN KEY (school, assignment, version) REFERENCES assignment_versions(school, assignment, version),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_of_assignment ON submissions(school, assignment, person, began_s);
CREATE TABLE comments(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  submission INTEGER NOT NULL,
  bar INTEGER NOT NULL CHECK (bar >= 0),
  beat REAL NOT NULL,
  text TEXT NOT NULL,
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  edited_s INTEGER,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, submission) REFERENCES submissions(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_of_submission ON comments(school, submission);
)sql";

}  // namespace firstchair::school::sql
