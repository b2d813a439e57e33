
CREATE TABLE assignments(
  school bigint NOT NULL,
  id bigint NOT NULL,
  class bigint NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  title text COLLATE "C" NOT NULL,
  item text COLLATE "C" NOT NULL,
  bpm double precision NOT NULL,
  click bigint NOT NULL CHECK (click IN (0, 1)),
  bars bigint NOT NULL,
  source bigint NOT NULL CHECK (source BETWEEN 0 AND 2),
  attempts bigint CHECK (attempts > 0),
  opens_s bigint NOT NULL,
  due_s bigint,
  closes_s bigint,
  late bigint NOT NULL CHECK (late BETWEEN 0 AND 1),
  sound bigint NOT NULL CHECK (sound BETWEEN 0 AND 2),
  results bigint NOT NULL CHECK (results BETWEEN 0 AND 2),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) ;
CREATE INDEX assignments_of_class ON assignments(school, class, id);
CREATE TABLE assignment_versions(
  school bigint NOT NULL,
  assignment bigint NOT NULL,
  version bigint NOT NULL,
  demands text COLLATE "C" NOT NULL,
  pass text COLLATE "C" NOT NULL,
  at_s bigint NOT NULL,
  by_person bigint NOT NULL,
  PRIMARY KEY (school, assignment, version),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) ;
CREATE TABLE overrides(
  school bigint NOT NULL,
  assignment bigint NOT NULL,
  person bigint NOT NULL,
  attempts bigint CHECK (attempts > 0),
  due_s bigint,
  excused bigint NOT NULL CHECK (excused IN (0, 1)),
  passed bigint CHECK (passed IN (0, 1)),
  reason text COLLATE "C" NOT NULL CHECK (length(reason) > 0),
  by_person bigint NOT NULL,
  at_s bigint NOT NULL,
  PRIMARY KEY (school, assignment, person),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE submissions(
  school bigint NOT NULL,
  id bigint NOT NULL,
  assignment bigint NOT NULL,
  person bigint NOT NULL,
  version bigint NOT NULL,
  sent_name text COLLATE "C" NOT NULL CHECK (length(sent_name) > 0),
  state bigint NOT NULL CHECK (state BETWEEN 0 AND 3),
  began_s bigint NOT NULL,
  came_s bigint NOT NULL,
  take bigint,
  answers text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, sent_name),
  FOREIGN KEY (school, assignment, version) REFERENCES assignment_versions(school, assignment, version),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX submissions_of_assignment ON submissions(school, assignment, person, began_s);
CREATE TABLE comments(
  school bigint NOT NULL,
  id bigint NOT NULL,
  submission bigint NOT NULL,
  bar bigint NOT NULL CHECK (bar >= 0),
  beat double precision NOT NULL,
  text text COLLATE "C" NOT NULL,
  by_person bigint NOT NULL,
  at_s bigint NOT NULL,
  edited_s bigint,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, submission) REFERENCES submissions(school, id)
) ;
CREATE INDEX comments_of_submission ON comments(school, submission);
ALTER TABLE assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON assignments USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON assignments TO app;
ALTER TABLE assignment_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignment_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON assignment_versions USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON assignment_versions TO app;
ALTER TABLE overrides ENABLE ROW LEVEL SECURITY;
ALTER TABLE overrides FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON overrides USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON overrides TO app;
ALTER TABLE submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE submissions FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON submissions USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON submissions TO app;
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE comments FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON comments USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON comments TO app;
