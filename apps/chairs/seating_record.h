// The record of an audition holds all that its chairs follow from: what was asked, every stroke, every score
// and what was told. Whoever has it and this program can compute all of it again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "apps/chairs/seated.h"
#include "store/record/record.h"

namespace firstchair::audition {

// Returns the engine's signature: the hash of every decision over the fixed takes.
std::string engine_signature();

// Returns the record of an audition from files, sealed. The players' takes are those that were seated; file
// names and other names are not in it. `t` is the time, Unix seconds; `weights` names the ear's numbers.
std::string seating_record(const Seated& seated, const std::vector<Entrant>& players, std::int64_t t,
                           const std::string& weights);

struct Verified {
  Seated seated = {};  // as this engine computes it, by the last seating; without players when there is none
  std::string head;
  std::string engine, signature;  // that made the record
  int takes = 0;
  int attempts = 0;      // that were opened, in an audition with attempts
  std::string key = {};  // text of the public key that directs such an audition; else empty
  // What this engine tells otherwise, "line 88: score of B is 0.4121, recomputed 0.4127": only where another
  // engine made the record.
  std::vector<std::string> differences = {};
  bool chairs_differ = false;
  // What a record may hold and a reader should know, sentences: "Line 5 is dated 3,600 s before line 4: the
  // clock of that machine was set back."
  std::vector<std::string> remarks = {};
};

// Reads a record, judges every stroke again and compares every line with what comes out. Errors: malformed,
// with "line N" as the place, for a record that was damaged, or changed, or made by this engine and not what
// it makes.
Result<Verified> verify_record(std::string_view text);

// Returns the line (from 1) whose hash begins with these digits: of a receipt, the last line that stood in
// the record when it was given; of a sheet, the last one before the seal. 0: there is none.
std::size_t line_of_receipt(std::string_view record, std::string_view digits);

}  // namespace firstchair::audition
