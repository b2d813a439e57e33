// Routes say what the server answers: the page, charts, uploads. docs/openapi.json describes it for programs.
// The answers depend on the page, the request and the jobs alone; the network is server.cpp's.
#pragma once

#include <string>

#include "apps/server/api/jobs.h"
#include "apps/server/http/http.h"
#include "apps/server/http/page_files.h"
#include "engine/judge/norms.h"

namespace firstchair::server {

// Says whether the body of such a request goes to the disk. That is POST
// /api/hear, and a recording of an audition.
bool is_upload(const std::string& method, const std::string& path);

// Says what takes longer than the network may wait: it is asked on another thread.
bool is_slow(const std::string& path);

class Routes {
 public:
  // `cage` reads charts that were sent; kits' sounds lie in `kits` (kit_sounds.h).
  Routes(PageFiles page, judge::Norms norms, Jobs& jobs, io::Cage cage, bool shows_film = false,
         std::string kits = {});

  // Any thread may call this, one at a time, but for what is_slow(). The caller has checked that the request
  // is allowed: host, origin and, for /api/, the token.
  Response answer(const Request& request);

 private:
  Response api(const Request& request);
  Response charts(const Request& request);
  Response hear(const Request& request);

  PageFiles page_;
  judge::Norms norms_;
  Jobs& jobs_;
  const io::Cage cage_;
  const bool shows_film_;
  const std::string kits_;
};

}  // namespace firstchair::server
