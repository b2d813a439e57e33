// Chairs of a class from declaring to seats: what students have handed in goes into the audition's record,
// the first take of each piece alone, and everybody is seated by what stands in it. It is for this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/chairs/audition_record.h"
#include "apps/school/call.h"
#include "store/record/minisign.h"

namespace firstchair::school_api {

struct GoingChairs {
  school::Chairs chairs;
  audition::Audition audition;
  std::vector<store::RecordLine> lines;
  std::string record;  // without a seal
  std::vector<school::ChairsPlayer> players;
  int waiting = 0;    // takes that came in time and are not heard yet
  std::string fault;  // why nobody can be seated, of chairs that are closed; empty: they can
};

// Returns the key that signs the school's records; every server of the school has the same.
Result<store::SigningKey> chairs_key(Call& call);

// Returns an empty text, or why these pieces are no excerpts: "assignment 3: 96 timed notes; 128 are needed".
// Fills the excerpts of `declaration`. Errors: those of the store.
Result<std::string> add_pieces(Call& call, const std::vector<school::Piece>& pieces,
                               audition::Declaration& declaration);

// Reads chairs, puts on record what was handed in since, and seats everybody when they are closed. Errors:
// those of the store; malformed (the record does not hold).
Result<GoingChairs> chairs_now(Call& call, std::int64_t id);

// Seats everybody by what stands, on record. Errors: usage (not yet, or nobody can be seated: why).
Result<Done> seat_class(Call& call, GoingChairs& going);

// Returns the hash of a line of the record, from 0: the receipt of what stands in it.
std::string receipt_of(std::string_view record, std::size_t line);

}  // namespace firstchair::school_api
