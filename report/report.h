// Reports turn nouns into text. They are pure functions of a Take; no file, no clock, no terminal is touched
// here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::report {

struct SummaryStyle {
  bool colour = false;  // ANSI colours (blue early, orange late: safe for colour-blind readers)
  int width = 80;
};

// Returns at most 25 lines, with a newline at the end of each.
std::string summary(const Take& take, const SummaryStyle& style);
// Returns the first sentence of a report, which somebody would repeat to a friend: "Your kick comes early on
// the & of 3."
std::string headline(const Take& take);
// Returns what stands below it: at most three facts, the order's cause first, each with place, size and
// interval.
std::vector<std::string> facts_told(const Take& take);
// Returns the one order in words: "Snare 14 ms early, +-4. Let the click come. Bars 9-16 at 96."
std::string order_text(const Take& take);
// Returns one metric in words, with its interval; "not enough strokes (n of N)" or "below this setup's floor"
// where that is so.
std::string metric_text(const Metric& metric);

// Returns several lines on hands and limbs: who lands when against whom, every pair with its interval.
std::string hands_text(const Take& take);

// `ear` names the weights that heard the take's sound (heard_by); empty: nobody knows. Of an e-kit it is not
// told.
std::string take_json(const Take& take, std::string_view ear = {});  // docs/formats/take.md
std::string take_html(const Take& take, std::string_view ear = {});  // one self-contained page
std::string events_csv(const Take& take);  // one row a stroke or missed note; docs/formats/events.md

// Returns a chart alone as notation: SVG systems of `width` pixels, at least kNarrowestNotation. Every note
// is a group with the id "n" + its index, every bar a <rect class="place" data-bar="index"> from its first
// tick to its end, over the system's full height, so that a page can colour the one and move along the other.
inline constexpr double kNarrowestNotation = 300;
std::string chart_notation(const Chart& chart, double width);

}  // namespace firstchair::report
