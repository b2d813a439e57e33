#include "practice/band/played_with.h"

namespace firstchair::practice {

PlayedWith played_with(const band::BandPlayed& played, double rate, double round_trip, double delay_sd_ms) {
  PlayedWith with{.follow = 100 * played.follow, .delay_sd_ms = delay_sd_ms};
  for (const band::BandBeat& beat : played.beats) {
    if (with.home_bpm == 0) with.home_bpm = beat.home_bpm;
    const double frame = ms_to_frames(beat.played.band_ms - beat.played.loose_ms, rate) + round_trip;
    // Two beats of a jump may fall together.
    if (with.beats.empty() || frame > with.beats.back().frame)
      with.beats.push_back({.quarter = beat.quarter, .frame = frame});
  }
  return with;
}

}  // namespace firstchair::practice
