// Figures of a stand that is not being killed: hearing, saving, the gradebook, logging in.
#pragma once

#include <string>
#include <vector>

#include "bench/memory.h"
#include "bench/school/rate.h"
#include "bench/school/stand.h"
#include "bench/school/term.h"

namespace firstchair::bench {

struct HeardSounds {
  int takes = 0;
  double seconds_each = 0;       // of sound
  double cpu_s = 0, wall_s = 0;  // of all workers together; from the first sent to the last heard
  double servers_s = 0,
         database_s = 0;         // of the servers while it was sent; of PostgreSQL until all was heard
  double bare_s = 0;             // of `firstchair hear` of such a sound, each
  double idle = 0;               // of a core: workers and database, while nothing is to be done
  std::vector<double> waited_s;  // from sent to heard, sorted
};

// `term` has been lived through in `stand`: its class, teacher and students are there.
Rate gradebooks(const Stand& stand, const TermResult& term, int clients, int each);
struct AskedBooks {
  Rate books;
  int changes = 0;  // takes that were handed in meanwhile
};
// The gradebook is asked for by the clock, by teachers whose connections stay open, while students hand in.
AskedBooks gradebooks_at(const Stand& stand, const TermResult& term, double a_second, double seconds,
                         double takes_a_second);
Rate logins(const Stand& stand, int count, int clients, int students);
Rate logins_within(const Stand& stand, int count, double seconds, int students);
Rate saves(const Stand& stand, const TermResult& term, int clients, int each);
struct LoginTimes {
  double known_ms = 0, unknown_ms = 0;  // half of the refusals took longer
  int n = 0;                            // of each
};
// Wrong passwords for names that are known and names that nobody has, in turn, each from another network.
LoginTimes login_times(const Stand& stand, int students);
struct OpenPages {
  Rate asked;
  double cpu = 0;                    // of one core, both servers together
  std::vector<MemorySample> memory;  // of the larger server, from when every page has come
};
// So many students' pages stay open, and each asks now and then what is due.
OpenPages open_pages(const Stand& stand, int pages, double every_s, double seconds, int students);
HeardSounds hear_sound(const Stand& stand, const TermResult& term, int takes, double seconds_each);
// Returns the load of the machine in the last minute.
double load_now();

}  // namespace firstchair::bench
