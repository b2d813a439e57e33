// The ChairsApi answers what the page asks of auditions: /api/chairs/... docs/openapi.json describes it for
// programs, docs/guide/chairs.md the rules. Whoever has the server's key directs the auditions of its book,
// if the signing key lies where it looks; a player's own key opens that player's attempts alone.
#pragma once

#include <string>
#include <string_view>

#include "apps/server/api/chairs_playing.h"
#include "apps/server/http/http.h"
#include "engine/judge/norms.h"
#include "io/files/cage.h"

namespace firstchair::server {

bool is_of_chairs(std::string_view path);
// Says whether the body of such a request is a recording, which goes to the disk.
bool is_chairs_input(std::string_view method, std::string_view path);

class ChairsApi {
 public:
  // Empty files mean the platform's book and signing key. `cage` reads charts that were sent.
  ChairsApi(std::string book, std::string key, judge::Norms norms, io::Cage cage);

  // Any number of threads may call this at once; it may wait for the disk, and hears what was handed in. The
  // caller has checked that the request is allowed.
  Response answer(const Request& request);

 private:
  struct Asked;
  Response all(const Request& request);
  Response declare(const Request& request);
  Response one(Asked& asked);
  Response enter(Asked& asked);
  Response open_attempt(Asked& asked);
  Response of_attempt(Asked& asked);
  Response commit_bar(Asked& asked, std::size_t number);
  Response cancel(Asked& asked);
  Response seat(Asked& asked);
  Response seating(Asked& asked);
  Response appeal(Asked& asked);
  Response challenge(Asked& asked);

  const std::string book_, key_;
  const io::Cage cage_;
  ChairsPlaying playing_;
};

}  // namespace firstchair::server
