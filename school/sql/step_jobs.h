// This step of the schema brings the queue. It is for schema.cpp alone.
#pragma once

namespace firstchair::school::sql {

inline constexpr const char* kJobsSentence = "Jobs with their leases, and whose turn it is.";
// A job is due when it may be claimed: one that waits from its moment on, one that is worked at when its
// lease is over. `turns` says of every school when its next job is due, and in which order schools take
// turns; it holds numbers alone.
inline constexpr const char* kJobs = R"sql(
CREATE TABLE jobs(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  thing INTEGER NOT NULL,
  due_s INTEGER NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  worker TEXT NOT NULL,
  error TEXT NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, kind, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs(school, kind, due_s, id);
CREATE TABLE turns(
  school INTEGER NOT NULL REFERENCES schools(school),
  kind TEXT NOT NULL,
  due_s INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  PRIMARY KEY (school, kind)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace firstchair::school::sql
