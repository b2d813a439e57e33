// What is burnt into a film for who learns from it: the bar and beat, a dot for every stroke with its signed
// error, where each line stands with its interval, and the order in words. It is a script in Advanced
// SubStation Alpha (docs/guide/burn.md), which io/video draws and other players show beside the film.
//
// Early is left and blue, late is right and orange; a triangle points to the side it is off to, and a disc is
// within 10 ms, so that nothing is said by colour alone.
#pragma once

#include <span>
#include <string>

#include "engine/core/bar_verdict.h"
#include "engine/core/take.h"
#include "engine/cut/form.h"
#include "engine/cut/pace.h"

namespace firstchair::report {

struct BurnConfig {
  int width = 1920, height = 1080;  // of the picture
  double from_s = 0, to_s = 0;      // what of the take's time the film holds
  cut::Pace pace = {};
  // It is held for this stroke, an index into the take's matches; -1: for none. Meanwhile the stroke's number
  // stands in the picture, large.
  int held_stroke = -1;
  bool clicks = false;      // on the player's own pulse, instead of the sound
  bool made_up = false;     // the pictures between the cameras' own
  bool only_worst = false;  // something stands in the picture only while a bar lasts that lies apart
};

// Returns the script. `form` are the bars as they were played and `bars` what is said of them, by number;
// without bars the take's time is shown. What is not in the film's time is left out.
std::string burn_script(const Take& take, const cut::Form& form, std::span<const BarVerdict> bars,
                        const BurnConfig& config);

// Returns what is said of one stroke: "Kick 34 ms late, ±6"; without an interval where none is known.
std::string stroke_words(const Take& take, const Match& match);

// Returns what is said of a bar that lies apart: "Bar 17: kick 34 ms late, ±6"; empty where there is no
// fault.
std::string bar_words(const BarVerdict& bar);

}  // namespace firstchair::report
