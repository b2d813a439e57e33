// The files of a backup are read and written here. It is for this room only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "school/care/backup.h"
#include "school/care/tables.h"

namespace firstchair::school {

struct BackupFacts {
  std::int64_t at_s = 0;
  std::size_t step = 0;
  bool postgres = false;
  std::string database_hash, sounds_hash;  // of the files
  std::map<std::int64_t, std::vector<TableSum>> schools = {};
};

using SoundList = std::vector<std::pair<std::int64_t, std::string>>;  // school and hash

std::string database_file(const std::string& folder, bool postgres);
Result<Done> write_facts(const std::string& folder, const BackupFacts& facts);
// Errors: not_found, malformed.
Result<BackupFacts> read_facts(const std::string& folder);
Result<Done> write_sounds(const std::string& folder, const SoundList& sounds);
Result<SoundList> read_sounds(const std::string& folder);

// Sums of every school of an opened database, where every row is seen; `schools` as they are found.
Result<std::map<std::int64_t, std::vector<TableSum>>> all_sums(sql::Connection& connection, std::size_t step,
                                                               bool postgres, SoundList& sounds);

}  // namespace firstchair::school
