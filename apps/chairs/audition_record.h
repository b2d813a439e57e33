// What an audition's record says of what was played: takes, seatings, outcomes of challenges. Whoever adds
// such lines and whoever verifies them makes them here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "apps/chairs/audition.h"
#include "apps/chairs/seated.h"

namespace firstchair::audition {

// Holds takes of a record, judged by this engine, by the index of their line.
using JudgedTakes = std::map<std::size_t, PlayedTake>;

// Returns the take of strokes that were heard in an attempt, judged as whoever verifies judges it. The source
// is whole, as a Take has it; `file_hash` is of the sound or MIDI that it was heard from.
PlayedTake heard_take(const Audition& audition, const Attempt& attempt, const Source& source,
                      std::vector<Hit> hits, const std::string& file_hash);
store::RecordLine take_line(const Attempt& attempt, const PlayedTake& played, std::int64_t t);
// Returns an empty text, or why a take counts as none: "9 bars were played; 32 are needed".
std::string unlike_a_take(const Audition& audition, const Attempt& attempt, const PlayedTake& played);

// Judges every take of the record that is not judged yet, and every one whose strokes a ruling changed, by
// the index of the ruling. Errors: malformed, at the line.
Result<Done> judge_takes(const Audition& audition, const std::vector<store::RecordLine>& lines,
                         JudgedTakes& judged);

// Judges the take of an attempt with the strokes that a ruling changed. Errors: malformed, at line `ruling`.
Result<PlayedTake> judged_by_hand(const Audition& audition, const std::vector<store::RecordLine>& lines,
                                  const Attempt& attempt, const nlohmann::json& ruled, std::size_t ruling);

// Seats everybody by the takes that stand. Who lacks a take, or has one that cannot be scored, has none.
// `judged` holds all takes. Errors: usage (nobody can be seated, with the reason).
Result<Seated> seat_audition(const Audition& audition, const JudgedTakes& judged);
// Returns the lines of a seating: scores, flags and both claims.
std::vector<store::RecordLine> seating_lines(const Audition& audition, const Seated& seated, std::int64_t t);

// Returns what became of a challenge after the rounds that both have played, as an `outcome` line; nothing
// while it goes on. Who leaves a round, or plays what cannot be scored, gives the challenge up.
std::vector<store::RecordLine> outcome_lines(const Audition& audition, int challenge,
                                             const JudgedTakes& judged, std::int64_t t);

// Returns why this program adds nothing to the record: another engine declared it. Empty: it may.
std::string unlike_engine(const Audition& audition);

}  // namespace firstchair::audition
