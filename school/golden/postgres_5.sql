
CREATE TABLE jobs(
  school bigint NOT NULL REFERENCES schools(school),
  id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  thing bigint NOT NULL,
  due_s bigint NOT NULL,
  tries bigint NOT NULL CHECK (tries >= 0),
  worker text COLLATE "C" NOT NULL,
  error text COLLATE "C" NOT NULL,
  made_s bigint NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, kind, thing)
) ;
CREATE INDEX jobs_due ON jobs(school, kind, due_s, id);
CREATE TABLE turns(
  school bigint NOT NULL REFERENCES schools(school),
  kind text COLLATE "C" NOT NULL,
  due_s bigint NOT NULL,
  turn bigint NOT NULL,
  PRIMARY KEY (school, kind)
) ;
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON jobs USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO app;
ALTER TABLE turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE turns FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON turns USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON turns TO app;
CREATE POLICY of_all ON turns FOR SELECT USING (true);
