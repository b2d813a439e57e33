// A Chart is what should be played. Every reader in charts/ makes one; follow/ and judge/ read it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/units.h"
#include "engine/core/voice.h"

namespace firstchair {

enum class Dynamic : unsigned char { ghost, normal, accent };
enum class Hand : unsigned char { unwritten, right, left };
// Ornaments are small strokes before or on the main one: a flam is one grace stroke, a drag two; a buzz is a
// pressed roll as long as the note.
enum class Ornament : unsigned char { none, flam, drag, buzz };

struct Note {
  Ticks tick = 0;  // of the main stroke, from the start of the chart
  Voice voice = Voice::snare;
  Dynamic dynamic = Dynamic::normal;
  Ornament ornament = Ornament::none;
  Hand hand = Hand::unwritten;  // of the main stroke; a flam's grace stroke is the other hand's
  std::uint8_t velocity = 0;    // 1..127 where the format wrote one; 0: only `dynamic` is known
  // The score says "keep time", and the groove before is expected softly: to leave this out is no slip, and
  // no stroke is extra in a bar with such a note.
  bool suggested = false;

  bool operator==(const Note&) const = default;
};

struct MeterChange {
  Ticks tick = 0;  // a bar line
  int beats = 4;   // 1..64
  int unit = 4;    // 1, 2, 4, ... 64: the note value of a beat

  Ticks bar_length() const { return kTicksPerWhole / unit * beats; }
  bool operator==(const MeterChange&) const = default;
};

struct TempoChange {
  Ticks tick = 0;
  double bpm = 120;  // quarter notes a minute, > 0

  bool operator==(const TempoChange&) const = default;
};

// Laws (check_chart names the first one broken): meters is not empty, starts at tick 0, and every change
// stands on a bar line of the meter before it; tempi is in order, and if not empty starts at tick 0; notes
// are in order of (tick, voice) without two of one voice at one tick, all at 0 <= tick < length; length is a
// whole number of bars. Repeats are played out: the chart is the music in the order in which it sounds.
struct Chart {
  std::string title;
  std::vector<MeterChange> meters = std::vector<MeterChange>(1);  // 4/4
  std::vector<TempoChange> tempi;                                 // empty: the chart names no tempo
  double swing = 1.0;  // how written eighths are meant: long / short, 1 (as written) to 3.5
  std::vector<Note> notes;
  Ticks length = 0;

  bool operator==(const Chart&) const = default;
};

// Sorts the notes, merges equal (tick, voice) pairs (the written one stays, of two the louder) and rounds
// length up to a bar line after the last note. Every reader ends with it.
void settle(Chart& chart);

// Returns an empty text when the laws above hold, else one sentence saying which is broken and where.
std::string check_chart(const Chart& chart);

// --- bars

struct Bar {
  int number = 1;  // from 1, as musicians count
  Ticks start = 0;
  MeterChange meter;

  Ticks end() const { return start + meter.bar_length(); }
  // Returns the place of a tick inside this bar in beats from 1: 2.5 is the "and" of 2.
  double beat_at(Ticks tick) const {
    return 1.0 + static_cast<double>(tick - start) * meter.unit / static_cast<double>(kTicksPerWhole);
  }
};

// Returns all bars from tick 0 up to the chart's length, in order. The list is never empty.
std::vector<Bar> bars_of(const Chart& chart);
// Returns the bar that holds `tick`; before the first bar it is the first, after the last the last. `bars`
// must not be empty.
const Bar& bar_at(const std::vector<Bar>& bars, Ticks tick);
// FreeBars are the bars of a chart that have a suggested note.
class FreeBars {
 public:
  explicit FreeBars(const Chart& chart);
  bool has(Ticks tick) const;
  bool empty() const { return bars_.empty(); }

 private:
  std::vector<Bar> bars_;  // in order
};
// Returns the tempo in force at a tick (quarter notes a minute), or 0 when the chart names none.
double tempo_at(const Chart& chart, Ticks tick);

}  // namespace firstchair
