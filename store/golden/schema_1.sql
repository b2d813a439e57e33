CREATE TABLE charts(
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE players(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64)
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
) STRICT;
CREATE INDEX takes_in_time ON takes(player, began_s);
CREATE INDEX takes_of_item ON takes(player, item, began_s);
