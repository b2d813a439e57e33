// These are the signs of drum notation, drawn as paths around their own origin: no font is needed. One staff
// space is 8 pixels.
#pragma once

#include <string>
#include <string_view>

#include "report/page/svg.h"

namespace firstchair::report {

inline constexpr double kSpace = 8;

enum class Head { filled, cross, circled_cross, diamond };
Head head_of(Voice voice);
// Returns the half spaces below the top line of the staff: 0 is the top line, 8 the bottom line, negative
// lies above.
int position_of(Voice voice);
bool with_feet(Voice voice);

// Returns the CSS class of a head: "o" filled and "x" crosses are strokes, "d" diamonds are areas.
std::string_view head_class(Head head);
void draw_head(Pen& pen, Head head, double x, double y);
void draw_hollow_head(Pen& pen, double x, double y);  // an outline, for a missed note
void draw_small_head(Pen& pen, double x, double y);   // the head of a grace note

// All are drawn as strokes ("ink" class) unless said otherwise.
void draw_clef(Pen& area, double x, double top);                    // an area
void draw_number(Pen& pen, int number, double center, double top);  // a number of the meter
void draw_rest(Pen& strokes, Pen& area, int value, int dots, double x,
               double y);  // y: middle of the staff or of its layer
void draw_flags(Pen& pen, int count, double x, double y, bool up);
void draw_accent(Pen& pen, double x, double y);
void draw_parentheses(Pen& pen, double x, double y);
void draw_buzz(Pen& pen, double x, double y);

}  // namespace firstchair::report
