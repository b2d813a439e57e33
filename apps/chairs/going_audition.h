// An audition of a book that goes on: read, asked, and added to. Program and server share it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "apps/chairs/audition.h"
#include "store/auditions.h"

namespace firstchair::audition {

struct GoingAudition {
  store::KeptAudition kept;
  Audition audition;
  std::vector<store::RecordLine> lines;
  std::string record;  // the open record's text
  std::string head;    // the hash of its last line
};

// Errors: not_found; malformed (its record does not hold, at the line).
Result<GoingAudition> read_going(const store::Auditions& auditions, std::int64_t id);

// Begins an audition and returns it. Errors: those of Auditions::begin; unsupported (unlike_an_audition).
Result<GoingAudition> declare(store::Auditions& auditions, const Declaration& declaration,
                              const std::string& key, const std::string& weights, std::int64_t now_s);

// More is what somebody wants to add.
struct More {
  std::vector<store::RecordLine> lines;
  std::vector<store::EntrantName> names = {};
};
using Making = std::function<Result<More>(const GoingAudition&)>;

// Adds what `make` makes of the audition as it stands. Where somebody else was first, `make` is asked again
// with what stands then. Every line is laid before the rules. Returns the audition with the lines in it.
// Errors: those of `make`; usage (a rule refuses); unwritable (too many at once).
Result<GoingAudition> add(store::Auditions& auditions, std::int64_t id, const Making& make);

// Returns how an attempt stands: "played at 14:03, 100.8 BPM", "opened at 14:03, left at bar 9".
std::string attempt_told(const Attempt& attempt, std::int64_t now_s);
// Returns the sentences that say how an audition stands: state, players with their attempts, appeals,
// challenges.
std::vector<std::string> standing(const GoingAudition& going, std::int64_t now_s);
// Returns the receipt of an attempt; it names the head of the record so far.
std::string receipt(const GoingAudition& going, const Attempt& attempt);

}  // namespace firstchair::audition
