// This file writes what a cut film is learned from: the film with every stroke's error in it, and the bars
// that lie furthest apart, slowed down.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/cut/cut_command.h"
#include "engine/core/take.h"

namespace firstchair::cli {

// A BurntFilm is written with its numbers: the whole film, or one of its worst bars slowed down.
struct BurntFilm {
  cut::Film film;
  std::string path;
  Overlay overlay;
  double seconds() const { return cut::film_length(overlay.pace, film.from_s, film.to_s); }
};
struct Burnt {
  std::vector<BurntFilm> films;
  std::string note;  // where fewer bars are slowed down than were asked for; ends in a line's end
};
// Returns what shall be written into the options' folder: burn.mp4 (with `burn`), clips/bar-N-50.mp4 and
// clips/bar-N-25.mp4 (with `clips`).
Burnt plan_burnt(const cut::Film& film, const Take& take, const CutOptions& options);

// Writes them, each with its numbers beside it as .ass, and says in a line each what they are. Errors: those
// of rendering and writing.
Result<Done> write_burnt(const Burnt& burnt, const CutOptions& options, RenderWork& work);

// Burns a film whose cuts were changed again, with the numbers that stand in its folder as .ass: they are of
// the take, and no cut changes them. Returns "burn.mp4" or "clips" where one of these is without a script
// that write_burnt() wrote. Errors: those of rendering.
Result<std::vector<std::string>> burn_again(const cut::Film& film, const std::string& folder,
                                            const RenderOptions& options);

}  // namespace firstchair::cli
