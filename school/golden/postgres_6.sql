
CREATE TABLE exports(
  school bigint NOT NULL,
  id bigint NOT NULL,
  person bigint NOT NULL,
  by_person bigint NOT NULL,
  asked_s bigint NOT NULL,
  state bigint NOT NULL CHECK (state BETWEEN 0 AND 2),
  hash text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  until_s bigint NOT NULL,
  why text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX exports_of_person ON exports(school, person);
CREATE TABLE research_consents(
  school bigint NOT NULL,
  person bigint NOT NULL,
  given bigint NOT NULL CHECK (given IN (0, 1)),
  how text COLLATE "C" NOT NULL,
  by_person bigint NOT NULL,
  at_s bigint NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
ALTER TABLE schools ADD COLUMN research bigint NOT NULL DEFAULT 0;
CREATE INDEX submissions_not_heard ON submissions(school, id) WHERE state IN (0, 2);
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON exports USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON exports TO app;
ALTER TABLE research_consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE research_consents FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON research_consents USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON research_consents TO app;
