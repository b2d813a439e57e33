// What the server answers: the page, charts, uploads. docs/openapi.json describes it for programs. Pure but
// for the jobs; the network is server.cpp's.
#pragma once

#include <string>

#include "apps/server/api/jobs.h"
#include "apps/server/http/http.h"
#include "apps/server/http/page_files.h"
#include "engine/judge/norms.h"

namespace firstchair::server {

// Whose body goes to the disk: POST /api/hear.
bool is_upload(const std::string& method, const std::string& path);

class Routes {
 public:
  Routes(PageFiles page, judge::Norms norms, Jobs& jobs);

  // Any thread; one at a time. The caller has let the request pass: host, origin and, for /api/, the token.
  Response answer(const Request& request);

 private:
  Response api(const Request& request);
  Response charts(const Request& request);
  Response hear(const Request& request);

  PageFiles page_;
  judge::Norms norms_;
  Jobs& jobs_;
};

}  // namespace firstchair::server
