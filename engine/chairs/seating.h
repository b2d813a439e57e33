// A seating says who sits where, how sure that is, and where it cannot be told. It is arithmetic on scores
// (score.h): integrals over Student's t on a fixed grid, no random numbers, so anybody can compute it again.
//
// Two questions are kept apart. `played` asks who played these excerpts best, here and today; its uncertainty
// is that of the strokes. `again` asks who would play best another time; the change from take to take comes
// to it.
//
// All probabilities are rounded to 4 decimals, and what is decided is decided on the rounded numbers.
#pragma once

#include <string>
#include <vector>

namespace firstchair::chairs {

enum class Claim : unsigned char { played, again };

// An ExcerptScore is one take's score: lower is better (score.h).
struct ExcerptScore {
  double value = 0;
  double variance = 0;
  double df = 7;
};

// Why somebody is seated after the others, whatever the numbers say.
enum class Behind : unsigned char { none, must, no_take };

struct Candidate {
  std::string id = {};
  std::vector<ExcerptScore> excerpts = {};  // as many for everybody, but of one who has no take
  Behind behind = Behind::none;
};

struct SeatingConfig {
  Claim claim = Claim::played;
  std::vector<double> weights = {};  // of the excerpts; empty: all are equal
  // SD of ln spread from take to take. It is a choice until a book measures it, worth `tau_df` degrees of
  // freedom.
  double tau = 0.12, tau_df = 8;
  double wrong = 0.05;  // how often some cut of a seating may be in the wrong place
};

struct Seat {
  std::string id = {};
  Behind behind = Behind::none;
  double score = 0, error = 0, df = 0;  // of the excerpts together; error: standard error
  double low = 0, high = 0;             // 95 % of the score
  double best = 0;                      // probability that nobody is better, of those not behind
  double expected = 0;                  // mean chair
  int chair_low = 0, chair_high = 0;    // 95 % of the chair
  int first = 0, last = 0;              // the chairs it shares; one chair where they are equal
};

// A Cut stands after some chairs: everybody above it is better than everybody below, with `certainty`.
struct Cut {
  int after = 0;
  double certainty = 0;
  bool told = false;     // it is among those told
  bool by_rule = false;  // those below are behind for a must or a missing take: no probability
};

struct Seating {
  Claim claim = Claim::played;
  std::vector<Seat> seats = {};  // best score first; those behind stand at the end
  std::vector<Cut> cuts = {};    // one after every seat but the last, in order
  double change = 0;             // variance from take to take that `again` reckoned with; 0 for `played`
};

// Candidates are 1 or more. Laws: the order of the candidates changes nothing but that of equals; the `best`
// of a group sum to 1 (within 5e-5 a seat, for rounding); a seat's chairs hold its place in the order.
Seating seat(const std::vector<Candidate>& candidates, const SeatingConfig& config);

// Returns how many more excerpts like these would tell two seats apart, if their scores stand as they are; at
// most 99, which stands for more.
int excerpts_to_tell(const Seat& a, const Seat& b, int excerpts, double certainty);

// Returns how much scores change from take to take: (tau_df tau^2 + nu max(0, MS - mean v)) / (tau_df + nu),
// with MS and nu the residual of the table candidates x excerpts.
struct TakeChange {
  double variance = 0, df = 0;
};
TakeChange change_of_takes(const std::vector<Candidate>& candidates, const SeatingConfig& config);

}  // namespace firstchair::chairs
