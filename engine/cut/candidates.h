// Candidates are the places where a film may be cut: strokes, bar lines, and where a camera's picture begins
// or ends. Each has a value in the music and says what it is.
//
//     value = 0.6 accent + 1.0 on beat 1 + 0.8 at a phrase's start + 0.5 crash + 0.3 kick or snare
//             - 1.0 inside a roll
//
// An accent is how many standard deviations a stroke's strength lies above the film's mean, -1 to 2. Strokes
// within 80 ms are one candidate at the strongest of them, so that a flam or a unison is cut on once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/cut/film.h"
#include "engine/cut/form.h"
#include "engine/cut/style.h"

namespace firstchair::cut {

inline constexpr double kTogether_s = .08;
inline constexpr double kLeastValue = .4;  // a stroke that is worth less is no candidate, but on a bar line

struct Candidate {
  std::int64_t frame = 0;  // the first film frame after the cut
  double at_s = 0;         // the stroke, the bar line or the edge itself
  double value = 0;
  bool edge = false;  // a picture begins or ends here, or the film does
  // What it is, for styles and for the reason that is told.
  bool phrase = false, fill_begins = false;
  double accent = 0;
  Line line = Line::snare;  // of the strongest stroke; where there is none, `struck` is false
  bool struck = false, on_one = false;
  std::string why = {};  // "bar 17 beat 1, crash"
};

// Returns how many frames a film has, whole ones only.
std::int64_t frames_of(const Film& film);
// Returns when a frame begins, on the master's clock.
double second_of(const Film& film, std::int64_t frame);

// Returns the frames of the film at whose middle a piece's camera has a picture: from `first` to before
// `end`.
struct FrameSpan {
  std::int64_t first = 0, end = 0;
};
FrameSpan frames_of(const Film& film, const Piece& piece);
// Returns where a camera has a picture, in order; without a placement (or graded "no") it has none.
std::vector<FrameSpan> spans_of(const Film& film, const Camera& camera);

// Returns the candidates in order of frame, at most one a frame; the first stands at the film's first frame
// and the last at its end. `film.marks` are in order of time.
std::vector<Candidate> candidates_of(const Film& film, const Form& form, const Style& style);

}  // namespace firstchair::cut
