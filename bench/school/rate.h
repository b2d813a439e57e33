// A Rate is what many clients were told, and how long each waited.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/school/client.h"

namespace firstchair::bench {

struct Rate {
  int done = 0, refused = 0;
  double seconds = 0;
  std::vector<double> ms;  // of each, sorted
  double at(double share) const;
  double a_second() const { return seconds > 0 ? done / seconds : 0; }
};

// `client` of so many asks its question number `turn`.
using Ask = std::function<Answered(int client, int turn)>;
// Every client does `each` of `ask`, all at once, one after the other.
Rate as_fast_as_told(int clients, int each, const Ask& ask);
// Questions come by the clock, at these seconds (sorted), whether or not those before were answered:
// `clients` of them at most wait at once, and whoever waits for a client waits for an answer. A question's
// time begins when it was due.
Rate by_the_clock(const std::vector<double>& due_s, int clients, const Ask& ask);
std::vector<double> evenly(double a_second, double seconds);
// Returns so many moments by chance, sorted.
std::vector<double> by_chance(int count, double seconds, unsigned seed);

}  // namespace firstchair::bench
