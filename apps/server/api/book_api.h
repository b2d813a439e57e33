// The BookApi answers the page's questions to the book: /api/book/... and /api/today. docs/openapi.json
// describes it for programs.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "apps/server/http/http.h"
#include "book/keep.h"
#include "engine/judge/norms.h"
#include "io/files/cage.h"

namespace firstchair::server {

bool is_of_book(std::string_view path);

// Every answer opens the book anew, because other programs write it meanwhile. The answers read the clock.
class BookApi {
 public:
  // An empty file means the platform's book. `cage` reads the charts of takes that are sent.
  BookApi(std::string file, judge::Norms norms, io::Cage cage);

  // Any number of threads may call this at once; it may wait for the disk. The caller has checked that the
  // request is allowed.
  Response answer(const Request& request);

 private:
  Response book(const Request& request);
  Response keep(const Request& request);
  Response change(const std::string& what, const Request& request);
  Response keep_limit(const Request& request);
  Response keep_chart(const Request& request);
  Response add_player(const Request& request);
  Response today(const Request& request);

  std::string file_;
  judge::Norms norms_;
  const io::Cage cage_;
  std::mutex writing_;  // a day's end and a goal are read and written in two steps
};

}  // namespace firstchair::server
