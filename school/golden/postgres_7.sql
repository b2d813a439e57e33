
CREATE TABLE chairs(
  school bigint NOT NULL,
  id bigint NOT NULL,
  class bigint NOT NULL,
  title text COLLATE "C" NOT NULL,
  seats bigint NOT NULL CHECK (seats > 0),
  made_s bigint NOT NULL,
  closes_s bigint,
  seated_s bigint,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) ;
CREATE INDEX chairs_of_class ON chairs(school, class);
CREATE TABLE chairs_excerpts(
  school bigint NOT NULL,
  chairs bigint NOT NULL,
  n bigint NOT NULL,
  assignment bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) ;
CREATE TABLE chairs_players(
  school bigint NOT NULL,
  chairs bigint NOT NULL,
  blind text COLLATE "C" NOT NULL,
  person bigint,
  salt text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, chairs, blind),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) ;
CREATE INDEX chairs_players_of ON chairs_players(school, person);
CREATE TABLE chairs_lines(
  school bigint NOT NULL,
  chairs bigint NOT NULL,
  n bigint NOT NULL,
  line text COLLATE "C" NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id)
) ;
ALTER TABLE chairs ENABLE ROW LEVEL SECURITY;
ALTER TABLE chairs FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON chairs USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON chairs TO app;
ALTER TABLE chairs_excerpts ENABLE ROW LEVEL SECURITY;
ALTER TABLE chairs_excerpts FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON chairs_excerpts USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON chairs_excerpts TO app;
ALTER TABLE chairs_players ENABLE ROW LEVEL SECURITY;
ALTER TABLE chairs_players FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON chairs_players USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT, UPDATE, DELETE ON chairs_players TO app;
ALTER TABLE chairs_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE chairs_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY of_school ON chairs_lines USING (school = current_setting('firstchair.school')::bigint)
  WITH CHECK (school = current_setting('firstchair.school')::bigint);
GRANT SELECT, INSERT ON chairs_lines TO app;
