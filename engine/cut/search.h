// A search looks for the line on which one recording lies on a longer one: it lays windows of the shorter
// one, by their envelopes, and asks which of their places agree.
#pragma once

#include <optional>
#include <vector>

#include "engine/cut/agree.h"
#include "engine/cut/correlate.h"

namespace firstchair::cut {

inline constexpr double kLeastWindow = 3;     // s
inline constexpr double kAmbiguousFit = 0.3;  // two places that fit less are chance

struct Search {
  std::vector<Window> windows;
  Agreement line;
  double window_s = 0;
  bool apart = false;  // the windows share no sound, so each speaks for itself
};

// How much the best places of the windows on the line stand out, and how well they fit: medians.
double ratio_of(const Search& search);
double fit_of(const Search& search);
// Returns whether enough windows lie on the line, and stand out.
bool agrees(const Search& search);

// Lays five windows once, whether they agree or not.
Search search_once(const Correlator& over, const Envelope& laid);

// Each returns nothing where no line is found.
//
// This one lays five windows, ever longer ones, and twenty where fewer than 3 of 5 agree, as where a camera
// ran long before and after. `last` is what was tried last; places of a window are `apart_s` apart.
std::optional<Search> search_all(const Correlator& over, const Envelope& laid,
                                 const std::optional<double>& near_s, Search& last,
                                 double apart_s = kPlacesApart);
// Where one began long before the other, or went on long after it, most windows lie on nothing. Short ones
// are laid close together then: those that the line puts inside the other must nearly all be on it, and fit.
std::optional<Search> search_part(const Correlator& over, const Envelope& laid,
                                  const std::optional<double>& near_s);
// Where sound was lost again and again most windows straddle a loss. Short ones are laid close together: the
// longest row of them that lies on one line, whose places stand out and fit.
std::optional<Search> search_row(const Correlator& over, const Envelope& laid);
// Where a camera ends soon after the master begins, or begins soon before it ends, they share little. All
// places are tried at which they do: the best one must stand out among those, and what is shared there must
// fit as well nowhere else, and halves of it must mean the same place.
std::optional<Search> search_ends(const Correlator& over, const Envelope& laid);

// How fast a camera plays, by short windows of it: they blur least where its clock is far off. Nothing where
// few of them agree, or where they do not say it to a few parts in ten thousand.
struct Speed {
  double at = 0, within = 0;  // half of the 95 % interval
};
std::optional<Speed> speed_of(const Correlator& over, const Envelope& laid, bool turn);

}  // namespace firstchair::cut
