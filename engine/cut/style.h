// A Style is how a film is cut: how long its shots are and what else counts besides the strokes. The table of
// them is data; what a number weighs is in candidates.h and shots.h.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace firstchair::cut {

struct Style {
  std::string_view id = "clean";
  double length_s = 4;          // how long a shot is at tension .5
  double least_s = 1.5;         // no shot is shorter
  double most_s = 15;           // a longer one is cut where it can be
  int early_frames = 1;         // a cut stands this many frames before its stroke
  double insert_on_fill = 0;    // what a camera of hands or feet gains where a fill begins
  double wide_on_phrase = 0;    // what a camera of the whole kit gains where a phrase begins
  double rise = 0;              // 0..1: how much the tension rises to the end, whatever is played
  double late_accents = 1;      // what an accent off the beat counts in the last eighth
  double answer = 0;            // what going back to the camera before gains, on the answer to an accent
  bool whip = false;            // a cut on beat 1 between pictures of the whole kit or a face is a whip pan
  bool last_bar_whole = false;  // there is no cut after the last bar line
  bool jump_cuts = false;       // a camera may be cut to itself: its picture comes nearer, or goes back
  bool follows_errors = false;  // what counts is the bar's least even line, not what is loud
};

// Returns every style, the default first.
std::span<const Style> styles();
std::optional<Style> style_from_id(std::string_view id);

}  // namespace firstchair::cut
