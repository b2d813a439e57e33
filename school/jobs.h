// A Job is work that is done behind, by whichever worker claims it: a recording to be heard. The queue lies
// in the school's database, so that a job is there if and only if what asked for it was kept. A worker holds
// it by a lease; whoever ends in between loses it, and it is claimed again. All moments are the database's
// own.
#pragma once

#include <cstdint>
#include <string>

namespace firstchair::school {

inline constexpr const char* kHearJob = "hear";  // its thing is a submission

struct Job {
  std::int64_t school = 0, id = 0;
  std::string kind;
  std::int64_t thing = 0;  // what it is about, by number
  int tries = 0;           // this one included
  std::string worker;
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
