// This bench puts a server under the load of many pages: idle ones that only listen, active ones that ask
// twice a second, one that is loaded anew every second, and recordings that come in and are heard meanwhile.
#pragma once

#include <vector>

#include "bench/memory.h"
#include "bench/server/served.h"

namespace firstchair::bench {

struct LoadConfig {
  double minutes = 10;
  int idle = 200, active = 50;
  int before = 64;  // uploads first: as many as the server keeps, so that its memory can stay as it is
  double sample_every_s = 5;
  double ping_every_s = 0.5;  // of each active client; they ping one after the other, not all at once
  bool sounds = true;         // false: nothing that comes in is sound, and nothing is heard
};

struct Load {
  double seconds = 0;
  int clients = 0, reloads = 0, requests = 0;  // requests: the page, lists of charts, takes and items
  int uploads = 0, heard = 0;                  // heard: those that are sound; the ear refuses the others
  int refused = 0;                             // any of these that the server would not take
  std::size_t events = 0, missed = 0;  // ends of uploads that the idle clients were told; that they were not
  int closed = 0;                      // clients the server let go of
  std::vector<double> pongs_ms;        // the active clients', in order of size
  std::vector<MemorySample> memory;    // the server's, from when it has heard as much as it keeps
  int handles_before = 0, handles_after = 0;  // open with all clients there; with all of them gone
  double cpu_s = 0;                           // the server's
};

Load load(Served& served, const LoadConfig& config);

}  // namespace firstchair::bench
