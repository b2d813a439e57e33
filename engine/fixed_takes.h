// Fixed takes are small performances made by arithmetic alone (seeded, no file, no libm beyond double sin),
// the same on every machine. This file also hashes everything that was decided about them. The signature
// guards every commit: when it moves, hearing or judging changed, and the CHANGELOG must say so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/take.h"
#include "engine/session.h"

namespace firstchair {

struct FixedTake {
  std::string name;
  SessionConfig config;
  std::vector<float> sound;  // audio takes
  std::vector<Hit> hits;     // e-kit takes
};

// Returns four takes: a kit with a chart, a kit without, a pad roll, an e-kit that leaves out a bar and
// repeats another.
std::vector<FixedTake> fixed_takes(const judge::Norms& norms);

// Runs the session over the take. It fails only when the session cannot be made.
Result<Take> play(const FixedTake& fixed);

// Returns FNV-1a over the decisions: voice and frame of every hit, kind and note of every match, departures,
// standing of every metric, the order's action and bars. Values that are not decisions (levels, intervals)
// stay out.
std::uint64_t decision_hash(const Take& take);

// Returns every fixed take's hash and name, one a line; then the hashes of a seating of four players, by what
// they played and by what they would play again; and last the hash of them all, named "signature".
Result<std::string> signature_lines(const judge::Norms& norms);

}  // namespace firstchair
