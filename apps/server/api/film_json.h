// This file says a film as JSON, for the page.
#pragma once

#include <string>
#include <vector>

#include "engine/cut/film.h"
#include "report/page/film_page.h"

namespace firstchair::server {

// How far a stroke of a camera lies from the camera's line: residuals.csv, as `firstchair cut` writes it.
using report::FilmResidual;
// Returns the rows that can be read; at most 100,000.
std::vector<FilmResidual> residuals_of(const std::string& csv);

struct FilmState {
  std::string state =
      "rendered";     // "rendered", "changed" (cut.json is newer than the film), "rendering", "failed"
  double done = 0;    // 0..1 of the rendering
  std::string video;  // another for every film.mp4; empty: there is none
  std::string error;  // why it failed
  std::vector<std::string> old = {};  // what is said of files beside it that are of other cuts
};
std::string film_json(const cut::Film& film, const std::vector<FilmResidual>& residuals,
                      const FilmState& state);

}  // namespace firstchair::server
