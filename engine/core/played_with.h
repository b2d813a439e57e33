// PlayedWith says with what band a take was played, and when that band's clock put every beat. It comes from
// engine/band; the judge tells leans against it.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair {

struct ClockBeat {
  std::int64_t quarter = 0;  // of the song, from 0; solos and repeats may bring one several times
  double frame = 0;          // of the take, where the band's beat is heard; without the band's looseness

  bool operator==(const ClockBeat&) const = default;
};

struct PlayedWith {
  double follow = 0;  // 0..100, the dial; at 0 the band held its tempo as a click does
  double home_bpm = 0;
  // How well the delay from the band's sound to the strokes is known, SD. Below 0 it is not known, and
  // nothing is told against the band.
  double delay_sd_ms = -1;
  std::vector<ClockBeat> beats = {};  // in the order played; frames rise

  bool operator==(const PlayedWith&) const = default;
};

}  // namespace firstchair
