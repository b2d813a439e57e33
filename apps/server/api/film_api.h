// The FilmApi shows the page a film that `firstchair cut` made: its cuts, strokes and residuals. A cut that
// is moved snaps to a stroke and is written into cut.json and the edit lists, and the film is rendered again,
// with its lists and its sheet. docs/openapi.json describes it for programs.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "apps/server/http/http.h"
#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/files/cage.h"
#include "io/video/render.h"

namespace firstchair::server {

bool is_of_film(std::string_view path);

struct ServedFilm {
  std::string folder;                   // with cut.json, film.mp4 and residuals.csv; empty: no film is served
  std::vector<std::string> files = {};  // that cut.json may name outside of it
};

class FilmApi {
 public:
  FilmApi(ServedFilm film, io::Cage cage);
  ~FilmApi();  // ends the rendering; the film that was there stays

  // Any number of threads may call this at once; it may wait for the disk. The caller has checked that the
  // request is allowed.
  Response answer(const Request& request);

 private:
  Result<cut::Film> read() const;
  Response told();
  Response move(const Request& request);
  Response render();
  Result<Done> make(const cut::Film& film, const video::RenderConfig& config) const;
  void start(cut::Film film);

  const ServedFilm served_;
  const io::Cage cage_;
  std::mutex changing_;  // cut.json is read and written in two steps; of the thread, too
  std::thread renderer_;
  std::atomic<bool> rendering_ = false, ended_ = false;
  std::atomic<double> done_ = 0;
  std::string failed_;  // why the last rendering ended
};

}  // namespace firstchair::server
