
CREATE TABLE charts(
  school bigint NOT NULL REFERENCES schools(school),
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  title text COLLATE "C" NOT NULL,
  text text COLLATE "C" NOT NULL,
  owner bigint NOT NULL,
  made_s bigint NOT NULL,
  PRIMARY KEY (school, hash)
) ;
CREATE TABLE takes(
  school bigint NOT NULL,
  id bigint NOT NULL,
  person bigint NOT NULL,
  sent_name text COLLATE "C" NOT NULL CHECK (length(sent_name) > 0),
  began_s bigint NOT NULL,
  minutes double precision NOT NULL,
  item text COLLATE "C" NOT NULL,
  title text COLLATE "C" NOT NULL,
  bpm double precision NOT NULL,
  bars bigint NOT NULL,
  click bigint NOT NULL CHECK (click IN (0, 1)),
  mode text COLLATE "C" NOT NULL,
  kit text COLLATE "C" NOT NULL CHECK (kit IN ('midi', 'audio')),
  counted bigint NOT NULL CHECK (counted IN (0, 1)),
  pain double precision NOT NULL,
  weights text COLLATE "C" NOT NULL,
  device text COLLATE "C" NOT NULL,
  round_trip_ms double precision NOT NULL,
  round_trip_sd_ms double precision NOT NULL,
  bpm_asked double precision NOT NULL,
  meter text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, person, sent_name),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE strokes(
  school bigint NOT NULL,
  take bigint NOT NULL,
  packed bytea NOT NULL,
  PRIMARY KEY (school, take),
  FOREIGN KEY (school, take) REFERENCES takes(school, id)
) ;
CREATE TABLE judgements(
  school bigint NOT NULL,
  take bigint NOT NULL,
  n bigint NOT NULL,
  engine text COLLATE "C" NOT NULL,
  judged_s bigint NOT NULL,
  chart text COLLATE "C" NOT NULL,
  notes bigint NOT NULL,
  missed bigint NOT NULL,
  extra bigint NOT NULL,
  wrong bigint NOT NULL,
  covered bigint NOT NULL,
  z double precision NOT NULL,
  z_low double precision NOT NULL,
  z_high double precision NOT NULL,
  clean bigint NOT NULL CHECK (clean IN (0, 1)),
  verdict text COLLATE "C" NOT NULL,
  matched bytea NOT NULL,
  PRIMARY KEY (school, take, n),
  FOREIGN KEY (school, take) REFERENCES takes(school, id),
  FOREIGN KEY (school, chart) REFERENCES charts(school, hash)
) ;
CREATE TABLE lines(
  school bigint NOT NULL,
  take bigint NOT NULL,
  n bigint NOT NULL,
  line text COLLATE "C" NOT NULL,
  strokes bigint NOT NULL,
  mean_ms double precision NOT NULL,
  mean_low double precision NOT NULL,
  mean_high double precision NOT NULL,
  spread_ms double precision NOT NULL,
  spread_low double precision NOT NULL,
  spread_high double precision NOT NULL,
  rho double precision NOT NULL,
  kurtosis double precision NOT NULL,
  z double precision NOT NULL,
  z_low double precision NOT NULL,
  z_high double precision NOT NULL,
  level_db double precision NOT NULL,
  level_sd_db double precision NOT NULL,
  bias_sd_ms double precision NOT NULL,
  PRIMARY KEY (school, take, n, line),
  FOREIGN KEY (school, take, n) REFERENCES judgements(school, take, n)
) ;
CREATE TABLE rejudged(
  school bigint NOT NULL,
  submission bigint NOT NULL,
  version bigint NOT NULL,
  answers text COLLATE "C" NOT NULL,
  at_s bigint NOT NULL,
  by_person bigint NOT NULL,
  PRIMARY KEY (school, submission, version),
  FOREIGN KEY (school, submission) REFERENCES submissions(school, id)
) ;
CREATE TABLE results(
  school bigint NOT NULL,
  assignment bigint NOT NULL,
  person bigint NOT NULL,
  standing bigint NOT NULL CHECK (standing BETWEEN 0 AND 5),
  submission bigint NOT NULL,
  at_s bigint NOT NULL,
  PRIMARY KEY (school, assignment, person),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE phrases(
  school bigint NOT NULL,
  person bigint NOT NULL,
  n bigint NOT NULL,
  text text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, person, n),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE consents(
  school bigint NOT NULL,
  person bigint NOT NULL,
  given bigint NOT NULL CHECK (given IN (0, 1)),
  how text COLLATE "C" NOT NULL,
  by_person bigint NOT NULL,
  at_s bigint NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE secrets(
  school bigint NOT NULL REFERENCES schools(school),
  kind text COLLATE "C" NOT NULL,
  secret text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, kind)
) ;
ALTER TABLE assignments ADD COLUMN released bigint NOT NULL DEFAULT 0;
ALTER TABLE assignments ADD COLUMN points text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN why text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN sound text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN sound_type text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX submissions_of_person ON submissions(school, person, came_s);
ALTER TABLE charts ENABLE ROW LEVEL SECURITY;
ALTER TABLE charts FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON charts USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON charts TO app;
ALTER TABLE takes ENABLE ROW LEVEL SECURITY;
ALTER TABLE takes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON takes USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON takes TO app;
ALTER TABLE strokes ENABLE ROW LEVEL SECURITY;
ALTER TABLE strokes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON strokes USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON strokes TO app;
ALTER TABLE judgements ENABLE ROW LEVEL SECURITY;
ALTER TABLE judgements FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON judgements USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON judgements TO app;
ALTER TABLE lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE lines FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON lines USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON lines TO app;
ALTER TABLE rejudged ENABLE ROW LEVEL SECURITY;
ALTER TABLE rejudged FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON rejudged USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON rejudged TO app;
ALTER TABLE results ENABLE ROW LEVEL SECURITY;
ALTER TABLE results FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON results USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON results TO app;
ALTER TABLE phrases ENABLE ROW LEVEL SECURITY;
ALTER TABLE phrases FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON phrases USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON phrases TO app;
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON consents USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON consents TO app;
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON secrets USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON secrets TO app;
