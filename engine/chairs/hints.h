// Hints say what a panel may want to listen to: a take that may be another take again, strokes that lie on a
// grid. They are never a verdict, and no seat depends on them.
#pragma once

#include <vector>

#include "engine/core/take.h"

namespace firstchair::chairs {

// Whether one take may be another one again: the correlation of what is left of every stroke's error without
// lean, place of the bar and slow course, note by note; far ones count as 2.5 SD. docs/measured/chairs.md
// says how often honest pairs and replays come near kReplay.
//
// A recording that is heard again may be laid some beats beside where it was laid at first, since one groove
// looks like itself a half bar later. So where the notes as they lie tell nothing, one take is moved by every
// number of quarters up to kReplayQuarters.
struct Replay {
  int notes = 0;           // that both takes have timed
  double correlation = 0;  // 0 with fewer than kReplayNotes
  int quarters = 0;        // by which `b` was moved
};
inline constexpr int kReplayNotes = 64;
inline constexpr double kReplay = 0.6;
inline constexpr int kReplayQuarters = 16;

// What replayed() reads of a take: its strokes in the order of the notes they answer.
struct NoteError {
  Ticks at = 0;  // counts on through the take, over the chart's loops
  Line line = Line::pad;
  double error_ms = 0;
};
std::vector<NoteError> note_errors(const Take& take);
Replay replayed(const std::vector<NoteError>& a, const std::vector<NoteError>& b);

// Whether a MIDI take's strokes lie on a grid of 1/4 to 1/12 of a quarter so exactly that no hand plays it.
// It returns the share of strokes within half a millisecond of one grid, the best of these.
double on_a_grid(const Take& take);
inline constexpr double kOnGrid = 0.95;

// Returns the largest share of a line's strokes that have the same velocity, of MIDI lines with 32 strokes
// or more; 0 for sound.
double same_velocity(const Take& take);
inline constexpr double kSameVelocity = 0.95;

}  // namespace firstchair::chairs
