// film.html: a film at a glance, with its pictures beside it: which camera is seen when and why, and how far
// every compared stroke lies from its camera's line. It is whole without script; only film.mp4 is asked for.
#pragma once

#include <string>
#include <vector>

#include "engine/cut/film.h"

namespace firstchair::report {

// Says how far one place that was compared lies from its camera's line.
struct FilmResidual {
  double at_s = 0, off_ms = 0;  // on the master's clock; later is positive
  bool on_line = false;
  std::string camera;  // its name
};

std::string film_html(const cut::Film& film, const std::vector<FilmResidual>& residuals);

}  // namespace firstchair::report
