// An audition from takes to chairs: every take scored, musts looked at, players seated by both questions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/chairs/declaration.h"
#include "engine/core/take.h"

namespace firstchair::audition {

// A PlayedTake is one take of one excerpt, with the hash of the file that it was heard from.
struct PlayedTake {
  Take take;
  std::string file_hash;  // 64 digits; empty: there was no file
  double bpm = 0;         // the tempo that was drawn for it; 0: the excerpt's
  Level level = Level::sent;
  std::string by_hand = {};  // strokes that a panel changed (by_hand.h), a sentence; empty: none
  std::string late = {};     // bars that were not committed while they were played, a sentence; empty: none
};

struct Entrant {
  std::string id;                                // blind: 1 to 24 letters and digits
  std::vector<std::optional<PlayedTake>> takes;  // as many as excerpts
};

struct ScoredPlayer {
  std::string id;
  std::vector<std::optional<chairs::TakeScore>> scores;            // as many as excerpts
  std::vector<std::pair<std::size_t, chairs::BrokenMust>> broken;  // with the excerpt, from 0
  std::vector<std::string> hints;                                  // sentences
  Level level = Level::sent;                                       // the least of its takes
  // Takes that came from a file which is another take's too, sentences. The record has the files' hashes, so
  // no line of it tells them.
  std::vector<std::string> same_files = {};
};

struct Seated {
  Declaration declaration;
  std::vector<ScoredPlayer> players;  // in order of id
  chairs::Seating played, again;
  std::vector<std::string> left_out;  // ids of those without all takes, where that means out

  const chairs::Seating& told() const { return declaration.claim == chairs::Claim::played ? played : again; }
  const ScoredPlayer& player(const std::string& id) const;
};

// Returns an empty text, or why these cannot be seated: "player H plays from sound, the others from MIDI; an
// audition has one kind".
std::string unlike_players(const Declaration& declaration, const std::vector<Entrant>& players);

// Scores are rounded as the record writes them (6 decimals, variances 8) before anybody is seated, so whoever
// has the record's scores has all that the chairs follow from. Errors: usage (unlike_players), unsupported (a
// take cannot be scored, with player and excerpt).
Result<Seated> seat_players(const Declaration& declaration, std::vector<Entrant> players);

// Returns the score of a take of excerpt `e` (from 0), rounded as the record writes it. Errors: unsupported.
Result<chairs::TakeScore> score_of(const Declaration& declaration, std::size_t e, const PlayedTake& played);

}  // namespace firstchair::audition
