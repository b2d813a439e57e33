// These are the words of a report: numbers with their intervals, places, times. Every room of the report
// speaks through them, so that one fact reads the same in the terminal, the page and the order. Negative is
// early, everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

// Returns "3" or "-2.5", never "-0.0", and "?" for what is not a number.
std::string number(double value, int decimals);
// Returns how many decimals an interval of this half-width supports: 0 from 2 on, then 1, then 2.
int decimals_for(double half_width);

// Returns a tempo that somebody named: "100", "92.5".
std::string named_tempo(double bpm);

// Returns "14 ms early", "9 ms late" or "0 ms".
std::string lean(double ms, int decimals);
// Returns "±4".
std::string plus_minus(double low, double high, int decimals);
// Returns "16 to 21".
std::string range(double low, double high, int decimals);

// Returns "1 stroke", "2 strokes".
std::string count(std::size_t n, std::string_view thing);
// Returns "0:31", "1:02:31".
std::string clock(double seconds);
// Returns "bar 9", "bars 9-16".
std::string bars(int from, int to);
// Returns "beat 3", "& of 3", "e of 3", "a of 3" or "beat 3.33".
std::string beat(double beat_from_1);
// Returns "4/4"; "4/4, 3/4 from bar 9"; "4/4, 3/4 ... (7 changes)".
std::string meters(const Chart& chart);
// Returns "Snare", "Hat foot".
std::string capital(std::string_view text);

// Returns a text like "bars 9-10 skipped at 0:31".
std::string departure(const Departure& departure, double rate);

// The identifiers are stable, and the same in JSON and CSV.
std::string_view id_of(Measure measure);
std::string_view id_of(Standing standing);
std::string_view id_of(Action action);
std::string_view id_of(MatchKind kind);
std::string_view id_of(DepartureKind kind);
std::string_view id_of(Dynamic dynamic);
std::string_view id_of(Ornament ornament);
std::string_view id_of(Hand hand);
std::string_view id_of(VoiceDetail detail);
std::string_view id_of(SourceKind kind);
std::string_view unit_of(Measure measure);  // "ms", "bpm", "%/min", "ratio", "dB", "sd", "per 100"

// Returns what the metric is called in a table: "Snare spread", "Kick with hat", "Tempo".
std::string name_of(const Metric& metric);
// Returns the letters of the verdict scale: "B", "B-C" or "".
std::string grade(const Metric& metric);

// Returns how sure a reading is: "88 % sure", rounded down, or "" where there is nothing left to doubt.
std::string sure(double probability);
// Returns the meter of what was played in place of the chart, "7/8"; "" where none was found.
std::string played_meter(const Reading& reading);
// Returns the chart's meters, or where another groove was played its meter; "" where none was found.
std::string meter_heard(const Take& take);
// Returns the doubts about meter and bar line: "88 % sure", "bar line 33 % sure", both or "".
std::string meter_doubt(const Reading& reading);

// Returns the tempo of a take and how sure it is: "80.1 BPM (80.0 to 80.1), 97 % sure", or both where two are
// told: "80 or 160 BPM (60 % or 34 %)".
std::string tempo_words(const Reading& reading);

// Returns the places in the bar that a metric speaks of: "& of 3", "beats 3-4".
std::string beats_of(const Metric& metric);
// Returns "every 4th bar from bar 2", of a metric that comes in one bar of so many.
std::string every_words(const Metric& metric);
// Returns the slips that stand at the place of the bar where most of them do, in order; none when no place
// has more than half of them.
std::vector<Place> at_common_place(const Metric& metric);
// Returns where slips were: "& of 3 (bars 5, 7) +1", or "bars 5, 7 (2)" when they share no place.
std::string slip_places(const Metric& metric);
// Returns missed, extra or misplaced strokes counted, with their places: "3 of 64 kick notes missed, bar 5".
std::string slip_words(const Metric& metric);
// Returns a metric as a fact of a few words, with what makes a fault of it, and without a full stop.
std::string fact_words(const Metric& metric);
// Returns "Nothing to fix at 120."
std::string nothing_to_fix(const Take& take);

// OrderWords are the two halves of an order.
struct OrderWords {
  std::string cause;   // [where] [what, signed, ms] [±]
  std::string action;  // [next action with number]
};
OrderWords order_words(const Take& take);

}  // namespace firstchair::report
