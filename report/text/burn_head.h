// The head of what is burnt into a film (burn_text.h) says which part of the take it is of, so that the film
// can be burnt again when its cuts were changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cut/pace.h"

namespace firstchair::report {

struct BurnHead {
  int width = 0, height = 0;    // of the picture that the script was written for
  double from_s = 0, to_s = 0;  // of the take's time, to the microsecond
  cut::Pace pace;
  bool clicks = false;   // instead of the sound
  bool made_up = false;  // pictures between the cameras' own
};

// A BurnClick is a click that sounds instead of the film's own sound; it stands in the script as a comment.
struct BurnClick {
  double at_s = 0;  // of the film, to the microsecond
  bool accent = false;
};

std::string burn_head(const BurnHead& head);

// Returns the head of a script, or nothing where it is none of ours: it must begin with burn_head()'s very
// bytes, and all that follows must be lines of dialogue, or of clicks where it has them. Law: what
// burn_script() writes is read.
std::optional<BurnHead> read_burn_head(std::string_view script);

std::string burn_clicks(const std::vector<BurnClick>& clicks);
// Returns the clicks of a script in order of time; what is none is passed over.
std::vector<BurnClick> read_burn_clicks(std::string_view script);

}  // namespace firstchair::report
