// This file turns an e-kit performance in a MIDI file into hits. Every note-on on the percussion channel (or
// on any channel when the percussion channel is silent) is a stroke; time and velocity are taken as they are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/core/result.h"

namespace firstchair::midi {

struct Performance {
  std::vector<Hit> hits;  // in order of frame, kMidiRate frames a second
  double tempo_bpm = 0;   // first tempo of the file, a hint only; 0: none written
  int ignored = 0;        // note-ons of instruments outside the kit
};

Result<Performance> read_performance(std::span<const std::uint8_t> bytes);

}  // namespace firstchair::midi
