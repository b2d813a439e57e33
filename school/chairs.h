// Chairs that a teacher declares for a class: students hand in by playing what is assigned, and are seated by
// it. What they played and where they sit is the record's (docs/formats/seating.md), which is kept as lines
// and knows everybody by two letters; who that is lies beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace firstchair::school {

// A Piece is an assignment as it was when the chairs were declared; takes of another version are none.
struct Piece {
  std::int64_t assignment = 0;
  int version = 1;

  bool operator==(const Piece&) const = default;
};

inline constexpr std::size_t kMostPieces = 16;
inline constexpr int kMostSeats = 200;

struct Chairs {
  std::int64_t id = 0, klass = 0;
  std::string title = {};  // 1 to 200 letters
  int seats = 1;           // that there are
  std::int64_t made_s = 0;
  std::optional<std::int64_t> closes_s = {};  // what comes later does not count; nothing: until it is seated
  std::optional<std::int64_t> seated_s = {};
  std::vector<Piece> pieces = {};  // one an excerpt, in their order

  bool closed_at(std::int64_t at_s) const { return closes_s && at_s > *closes_s; }
  bool operator==(const Chairs&) const = default;
};

// A ChairsPlayer is who two letters of a record are.
struct ChairsPlayer {
  std::string blind;
  std::int64_t person = 0;  // 0: of somebody who was erased
  std::string salt = {};    // of the commitment to the name; empty with person 0

  bool operator==(const ChairsPlayer&) const = default;
};

// What is added to a record.
struct ChairsMore {
  std::vector<std::string> lines = {};  // without line feeds
  std::vector<ChairsPlayer> players = {};
  bool seated = false;               // these lines seat everybody
  std::string verb = "chairs.take";  // of the log's line
  std::int64_t person = 0;           // whom that line is about; 0: the class
  std::string words = {};            // a reason, which the log keeps until that person is erased
};

// ChairsNews is what a record and its players follow from, in numbers that are cheap to ask for: where they
// are what they were, nothing is new.
struct ChairsNews {
  std::int64_t klass = 0, lines = 0, players = 0;                    // players: who are known still
  std::int64_t submissions = 0, newest = 0, waiting = 0, heard = 0;  // of what was handed in for the pieces
  std::int64_t students = 0, who = 0;                                // of the class now; who: their sum
  std::int64_t seated_s = 0;                                         // 0: nobody sits

  bool operator==(const ChairsNews&) const = default;
};

// OwnChairs is what one person has to do with chairs.
struct OwnChairs {
  std::int64_t id = 0;
  std::string title = {}, blind = {}, salt = {};

  bool operator==(const OwnChairs&) const = default;
};

}  // namespace firstchair::school
