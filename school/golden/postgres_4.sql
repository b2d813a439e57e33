
CREATE TABLE erasures(
  school bigint NOT NULL REFERENCES schools(school),
  person bigint NOT NULL,
  made_s bigint NOT NULL,
  asked_by bigint,
  asked_s bigint,
  started_by bigint,
  started_s bigint,
  confirmed_by bigint,
  confirmed_s bigint,
  PRIMARY KEY (school, person)
) ;
CREATE TABLE sounds_to_drop(
  school bigint NOT NULL REFERENCES schools(school),
  hash text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, hash)
) ;
CREATE TABLE remains(
  school bigint NOT NULL,
  n bigint NOT NULL,
  assignment bigint NOT NULL,
  version bigint NOT NULL,
  demand bigint NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (school, n),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) ;
CREATE TABLE audit_words(
  school bigint NOT NULL,
  n bigint NOT NULL,
  salt text COLLATE "C" NOT NULL,
  words text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, n)
) ;
CREATE TABLE audit_floors(
  school bigint NOT NULL REFERENCES schools(school),
  n bigint NOT NULL,
  hash text COLLATE "C" NOT NULL,
  at_s bigint NOT NULL,
  PRIMARY KEY (school, n)
) ;
CREATE TABLE second_factors(
  school bigint NOT NULL,
  person bigint NOT NULL,
  secret text COLLATE "C" NOT NULL,
  confirmed bigint NOT NULL CHECK (confirmed IN (0, 1)),
  last_step bigint NOT NULL,
  made_s bigint NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE recovery_codes(
  school bigint NOT NULL,
  person bigint NOT NULL,
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, person, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE resets(
  school bigint NOT NULL,
  person bigint NOT NULL,
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  until_s bigint NOT NULL,
  made_by bigint NOT NULL,
  PRIMARY KEY (school, person),
  UNIQUE (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE TABLE limits(
  school bigint NOT NULL,
  person bigint NOT NULL,
  item text COLLATE "C" NOT NULL,
  began_s bigint NOT NULL,
  t50 double precision NOT NULL,
  sd_oct double precision NOT NULL,
  sigma_oct double precision NOT NULL,
  takes bigint NOT NULL,
  broke bigint NOT NULL,
  held_bpm double precision NOT NULL,
  PRIMARY KEY (school, person, item, began_s),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
ALTER TABLE invites ADD COLUMN child bigint NOT NULL DEFAULT 0;
CREATE INDEX takes_of_person ON takes(school, person, began_s);
CREATE INDEX takes_by_age ON takes(school, began_s);
CREATE INDEX submissions_of_sound ON submissions(school, sound);
CREATE INDEX judgements_of_chart ON judgements(school, chart);
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON erasures USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON erasures TO app;
ALTER TABLE sounds_to_drop ENABLE ROW LEVEL SECURITY;
ALTER TABLE sounds_to_drop FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON sounds_to_drop USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON sounds_to_drop TO app;
ALTER TABLE remains ENABLE ROW LEVEL SECURITY;
ALTER TABLE remains FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON remains USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON remains TO app;
ALTER TABLE audit_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_words FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON audit_words USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_words TO app;
ALTER TABLE audit_floors ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_floors FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON audit_floors USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_floors TO app;
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factors FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON second_factors USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors TO app;
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON recovery_codes USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO app;
ALTER TABLE resets ENABLE ROW LEVEL SECURITY;
ALTER TABLE resets FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON resets USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON resets TO app;
ALTER TABLE limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE limits FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON limits USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON limits TO app;
