// MemoryDisk is a file layer whose power can be cut: files live in memory, a write is on the disk only after
// a sync, and what was not synced when the power goes is there, half there (torn at a sector) or not there,
// by chance. It can also refuse one write or sync with a full or broken disk. It serves one book at a time,
// on one thread; connections follow one another.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace firstchair::store {

class MemoryDisk {
 public:
  enum class Fault { none, power_cut, full, broken };

  MemoryDisk();  // it becomes the layer named name(); there is one at a time
  ~MemoryDisk();
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;
  static const char* name() { return "firstchair-memory"; }

  // The `at`th change from now on (a write, sync, truncation or deletion; from 1) meets the fault. A power
  // cut makes every later call fail too; full and broken pass after that one call.
  void fault(Fault fault, int at);
  int changes() const { return changes_; }  // since fault()
  bool met() const { return met_; }
  // Settles, after a cut, by chance what is on the disk, and gives the power back.
  void power_on(std::uint64_t seed);

  struct Change {  // a change that is not synced yet
    std::int64_t at = 0;
    std::vector<std::uint8_t> bytes;
    bool truncation = false;
  };
  struct File {
    std::vector<std::uint8_t> now, synced;
    std::vector<Change> open;
    bool name_synced = false;
  };
  std::map<std::string, File> files;
  std::vector<std::vector<std::uint8_t>> shared;  // the pages of the write-ahead index

  // Returns SQLite's code for a change: 0, or what the fault says.
  int change();
  bool off() const { return off_; }

 private:
  Fault fault_ = Fault::none;
  int at_ = 0, changes_ = 0;
  bool off_ = false, met_ = false;
};

}  // namespace firstchair::store
