// A SentLimit is a breaking tempo that a page sends: what its engine found, and from which takes.
// docs/openapi.json describes the body for programs.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "store/book.h"

namespace firstchair::server {

struct SentLimit {
  std::vector<std::string> takes;  // those that count, in order, as the page calls them (SentTake::name)
  double log2_bpm = 0, sd_oct = 0, sigma_oct = 0;
  int broke = 1;        // of the takes
  double held_bpm = 0;  // the fastest that held; 0: none
};

// Errors: usage, when the body is not of that form.
Result<SentLimit> read_sent_limit(const std::string& body);

// Returns the limit as the book keeps it; it began with the first take. Errors: usage (one of the takes is
// not in the book, is another player's or of no search, or they are not all of one item; the tempo is far
// from every one that was played), those of the book.
Result<LimitKept> limit_of(const SentLimit& sent, const store::Book& book, const Player& player);
// Returns the numbers of its takes, which are all in the book.
Result<std::vector<std::int64_t>> takes_of(const SentLimit& sent, const store::Book& book);

}  // namespace firstchair::server
