// A backup is a folder with the database, the list of what was kept as sound, and what to compare it with.
//
//   FOLDER/database.sqlite or database.dump   FOLDER/sound.txt (school and hash a line)   FOLDER/sound/...
//   FOLDER/backup.json: when, which step, the hash of each file, and of every school each table's rows and
//   hash
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "school/sounds.h"

namespace firstchair::school {

struct Backup {
  std::int64_t schools = 0, rows = 0, sounds = 0, sounds_missing = 0;
};

struct BackupWish {
  std::string database;
  std::string folder;              // is made; it must not be there
  const Sounds* sounds = nullptr;  // copied with it; nullptr: only listed
  std::int64_t at_s = 0;
};
// A server may run meanwhile: what is kept is one moment of the database. PostgreSQL is dumped by pg_dump, as
// a role that sees all rows (BYPASSRLS). Errors: usage (the folder is there), unwritable, unsupported (no
// pg_dump).
Result<Backup> make_backup(const BackupWish& wish);

// Removes what a restore that was killed has left beside a database, and returns of how many. Any process may
// do so at any time.
int sweep_beside(const std::string& database);

// Reads a backup as if it were needed: hashes of its files, the database put up anew beside (PostgreSQL: in a
// database that is made and dropped on the server of `scratch`), every table's rows and hash, every sound.
// Errors: malformed (with the first thing that is not as it was), not_found, usage (PostgreSQL without
// `scratch`).
Result<Backup> check_backup(const std::string& folder, const std::string& scratch);

// Puts a backup up as `database`: a file that is not there, or an empty database of PostgreSQL. Its sound
// goes into `sounds`, where that is not nullptr. Errors: as check_backup; usage (there is something already).
Result<Backup> restore_backup(const std::string& folder, const std::string& database, const Sounds* sounds);

}  // namespace firstchair::school
