// This is the one way in which notes and strokes are counted. The bars of a drill, the verdict, every table,
// the book and the page show these numbers; nobody else counts.
//
// It stands in core, because report and store link no other room of the engine.
#pragma once

#include <array>
#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/source.h"

namespace firstchair {

struct Take;

// Law: notes is what was heard, missed or covered; a note on another drum was heard.
struct HitCount {
  int notes = 0;    // written notes that the player came past
  int missed = 0;   // of these: no stroke answers them
  int wrong = 0;    // of these: answered on another drum
  int covered = 0;  // of these: written with one that was heard, and the source cannot tell them apart
  int extra = 0;    // strokes that answer no note

  int told() const { return notes - covered; }            // notes of which the source can tell
  int heard() const { return notes - missed - covered; }  // notes that a stroke answers

  HitCount& operator+=(const HitCount& other);
  bool operator==(const HitCount&) const = default;
};

// What a match is counted as. Grace strokes belong to their note. Of two strokes that may be one
// (may_be_one_stroke) neither is extra, and nothing is in a bar of FreeBars: `no_slip` says so, and they are
// none.
enum class CountedAs : unsigned char { none, heard, missed, wrong, covered, extra };
CountedAs counted_as(MatchKind kind, bool no_slip = false);
void add(HitCount& count, CountedAs as);

// Says whether two attacks of a source may be one stroke: from sound, 40 ms apart or less. A head rattles, a
// cymbal washes, a recording was stretched.
bool may_be_one_stroke(const Source& source, Frames a, Frames b);
// The same of a hit and the one before or after it; `hits` are in order of frame.
bool may_be_one_stroke(const Source& source, std::span<const Hit> hits, std::size_t hit);

struct HitCounts {
  HitCount all;
  std::array<HitCount, kLineCount> lines;  // by the note's line, else by the stroke's
};
HitCounts count_hits(const Source& source, std::span<const Hit> hits, const Chart& chart,
                     std::span<const Match> matches);
HitCounts count_hits(const Take& take);

}  // namespace firstchair
