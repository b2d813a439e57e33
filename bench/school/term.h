// A Term is lived through by simulated students: they are invited, play what was assigned, and hand it in
// through the page's own calls, while servers, workers and the database are killed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/school/stand.h"

namespace firstchair::bench {

struct TermWish {
  int students = 30, takes = 20;  // of each; every third one is an e-kit's recording, which workers hear
  int assignments = 1;
  int kills = 12;  // of servers, workers and the database in turn
  std::uint64_t seed = 1;
};

struct TermResult {
  int sent = 0, kept = 0;  // takes that were answered, and takes that the school has
  int heard = 0, failed = 0, waiting = 0;
  int doubled = 0;        // the same take twice
  int lost = 0;           // answered and not there
  int wrong_grades = 0;   // students whose result is not what their takes say
  int not_as_played = 0;  // students whose result is not what they were made to play
  int kills = 0;
  std::uint64_t stumbles = 0;  // answers that did not come, and were asked for again
  double seconds = 0;
  bool log_whole = false;
  std::string fault;            // what went wrong beside it; empty: nothing
  std::vector<double> save_ms;  // of page takes that needed one try
  std::string teacher_login;
  std::int64_t klass = 0;

  bool well() const {
    return fault.empty() && doubled + lost + wrong_grades + not_as_played + failed + waiting == 0 &&
           log_whole && kept == sent;
  }
};

TermResult live_through(Stand& stand, const TermWish& wish);
// Returns how often a name or a word that belongs to somebody stands in the servers' logs of requests.
int names_in_logs(const Stand& stand);

}  // namespace firstchair::bench
