// Whether an assignment is passed: a rule over the attempts in the order they were played. The default is two
// running, since the best of many tries passes players who cannot do it: one whose spread is 15 % too wide
// has one good take in seven, and one in two has a good one among five (pass_test.cpp has the table).
//
// Laws: what was passed stays passed whatever is played later; an attempt that failed through us changes
// nothing and uses nothing up; one more allowed attempt never takes a pass away.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/assign/demand.h"

namespace firstchair::assign {

enum class PassKind : unsigned char {
  one,          // any attempt
  k_of_last,    // k of some n attempts that follow each other
  last,         // the last attempt: like `one`, since what was passed stays passed
  mean_of_last  // the mean of each demand's value over n attempts that follow each other
};

struct PassRule {
  PassKind kind = PassKind::k_of_last;
  int k = 2, n = 2;         // 1 <= k <= n; mean_of_last reads n alone
  bool need_shown = false;  // true: `met` is not enough, the whole interval has to be at the bound or better

  bool operator==(const PassRule&) const = default;
};

enum class LateRule : unsigned char {
  refused,  // a late attempt is kept and does not count
  marked    // it counts; the result says that it was late
};

// An Attempt is one take that was handed in. Attempts come in the order they were played.
struct Attempt {
  std::int64_t began_s = 0;            // when it was opened, signed by the server; UTC
  std::int64_t came_s = 0;             // when it arrived; later than that when there was no network
  bool counts = true;                  // false: it failed through us, or was declared void
  int version = 1;                     // of the assignment, for which it was played
  std::vector<Answered> answers = {};  // one a demand
};

// A Frame is what an assignment asks besides its demands, with what was changed for one student.
struct Frame {
  PassRule rule = {};
  std::optional<int> attempts = {};  // nothing: as many as one likes
  std::optional<std::int64_t> due_s = {};
  LateRule late = LateRule::marked;
  bool excused = false;
};

enum class ResultStanding : unsigned char { excused, not_begun, not_told, not_met, passed_late, passed };

// A PassResult is derived: it can be made again from the attempts.
struct PassResult {
  ResultStanding standing = ResultStanding::not_begun;
  std::optional<std::size_t> since;  // the attempt that passed it, counted from 0
  int used = 0;                      // attempts
  int running = 0;                   // attempts up to the last one that count towards the rule...
  int wanted = 0;                    // ...of so many

  bool operator==(const PassResult&) const = default;
};

// Whether an attempt meets (or shows) every demand. Nothing is met by an attempt in which one is not told.
bool good(const Attempt& attempt, bool need_shown);
// An attempt is in time when it was begun by then and arrived within 48 hours of then.
inline constexpr std::int64_t kArrivesWithinS = std::int64_t{48} * 3600;
bool in_time(const Attempt& attempt, const std::optional<std::int64_t>& due_s);
// Returns how many attempts somebody has: a change only ever gives more.
std::optional<int> attempts_allowed(std::optional<int> asked, std::optional<int> given);

PassResult result_of(std::span<const Attempt> attempts, std::span<const Demand> demands, const Frame& frame);

// An Asked is one version of an assignment.
struct Asked {
  int version = 1;
  std::vector<Demand> demands = {};
  PassRule rule = {};
};
// Does the same where demands changed while people played: every attempt is good or not by the version it was
// played for, and the rule is that version's. A mean is taken over attempts of one version. `versions` are in
// their order and hold every attempt's; the rule of the last is what `running` and `wanted` speak of, and the
// frame's own rule is not read.
PassResult result_of(std::span<const Attempt> attempts, std::span<const Asked> versions, const Frame& frame);

}  // namespace firstchair::assign
