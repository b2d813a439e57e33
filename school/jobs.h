// A Job is work that is done behind, by whichever worker claims it: a recording to be heard, an export, an
// erasure. The queue lies in the school's database, so that a job is there if and only if what asked for it
// was kept. A worker holds it by a lease; whoever ends in between loses it, and it is claimed again. All
// moments are the database's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace firstchair::school {

inline constexpr const char* kHearJob = "hear";         // its thing is a submission
inline constexpr const char* kExportJob = "export";     // an export that was asked for
inline constexpr const char* kExpireJob = "expire";     // an export whose time is over
inline constexpr const char* kEraseJob = "erase";       // a person whose erasure was confirmed
inline constexpr const char* kRetainJob = "retention";  // thing 0; it comes back every day

// A HearingWaits is a submission that waits to be heard or could not be, with its place in the queue.
struct HearingWaits {
  std::int64_t submission = 0, assignment = 0, klass = 0, person = 0;
  std::string name = {}, given = {};  // the person's
  std::int64_t came_s = 0;
  bool failed = false;                     // false: it waits
  std::string why = {};                    // of a failed one; else of the try before
  std::optional<std::int64_t> due_s = {};  // of one that waits
  int tries = 0;
  bool running = false;

  bool operator==(const HearingWaits&) const = default;
};

// An Export is everything of one person as a file, which is there for a day.
enum class ExportState : unsigned char { waiting, ready, failed };
struct Export {
  std::int64_t id = 0, person = 0, by = 0, asked_s = 0;
  ExportState state = ExportState::waiting;
  std::string hash = {};  // among the school's sounds
  std::int64_t bytes = 0, until_s = 0;
  std::string why = {};  // of a failed one

  bool operator==(const Export&) const = default;
};
inline constexpr std::int64_t kExportLivesS = 24 * 3600;

struct Job {
  std::int64_t school = 0, id = 0;
  std::string kind;
  std::int64_t thing = 0;  // what it is about, by number
  int tries = 0;           // this one included
  std::string worker = {};
};

// A QueuedJob is what the queue tells of one.
struct QueuedJob {
  std::int64_t id = 0;
  std::string kind;
  std::int64_t thing = 0;
  std::int64_t due_s = 0;  // from then on it may be claimed; while it is worked at, the end of its lease
  int tries = 0;
  bool running = false;
  std::string error = {};  // of the try before
  std::int64_t made_s = 0;

  bool operator==(const QueuedJob&) const = default;
};

struct Queue {
  std::int64_t waiting = 0, running = 0;
  std::int64_t oldest_s = 0;  // how long the oldest has waited since it was first due
};

}  // namespace firstchair::school
