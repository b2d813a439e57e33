// This file reads the marks on one <note>: accents, ghosts, rolls, stickings, ties, and the velocity it is
// played with.
#pragma once

#include <cstdint>
#include <pugixml.hpp>

#include "engine/core/chart.h"

namespace firstchair::charts {

struct NoteMarks {
  bool accent = false, ghost = false;
  bool open = false;  // the little o over a hi-hat
  bool roll = false;  // a buzz, or a tremolo of so many slashes that nobody counts the strokes
  int slashes = 0;    // strokes through the stem of a tremolo that is played out
  Hand fingering = Hand::unwritten, lyric = Hand::unwritten;
};
NoteMarks marks_of(const pugi::xml_node& note);

bool continues_a_tie(const pugi::xml_node& note);

// Returns 1..127, from the percentage of 90 that MusicXML writes, or 0 where none is written.
std::uint8_t written_velocity(const pugi::xml_node& note);

// Returns how many strokes a note of that length with `slashes` through its stem stands for. A stroke has the
// note's own value, a quarter at most, halved by every slash.
int tremolo_strokes(const pugi::xml_node& note, Ticks length, int slashes);

}  // namespace firstchair::charts
