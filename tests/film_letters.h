// A film of red and blue cameras, read back: a letter a picture.
#pragma once

#include <string>

#include "io/video/caged.h"

namespace firstchair::tests {

// Returns r, b or ? for each of the first 50 pictures of a film of 160x90 at 25 a second.
inline std::string film_letters(const std::string& path) {
  video::Wanted all{160, 90, video::Fit::crop, {}};
  for (int k = 0; k < 50; ++k) all.wishes.push_back({.at_s = (k + .5) / 25});
  auto film = video::Pictures::open(path, all, {});
  std::string letters;
  video::Picture picture = video::black(160, 90);
  for (int k = 0; film && k < 50 && film->next(picture.bytes); ++k) {
    const int blue = picture.bytes[160 * 90 + 45 * 40], red = picture.bytes[160 * 90 * 5 / 4 + 45 * 40];
    letters += red > 170 ? 'r' : blue > 170 ? 'b' : '?';
  }
  return letters;
}

}  // namespace firstchair::tests
