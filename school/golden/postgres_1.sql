
CREATE TABLE schools(
  school bigint NOT NULL PRIMARY KEY CHECK (school > 0),
  name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country text COLLATE "C" NOT NULL CHECK (length(country) = 2),
  sound_days bigint NOT NULL CHECK (sound_days > 0),
  takes_days bigint NOT NULL CHECK (takes_days > 0),
  audit_days bigint NOT NULL CHECK (audit_days > 0),
  backup_days bigint NOT NULL CHECK (backup_days > 0),
  consent text COLLATE "C" NOT NULL CHECK (consent IN ('school', 'guardian')),
  made_s bigint NOT NULL
) ;
CREATE TABLE numbers(
  school bigint NOT NULL REFERENCES schools(school),
  kind text COLLATE "C" NOT NULL,
  newest bigint NOT NULL,
  PRIMARY KEY (school, kind)
) ;
CREATE TABLE people(
  school bigint NOT NULL REFERENCES schools(school),
  id bigint NOT NULL,
  name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  given text COLLATE "C" NOT NULL,
  birth_year bigint,
  email text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'ended')),
  source text COLLATE "C" NOT NULL,
  source_id text COLLATE "C" NOT NULL,
  made_s bigint NOT NULL,
  PRIMARY KEY (school, id)
) ;
CREATE UNIQUE INDEX people_of_source ON people(school, source, source_id) WHERE source <> '';
CREATE TABLE logins(
  school bigint NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('password', 'oidc', 'lti')),
  subject text COLLATE "C" NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  person bigint NOT NULL,
  secret text COLLATE "C" NOT NULL,
  failed bigint NOT NULL DEFAULT 0,
  locked_until_s bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (school, kind, subject),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX logins_of_person ON logins(school, person);
CREATE TABLE refused_addresses(
  school bigint NOT NULL REFERENCES schools(school),
  prefix text COLLATE "C" NOT NULL,
  failed bigint NOT NULL,
  since_s bigint NOT NULL,
  locked_until_s bigint NOT NULL,
  PRIMARY KEY (school, prefix)
) ;
CREATE TABLE sessions(
  school bigint NOT NULL,
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  person bigint NOT NULL,
  made_s bigint NOT NULL,
  seen_s bigint NOT NULL,
  until_s bigint NOT NULL,
  csrf text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX sessions_of_person ON sessions(school, person);
CREATE TABLE terms(
  school bigint NOT NULL REFERENCES schools(school),
  id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  from_s bigint NOT NULL,
  to_s bigint NOT NULL CHECK (to_s >= from_s),
  PRIMARY KEY (school, id)
) ;
CREATE TABLE classes(
  school bigint NOT NULL,
  id bigint NOT NULL,
  term bigint NOT NULL,
  title text COLLATE "C" NOT NULL,
  source_id text COLLATE "C" NOT NULL,
  archived bigint NOT NULL CHECK (archived IN (0, 1)),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, term) REFERENCES terms(school, id)
) ;
CREATE TABLE memberships(
  school bigint NOT NULL,
  class bigint NOT NULL,
  person bigint NOT NULL,
  role text COLLATE "C" NOT NULL CHECK (role IN ('owner', 'admin', 'registrar', 'teacher', 'assistant', 'proctor', 'panel',
                                     'student', 'guardian')),
  from_s bigint NOT NULL,
  to_s bigint,
  PRIMARY KEY (school, class, person),
  FOREIGN KEY (school, class) REFERENCES classes(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX memberships_of_person ON memberships(school, person);
CREATE TABLE guardians(
  school bigint NOT NULL,
  guardian bigint NOT NULL,
  child bigint NOT NULL,
  PRIMARY KEY (school, guardian, child),
  FOREIGN KEY (school, guardian) REFERENCES people(school, id),
  FOREIGN KEY (school, child) REFERENCES people(school, id)
) ;
CREATE INDEX guardians_of_child ON guardians(school, child);
CREATE TABLE invites(
  school bigint NOT NULL,
  id bigint NOT NULL,
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  class bigint NOT NULL,
  role text COLLATE "C" NOT NULL,
  uses_left bigint NOT NULL CHECK (uses_left >= 0),
  until_s bigint NOT NULL,
  made_by bigint NOT NULL,
  made_s bigint NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, hash),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) ;
CREATE TABLE audit(
  school bigint NOT NULL REFERENCES schools(school),
  n bigint NOT NULL,
  at_s bigint NOT NULL,
  actor bigint NOT NULL,
  role text COLLATE "C" NOT NULL,
  prefix text COLLATE "C" NOT NULL,
  verb text COLLATE "C" NOT NULL,
  thing text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL,
  prev text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, n)
) ;
CREATE INDEX audit_of_actor ON audit(school, actor, n);
ALTER TABLE schools ENABLE ROW LEVEL SECURITY;
ALTER TABLE schools FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON schools USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON schools TO app;
ALTER TABLE numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON numbers USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON numbers TO app;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON people USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON people TO app;
ALTER TABLE logins ENABLE ROW LEVEL SECURITY;
ALTER TABLE logins FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON logins USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON logins TO app;
ALTER TABLE refused_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE refused_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON refused_addresses USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON refused_addresses TO app;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON sessions USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO app;
ALTER TABLE terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE terms FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON terms USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON terms TO app;
ALTER TABLE classes ENABLE ROW LEVEL SECURITY;
ALTER TABLE classes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON classes USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON classes TO app;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON memberships USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO app;
ALTER TABLE guardians ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardians FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON guardians USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON guardians TO app;
ALTER TABLE invites ENABLE ROW LEVEL SECURITY;
ALTER TABLE invites FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON invites USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON invites TO app;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON audit USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT ON audit TO app;
