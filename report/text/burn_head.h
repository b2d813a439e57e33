// The head of what is burnt into a film (burn_text.h) says which part of the take it is of, so that the film
// can be burnt again when its cuts were changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firstchair::report {

struct BurnHead {
  int width = 0, height = 0;    // of the picture that the script was written for
  double from_s = 0, to_s = 0;  // of the take's time, to the microsecond
  double speed = 1;
};

std::string burn_head(const BurnHead& head);

// Returns the head of a script, or nothing where it is none of ours: it must begin with burn_head()'s very
// bytes, and all that follows must be lines of dialogue. Law: what burn_script() writes is read.
std::optional<BurnHead> read_burn_head(std::string_view script);

}  // namespace firstchair::report
