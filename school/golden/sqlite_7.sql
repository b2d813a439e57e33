CREATE TABLE schools(
  school INTEGER NOT NULL PRIMARY KEY CHECK (school > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country TEXT NOT NULL CHECK (length(country) = 2),
  sound_days INTEGER NOT NULL CHECK (sound_days > 0),
  takes_days INTEGER NOT NULL CHECK (takes_days > 0),
  audit_days INTEGER NOT NULL CHECK (audit_days > 0),
  backup_days INTEGER NOT NULL CHECK (backup_days > 0),
  consent TEXT NOT NULL CHECK (consent IN ('school', 'guardian')),
  made_s INTEGER NOT NULL
, research INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE numbers(
  school INTEGER NOT NULL REFERENCES schools(school),
  kind TEXT NOT NULL,
  newest INTEGER NOT NULL,
  PRIMARY KEY (school, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE people(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  given TEXT NOT NULL,
  birth_year INTEGER,
  email TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'ended')),
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX people_of_source ON people(school, source, source_id) WHERE source <> '';
CREATE TABLE logins(
  school INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('password', 'oidc', 'lti')),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  person INTEGER NOT NULL,
  secret TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  locked_until_s INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (school, kind, subject),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX logins_of_person ON logins(school, person);
CREATE TABLE refused_addresses(
  school INTEGER NOT NULL REFERENCES schools(school),
  prefix TEXT NOT NULL,
  failed INTEGER NOT NULL,
  since_s INTEGER NOT NULL,
  locked_until_s INTEGER NOT NULL,
  PRIMARY KEY (school, prefix)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions(
  school INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  person INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  seen_s INTEGER NOT NULL,
  until_s INTEGER NOT NULL,
  csrf TEXT NOT NULL,
  PRIMARY KEY (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions(school, person);
CREATE TABLE terms(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  from_s INTEGER NOT NULL,
  to_s INTEGER NOT NULL CHECK (to_s >= from_s),
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE classes(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  term INTEGER NOT NULL,
  title TEXT NOT NULL,
  source_id TEXT NOT NULL,
  archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, term) REFERENCES terms(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships(
  school INTEGER NOT NULL,
  class INTEGER NOT NULL,
  person INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'registrar', 'teacher', 'assistant', 'proctor', 'panel',
                                     'student', 'guardian')),
  from_s INTEGER NOT NULL,
  to_s INTEGER,
  PRIMARY KEY (school, class, person),
  FOREIGN KEY (school, class) REFERENCES classes(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_person ON memberships(school, person);
CREATE TABLE guardians(
  school INTEGER NOT NULL,
  guardian INTEGER NOT NULL,
  child INTEGER NOT NULL,
  PRIMARY KEY (school, guardian, child),
  FOREIGN KEY (school, guardian) REFERENCES people(school, id),
  FOREIGN KEY (school, child) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardians_of_child ON guardians(school, child);
CREATE TABLE invites(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  class INTEGER NOT NULL,
  role TEXT NOT NULL,
  uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
  until_s INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  made_s INTEGER NOT NULL, child INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (school, id),
  UNIQUE (school, hash),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit(
  school INTEGER NOT NULL REFERENCES schools(school),
  n INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  role TEXT NOT NULL,
  prefix TEXT NOT NULL,
  verb TEXT NOT NULL,
  thing TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_of_actor ON audit(school, actor, n);
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
  results INTEGER NOT NULL CHECK (results BETWEEN 0 AND 2), released INTEGER NOT NULL DEFAULT 0, points TEXT NOT NULL DEFAULT '',
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
  answers TEXT NOT NULL, why TEXT NOT NULL DEFAULT '', sound TEXT NOT NULL DEFAULT '', sound_type TEXT NOT NULL DEFAULT '',
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
CREATE INDEX submissions_of_person ON submissions(school, person, came_s);
CREATE TABLE erasures(
  school INTEGER NOT NULL REFERENCES schools(school),
  person INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  asked_by INTEGER,
  asked_s INTEGER,
  started_by INTEGER,
  started_s INTEGER,
  confirmed_by INTEGER,
  confirmed_s INTEGER,
  PRIMARY KEY (school, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE sounds_to_drop(
  school INTEGER NOT NULL REFERENCES schools(school),
  hash TEXT NOT NULL,
  PRIMARY KEY (school, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE remains(
  school INTEGER NOT NULL,
  n INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  demand INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (school, n),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_words(
  school INTEGER NOT NULL,
  n INTEGER NOT NULL,
  salt TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_floors(
  school INTEGER NOT NULL REFERENCES schools(school),
  n INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE second_factors(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  secret TEXT NOT NULL,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  last_step INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, person, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE resets(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  until_s INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  UNIQUE (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE limits(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  item TEXT NOT NULL,
  began_s INTEGER NOT NULL,
  t50 REAL NOT NULL,
  sd_oct REAL NOT NULL,
  sigma_oct REAL NOT NULL,
  takes INTEGER NOT NULL,
  broke INTEGER NOT NULL,
  held_bpm REAL NOT NULL,
  PRIMARY KEY (school, person, item, began_s),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX takes_of_person ON takes(school, person, began_s);
CREATE INDEX takes_by_age ON takes(school, began_s);
CREATE INDEX submissions_of_sound ON submissions(school, sound);
CREATE INDEX judgements_of_chart ON judgements(school, chart);
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
CREATE TABLE exports(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  person INTEGER NOT NULL,
  by_person INTEGER NOT NULL,
  asked_s INTEGER NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
  hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  until_s INTEGER NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exports_of_person ON exports(school, person);
CREATE TABLE research_consents(
  school INTEGER NOT NULL,
  person INTEGER NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  how TEXT NOT NULL,
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, person),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_not_heard ON submissions(school, id) WHERE state IN (0, 2);
CREATE TABLE chairs(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  class INTEGER NOT NULL,
  title TEXT NOT NULL,
  seats INTEGER NOT NULL CHECK (seats > 0),
  made_s INTEGER NOT NULL,
  closes_s INTEGER,
  seated_s INTEGER,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chairs_of_class ON chairs(school, class);
CREATE TABLE chairs_excerpts(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  n INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE chairs_players(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  blind TEXT NOT NULL,
  person INTEGER,
  salt TEXT NOT NULL,
  PRIMARY KEY (school, chairs, blind),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chairs_players_of ON chairs_players(school, person);
CREATE TABLE chairs_lines(
  school INTEGER NOT NULL,
  chairs INTEGER NOT NULL,
  n INTEGER NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (school, chairs, n),
  FOREIGN KEY (school, chairs) REFERENCES chairs(school, id)
) STRICT, WITHOUT ROWID;
