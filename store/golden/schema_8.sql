CREATE TABLE auditions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  declared_hash TEXT NOT NULL CHECK (length(declared_hash) = 64),
  declared_s INTEGER NOT NULL,
  key TEXT NOT NULL
) STRICT;
CREATE TABLE charts(
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE entrants(
  audition INTEGER NOT NULL REFERENCES auditions(id),
  blind TEXT NOT NULL CHECK (length(blind) BETWEEN 1 AND 24),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  salt TEXT NOT NULL CHECK (length(salt) = 64),
  agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
  PRIMARY KEY (audition, blind)
) STRICT, WITHOUT ROWID;
CREATE TABLE goals(
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  bpm REAL NOT NULL,
  weight REAL NOT NULL,
  letter TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (player, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE judgements(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  take INTEGER NOT NULL REFERENCES takes(id) ON DELETE CASCADE,
  engine TEXT NOT NULL,
  judged_s INTEGER NOT NULL,
  chart INTEGER NOT NULL REFERENCES charts(id),
  notes INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  extra INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  z REAL NOT NULL,
  z_low REAL NOT NULL,
  z_high REAL NOT NULL,
  clean INTEGER NOT NULL CHECK (clean IN (0, 1)),
  verdict_hash TEXT NOT NULL,
  verdict TEXT NOT NULL,
  matched BLOB NOT NULL, covered INTEGER NOT NULL DEFAULT 0,
  UNIQUE (take, engine)
) STRICT;
CREATE TABLE limits(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  began_s INTEGER NOT NULL,
  t50 REAL NOT NULL,
  sd_oct REAL NOT NULL,
  sigma_oct REAL NOT NULL,
  takes INTEGER NOT NULL, broke INTEGER NOT NULL DEFAULT 1, held_bpm REAL NOT NULL DEFAULT 0, takes_of TEXT NOT NULL DEFAULT '',
  UNIQUE (player, item, began_s)
) STRICT;
CREATE TABLE lines(
  judgement INTEGER NOT NULL REFERENCES judgements(id) ON DELETE CASCADE,
  line TEXT NOT NULL,
  n INTEGER NOT NULL,
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
  PRIMARY KEY (judgement, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE pains(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  at_s INTEGER NOT NULL,
  pain REAL NOT NULL CHECK (pain BETWEEN -1 AND 10),
  numb INTEGER NOT NULL CHECK (numb IN (0, 1)),
  UNIQUE (player, at_s, pain, numb)
) STRICT;
CREATE TABLE players(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64)
) STRICT;
CREATE TABLE records(
  audition INTEGER NOT NULL REFERENCES auditions(id),
  n INTEGER NOT NULL CHECK (n >= 0),
  line TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (audition, n)
) STRICT;
CREATE TABLE retests(
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  stability REAL NOT NULL,
  difficulty REAL NOT NULL,
  last_s INTEGER NOT NULL,
  due_s INTEGER NOT NULL,
  PRIMARY KEY (player, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews(
  id INTEGER PRIMARY KEY,
  player INTEGER NOT NULL REFERENCES players(id),
  item TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
  predicted REAL NOT NULL,
  quotient REAL NOT NULL,
  UNIQUE (player, item, at_s)
) STRICT;
CREATE TABLE sent(
  name TEXT PRIMARY KEY CHECK (name <> ''),
  take INTEGER NOT NULL REFERENCES takes(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE strokes(
  take INTEGER PRIMARY KEY REFERENCES takes(id) ON DELETE CASCADE,
  packed BLOB NOT NULL
) STRICT;
CREATE TABLE takes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  player INTEGER NOT NULL REFERENCES players(id),
  began_s INTEGER NOT NULL,
  minutes REAL NOT NULL CHECK (minutes >= 0),
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  bpm REAL NOT NULL,
  bars INTEGER NOT NULL,
  click INTEGER NOT NULL CHECK (click IN (0, 1)),
  mode TEXT NOT NULL,
  kit TEXT NOT NULL CHECK (kit IN ('audio', 'midi')),
  discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded IN (0, 1)),
  pain REAL NOT NULL DEFAULT -1,
  weights TEXT NOT NULL,
  device TEXT NOT NULL,
  round_trip_ms REAL NOT NULL,
  round_trip_sd_ms REAL NOT NULL,
  bpm_asked REAL NOT NULL,
  meter TEXT NOT NULL,
  audio TEXT NOT NULL,
  audio_bytes INTEGER NOT NULL,
  source TEXT NOT NULL
, counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1)), discard_order INTEGER NOT NULL DEFAULT 0, follow REAL NOT NULL DEFAULT -1 CHECK (follow BETWEEN -1 AND 100)) STRICT;
CREATE TABLE written(
  player INTEGER NOT NULL REFERENCES players(id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  n INTEGER NOT NULL CHECK (n >= 1),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  midi INTEGER NOT NULL CHECK (midi IN (0, 1)),
  written_s INTEGER NOT NULL,
  PRIMARY KEY (player, name, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX judgements_of_take ON judgements(take, id);
CREATE INDEX takes_in_time ON takes(player, began_s);
CREATE INDEX takes_of_item ON takes(player, item, began_s);
CREATE TRIGGER records_stand BEFORE UPDATE ON records BEGIN
  SELECT RAISE(ABORT, 'a record is only added to');
END;
CREATE TRIGGER records_stay BEFORE DELETE ON records BEGIN
  SELECT RAISE(ABORT, 'a record is only added to');
END;
