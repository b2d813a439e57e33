// Chairs of a class from declaring to seats: what students have handed in goes into the audition's record,
// the first take of each piece alone, and everybody is seated by what stands in it. It is for this room only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "apps/chairs/audition_record.h"
#include "apps/school/call.h"
#include "store/record/minisign.h"

namespace firstchair::school_api {

// GoingChairs is how chairs stand, without the strokes of their record.
struct GoingChairs {
  school::Chairs chairs;
  std::vector<std::string> titles;  // of the pieces, as they were declared
  audition::Audition audition;
  store::RecordLine declared;       // the record's first line
  std::vector<std::string> hashes;  // of all its lines, in their order
  std::int64_t t = 0;               // of its last line
  Json order = Json::array();       // of the seating that gives the chairs
  bool ruled = false;               // since that seating: they may be others
  // When a ruling gave an attempt back, by player and excerpt.
  std::map<std::pair<std::string, std::size_t>, std::int64_t> given_back;
  std::vector<school::ChairsPlayer> players;
  int waiting = 0;    // takes that came in time and are not heard yet
  std::string fault;  // why nobody can be seated, of chairs that are closed; empty: they can

  std::string blind_of(std::int64_t person) const;         // empty: this person has played nothing
  std::int64_t person_of(const std::string& blind) const;  // 0: of somebody who was erased
};
using Going = std::shared_ptr<const GoingChairs>;

// Returns the key that signs the school's records; every server of the school has the same.
Result<store::SigningKey> chairs_key(Call& call);

// Returns an empty text, or why these pieces are no excerpts: "assignment 3: 96 timed notes; 128 are needed".
// Fills the excerpts of `declaration`. Errors: those of the store.
Result<std::string> add_pieces(Call& call, const std::vector<school::Piece>& pieces,
                               audition::Declaration& declaration);

// Reads chairs, puts on record what was handed in since, and seats everybody when they are closed. Errors:
// those of the store; malformed (the record does not hold).
Result<Going> chairs_now(Call& call, std::int64_t id);

// Returns the record as it stood in `going`, without a seal. Errors: those of the store.
Result<std::string> record_of(Call& call, const GoingChairs& going);

// Seats everybody by what stands, on record. Errors: usage (not yet, or nobody can be seated: why).
Result<Done> seat_class(Call& call, const GoingChairs& going);
// Returns the seats by what stands. Errors: those of the store; usage (nobody can be seated).
Result<audition::Seated> seated_now(Call& call, const GoingChairs& going);

// Adds a line of an appeal, a ruling or an end, if the rules take it; `noted` says what the log is told of
// it. Errors: usage (why they do not).
Result<Done> add_line(Call& call, const GoingChairs& going, const store::RecordLine& line,
                      school::ChairsMore noted);

}  // namespace firstchair::school_api
