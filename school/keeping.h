// How long a school keeps what it has, and how somebody is erased: what the store says of both, and the list
// of who was erased, which a restored backup is held to before it serves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::school {

class SchoolStore;
class Sounds;
struct Act;

// An Erasure is asked for by the student or a guardian, started by a registrar and confirmed by an admin. Its
// row stays, with numbers alone.
struct Erasure {
  std::int64_t person = 0;
  std::int64_t made_s = 0;  // when the person was added
  std::optional<std::int64_t> asked_by = {}, asked_s = {};
  std::optional<std::int64_t> started_by = {}, started_s = {};
  std::optional<std::int64_t> confirmed_by = {}, confirmed_s = {};

  bool operator==(const Erasure&) const = default;
};

// An Erased says who is gone. Numbers alone would hit somebody else in a database that was made anew, so the
// moment at which the person was added goes with them.
struct Erased {
  std::int64_t school = 0, person = 0, made_s = 0, at_s = 0;

  bool operator==(const Erased&) const = default;
};

// What was taken away, or would be.
struct Gone {
  std::int64_t takes = 0, submissions = 0, comments = 0, sounds = 0, log_lines = 0, addresses = 0,
               sessions = 0, links = 0;

  std::int64_t all() const {
    return takes + submissions + comments + sounds + log_lines + addresses + sessions + links;
  }
  bool operator==(const Gone&) const = default;
};
// Returns "3 takes, 2 sounds"; "nothing".
std::string text_of(const Gone& gone);

// A Remaining is a value of somebody who was erased: the class's median is made of it, and nobody knows whose
// it was.
struct Remaining {
  std::int64_t assignment = 0;
  int version = 1;
  std::size_t demand = 0;
  double value = 0;

  bool operator==(const Remaining&) const = default;
};

// The ErasedList is a file beside the database and its backups, a line of JSON for everybody who was erased.
// Thread: any number of lists of one file may add at once.
class ErasedList {
 public:
  explicit ErasedList(std::string file) : file_(std::move(file)) {}

  // The line is on the disk when this returns. Errors: unwritable.
  Result<Done> add(const Erased& one) const;
  // Returns every line; none where there is no file. Errors: unreadable, malformed (a line is none: nobody
  // may take that for an empty list).
  Result<std::vector<Erased>> read() const;

 private:
  std::string file_;
};

// Erases, in a database that was restored, whoever its list names and it still has, and drops their sound.
// Returns how many those were. Errors: those of the list and the store.
Result<int> replay(SchoolStore& store, const Sounds& sounds, const ErasedList& list, std::int64_t now_s);

// The job that takes away comes once a day: what has been over for longer than this was forgotten.
inline constexpr std::int64_t kRetainGraceS = 26 * 3600;

// Takes away what has been kept for as long as the school's table says, with the sound of it, and sound in a
// folder that no row has named for a day. Errors: those of the store; what was taken away before stays away.
Result<Gone> retain(SchoolStore& store, const Sounds& sounds, std::int64_t school, const Act& act);

// Removes files of sound that rows no longer name. What could not be removed is tried again the next time.
Result<Done> drop_sounds(SchoolStore& store, const Sounds& sounds, std::int64_t school);

}  // namespace firstchair::school
