// A beat map says at which second of a recording every beat is: what lets a band's stems follow a drummer.
// docs/formats/beats.md describes the file.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/band/song.h"
#include "engine/core/result.h"

namespace firstchair::songs {

struct MapBeat {
  double seconds = 0;
  int beat = 0;  // of its bar, from 1; 0: not said
};

struct BeatMap {
  band::Song song;     // meters, tempi and length alone; tick 0 is the first bar line
  double first_s = 0;  // of tick 0
};

// Makes the map of beats in order of time. A bar begins at every beat 1; without such every four beats. Beats
// before the first bar line only tell that there is sound. Errors: malformed: fewer than two beats, beats out
// of order, closer than 200 ms or further apart than 3 s, bars of more than 64 beats.
Result<BeatMap> beat_map_of(std::span<const MapBeat> beats);

// Reads a file of lines "seconds,bar,beat" or "seconds", with or without a head; or the tempi and meters of a
// MIDI file. Errors: those of beat_map_of and of reading MIDI; malformed, with the line.
Result<BeatMap> read_beat_map(std::string_view bytes);

}  // namespace firstchair::songs
