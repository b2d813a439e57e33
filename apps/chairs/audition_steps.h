// The steps of an audition that goes on, which program and server take alike: somebody enters, an attempt is
// placed, opened, and ends; everybody is seated by what stands. The time is the system's, looked at whenever
// a line is made: who comes second at a record makes it anew.
#pragma once

#include <string>
#include <vector>

#include "apps/chairs/audition_record.h"
#include "apps/chairs/going_audition.h"

namespace firstchair::audition {

struct Entered {
  std::string blind;  // the letters that the record holds
  GoingAudition going;
};
// Enters somebody under letters that are drawn. Errors: those of add().
Result<Entered> enter(store::Auditions& auditions, std::int64_t id, const std::string& name, bool agrees);

// Gives `wanted`, which has player, excerpt and challenge, its round and that round's excerpt. Returns an
// empty text, or why it cannot be opened now. It is asked before anything is used up; the rules say it again
// when the attempt is opened. With `practice` only the excerpt must be there.
std::string place(const Audition& audition, Attempt& wanted, bool practice);

// Puts an attempt that was placed on record: from here on it is used up, whatever happens. Then `attempt` is
// what the record holds. Errors: those of add().
Result<GoingAudition> open_attempt(store::Auditions& auditions, std::int64_t id, Attempt& attempt,
                                   const std::string& device);

// Puts on record that an attempt ended without a take. Errors: those of add().
Result<GoingAudition> void_attempt(store::Auditions& auditions, std::int64_t id, const Attempt& attempt,
                                   Void why, int bar, const std::string& cause);

// Each returns a sentence for the player: how an attempt ended that has no take, and one that has; `unlike`
// is unlike_a_take() of it.
std::string void_told(const GoingAudition& going, const Attempt& attempt, Void why, int bar,
                      const std::string& cause);
std::string take_told(const Attempt& attempt, const std::string& unlike);

// Puts on record what came of the challenge that an attempt was a round of, and returns how it stands;
// nothing for an attempt of the audition's own. Errors: those of judge_takes() and add().
Result<std::vector<std::string>> settle(store::Auditions& auditions, std::int64_t id, const Attempt& attempt);

// Returns the strokes of an attempt's take as a panel speaks of them, a line each: number, second, drum, and
// the note that it answers. Errors: usage (it has no take), those of judge_takes().
Result<std::vector<std::string>> strokes_told(const GoingAudition& going, const Attempt& attempt);

// Rules on an appeal, from 0; `by_hand` is what Ruling::strokes changes. Errors: usage (the take has no such
// strokes), those of add().
Result<GoingAudition> rule(store::Auditions& auditions, std::int64_t id, std::size_t appeal,
                           Appeal::Ruling ruling, const std::string& reason, const ByHand& by_hand = {});

// Puts on record that an audition is cancelled, and why; nothing more is taken then. Errors: those of add().
Result<GoingAudition> cancel(store::Auditions& auditions, std::int64_t id, const std::string& reason);

// Seats everybody by the takes that stand, and puts nothing on record. Errors: those of judge_takes() and
// seat_audition().
Result<Seated> seat_as_it_stands(const GoingAudition& going);

struct SeatedNow {
  Seated seated;
  GoingAudition going;
};
// Seats everybody on record; with `reveal` the names of those who agreed are put there too. Errors: usage
// (not yet: unlike_seating), those of seat_as_it_stands() and add().
Result<SeatedNow> seat(store::Auditions& auditions, std::int64_t id, bool reveal);

}  // namespace firstchair::audition
