// Committed bars: while an attempt is played, its page tells after every bar a hash that holds all that was
// recorded so far. What is handed in afterwards is then known to be no older than two seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "apps/chairs/audition.h"

namespace firstchair::audition {

// A CommittedBar is what one bar's commitment says. Bar 0 is all that was recorded before the first bar line;
// the last one ends with the recording.
struct CommittedBar {
  std::int64_t bytes = 0;     // that were recorded since the commitment before it
  std::string hash;           // 64 digits: next_commitment of the hash before it and those bytes
  std::int64_t delay_ms = 0;  // from when its bar ended by the tempo drawn, had the count-in begun at once
};

// Returns the SHA-256 of `before` and the bytes. The first `before` is 64 zeros.
std::string next_commitment(const std::string& before, std::string_view bytes);
// Returns 0 when the input is what was committed, else the number of the first bar that differs. An input
// that goes on behind the last commitment differs in the bar after it.
int first_unlike(const std::vector<CommittedBar>& bars, std::string_view input);
// Returns when bar `bar` of an attempt ends, ms after it was opened, had the count-in begun at once.
double bar_ends_ms(const Declaration& declaration, const Attempt& attempt, int bar);
// Returns an empty text, or which of an excerpt's bars were not committed while they were played: "bars 12 to
// 15 came 9 s late; they count as sent, not as live". A bar may come 2 s later than the others, and the
// count-in may begin 15 s after the attempt was opened.
std::string not_live(const std::vector<CommittedBar>& bars, int asked);

// `settings` is what the page's drill was told; whoever hears the input again needs it.
store::RecordLine bars_line(const Attempt& attempt, const std::vector<CommittedBar>& bars,
                            const std::string& settings, std::int64_t t);
// This is its inverse; false when the line is none.
bool read_bars(const nlohmann::json& fields, std::vector<CommittedBar>& bars, std::string& settings);

}  // namespace firstchair::audition
