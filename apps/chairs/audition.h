// An Audition is the state of an audition that goes on: who entered, which attempts were opened and what
// became of them, appeals, challenges. It follows from the lines of its record alone
// (docs/formats/seating.md), one after the other, so whoever has the record knows the same; and nobody gets a
// line into a record that the rules refuse.
//
//   declared -> attempts -> seated -> appeals, rulings, challenges -> revealed     cancelled from any but the
//   last attempt: opened -> taken | void(player) | void(machine) | void(ruling)
//
// `opened` is on record before the count-in. Leaving, stopping and restarting is void(player): the attempt is
// used up. void(machine) gives a new one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "apps/chairs/by_hand.h"
#include "apps/chairs/declaration.h"
#include "engine/chairs/challenge.h"
#include "store/auditions.h"
#include "store/record/record.h"

namespace firstchair::audition {

// A Nonce is what is drawn when an attempt is opened.
struct Nonce {
  double bpm = 0;          // within the declaration's ± of the tempo asked, 4 decimals
  int count_in = 1;        // bars, 1 or 2
  std::uint64_t seed = 0;  // of the click
};

enum class Void : unsigned char { none, player, machine, ruling };

struct Attempt {
  std::string player;
  std::size_t excerpt = 0;  // from 0
  int number = 1;           // of the attempts at this excerpt; challenges count their own
  int challenge = 0;        // 0: the audition's own attempt
  int round = 0;            // of the challenge, from 1
  Nonce nonce = {};
  std::string device = {};
  Level level = Level::live;
  std::int64_t opened_s = 0, deadline_s = 0;  // after the deadline nothing more is taken
  Void voided = Void::none;
  int bar = 0;             // at which it was left; 0: not known
  std::string cause = {};  // of a void, in words
  std::size_t take = 0;    // index of the line with its take; 0: there is none
  std::size_t bars = 0;    // index of the line with the bars that were committed while it was played; 0: none
  std::size_t by_hand = 0;  // index of the ruling that changed strokes of the take; 0: none
  std::string late = {};    // which of those came too late, a sentence (committed.h)

  // Returns the index of the line that says which strokes are judged.
  std::size_t judged() const { return by_hand > 0 ? by_hand : take; }
};

struct Appeal {
  std::size_t attempt = 0;  // index in Audition::attempts
  std::string text;
  enum class Ruling : unsigned char { open, none, again, left_out, strokes } ruling = Ruling::open;
  std::string reason;  // of the ruling
};

struct AskedChallenge {
  std::string holder, challenger;
  std::int64_t asked_s = 0, ended_s = 0;  // ended_s 0: it goes on
  bool declined = false;
  chairs::Outcome outcome = chairs::Outcome::open;
};

struct Audition {
  Declaration declaration;
  std::string declared_hash, key;  // key: text of the directing public key
  std::string engine, signature, weights;
  std::int64_t declared_s = 0;
  std::size_t lines = 0;             // of the record so far
  std::vector<std::string> players;  // in order of entry
  std::vector<std::string> commitments;
  std::vector<Attempt> attempts;  // in order of opening
  std::vector<Appeal> appeals;
  std::vector<AskedChallenge> challenges;
  std::vector<std::string> chairs;  // as they stand: seats of the last seating, and challenges since
  std::vector<int> chair_ends;      // last chair that each of them shares
  int seatings = 0;
  bool revealed = false;
  std::string cancelled = {};  // why nothing more is taken; empty: it is not
  std::vector<bool> left_out;  // excerpts, by ruling

  // Takes one more line in. Returns an empty text, or why the rules refuse it; then nothing has changed.
  std::string take_in(const store::RecordLine& line);

  // Returns the attempt that stands for a player's excerpt: the last one; null: none was opened.
  const Attempt* last_attempt(const std::string& player, std::size_t excerpt, int challenge = 0,
                              int round = 0) const;
  // Returns an empty text, or why a player cannot open an attempt now: "excerpt 2 was opened at 14:03 and
  // left at bar 9: that was the attempt; an appeal is open until 6 March 14:03".
  std::string unlike_opening(const std::string& player, std::size_t excerpt, std::int64_t now_s) const;
  // Returns the same for the next round of a challenge.
  std::string unlike_round(int challenge, const std::string& player, std::int64_t now_s) const;
  // Returns the round that a player of a challenge plays next, from 1; 0: none.
  int next_round(int challenge, const std::string& player) const;

  // Returns an empty text, or "this audition was cancelled: the hall is closed".
  std::string unlike_going() const;

  bool entered(const std::string& player) const;
  std::int64_t appeal_until(const Attempt& attempt) const;
  // Returns when an attempt that is opened at `now_s` must be over: what it lasts, 15 s, and 120 s to hear
  // it.
  std::int64_t deadline(std::size_t excerpt, const Nonce& nonce, std::int64_t now_s) const;
};

// Reads a record that goes on. Errors: malformed, with the line as the place.
Result<Audition> read_audition(const std::vector<store::RecordLine>& lines);

// Returns an empty text, or why nobody is seated now: "QF plays excerpt 1 since 14:03".
std::string unlike_seating(const Audition& audition, std::int64_t now_s);

// Returns what the system's random numbers draw. A take that is sent as a file has the tempo asked.
Nonce draw_nonce(const Declaration& declaration, std::size_t excerpt, Level level);
// Returns two letters that are nobody's yet; three when those are used up.
std::string draw_blind_id(const Audition& audition);
std::string draw_salt();  // 64 digits
// Returns the commitment to a name: SHA-256 of the salt's digits, a space and the name.
std::string commitment_of(const std::string& salt, const std::string& name);

// Returns "14:03" or, on another day than `now_s`, "6 March 14:03"; local time.
std::string hour_text(std::int64_t s, std::int64_t now_s);

// Each of these returns a line that tells of an attempt or an appeal.
store::RecordLine declared_line(const Declaration& declaration, const std::string& key,
                                const std::string& weights, std::int64_t t);
store::RecordLine entrant_line(const std::string& blind, const std::string& commitment, std::int64_t t);
// `attempt` gives player, excerpt, challenge, round, level and nonce.
store::RecordLine opened_line(const Attempt& attempt, int number, const std::string& device, std::int64_t t);
store::RecordLine void_line(const Attempt& attempt, Void why, int bar, const std::string& cause,
                            std::int64_t t);
store::RecordLine appeal_line(const Attempt& attempt, const std::string& text, std::int64_t t);
// `by_hand` is what Ruling::strokes changes.
store::RecordLine ruling_line(std::size_t appeal, Appeal::Ruling ruling, const std::string& reason,
                              std::int64_t t, const ByHand& by_hand = {});
store::RecordLine challenge_line(const std::string& holder, const std::string& challenger, std::int64_t t);
// Returns names and salts of those who agreed, for everybody to compare with what was committed.
store::RecordLine reveal_line(const std::vector<store::EntrantName>& names, std::int64_t t);
store::RecordLine declined_line(int challenge, std::int64_t t);
store::RecordLine cancelled_line(const std::string& reason, std::int64_t t);

}  // namespace firstchair::audition
