// A band and a drummer are rendered: the same run as live, block by block, without a sound card and without a
// clock. The same job gives the same samples.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/band/played.h"
#include "engine/core/hit.h"
#include "engine/core/result.h"
#include "live/backing.h"
#include "practice/band/arrange.h"
#include "practice/band/band_run.h"

namespace firstchair::cli {

// Is asked after every block for the strokes before `until`, which it puts into `hits` in order.
using RenderedDrummer =
    std::function<void(const practice::BandRun& run, Frames until, std::vector<Hit>& hits)>;

struct RenderJob {
  practice::Arranged band;
  practice::BandRunConfig run;  // its notes and held spans are those of `band`
  std::string soundfont;
  std::optional<live::Backing> backing = {};  // stems that play besides
  RenderedDrummer drummer = {};               // empty: nobody drums
  bool drums_sound = false;                   // the strokes are heard, on the soundfont's kit
  std::span<const float> recording = {};      // mixed in from frame `recording_at` on
  Frames recording_at = 0;
  Frames last_stroke = 0;  // nobody comes back after it: a band that has stopped then is over
};

struct Rendered {
  std::vector<float> left, right;
  band::BandPlayed played;
  std::int64_t cut = 0;   // samples above -1 dB
  int waited_out = 0;     // fermatas at which nobody came
  double times_real = 0;  // seconds of sound a second of processor time
};

// Errors: those of BandRun::make and Synth::make.
Result<Rendered> render_band(RenderJob job);

}  // namespace firstchair::cli
