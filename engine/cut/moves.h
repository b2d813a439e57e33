// Moves of the picture in a shot, where a camera's map says where in its picture each drum is.
//
// A glide is a window of 70 % of the picture that goes from where the shot's first half is struck to where
// its second half is, at most 0.4 of the picture a second. A whip is that window thrown across the picture in
// four frames, to where the cut is struck, at a cut on beat 1 between two pictures of the whole kit or a
// face. Its middle is the cut: what is before it nobody sees. There the window stays. A jump cut, from a
// camera to itself, shows that window still, where the shot is struck; the next jump shows all of it again.
#pragma once

#include "engine/cut/film.h"
#include "engine/cut/form.h"

namespace firstchair::cut {

struct MoveConfig {
  bool pan = false;  // shots of cameras with two places or more glide
  bool whip = false;
  bool jump = false;  // a shot after one of the same camera shows the window, and the next all of it again
  double window = .7;
  double fastest = .4;  // of the picture's width or height a second
  int whip_frames = 4;
};

// Sets the move of every shot. Law: the window never leaves the picture.
void add_moves(Film& film, const Form& form, const MoveConfig& config);

}  // namespace firstchair::cut
