// The pictures are drawn with these few strokes of SVG. Coordinates are pixels of the viewBox, written to a
// tenth.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "engine/core/voice.h"

namespace firstchair::report {

// Writes "12.5" or "-3": short, and never with an exponent.
void coordinate(std::string& out, double value);

// A Pen grows path data mark by mark: many marks make one path, which is what keeps a page of 30,000 strokes
// small.
class Pen {
 public:
  Pen& move(double x, double y);
  Pen& line(double x, double y);
  Pen& horizontal(double x);  // a line straight to the left or right, to x
  Pen& vertical(double y);    // a line straight up or down to y
  Pen& box(double x, double y, double width, double height);
  Pen& raw(std::string_view relative);  // relative commands, e.g. "h0"
  bool empty() const { return data_.empty(); }
  const std::string& data() const { return data_; }
  // Returns <path class="..." d="..."/>, or nothing when nothing was drawn.
  std::string path(std::string_view css_class) const;

 private:
  std::string data_;
};

std::string svg_text(double x, double y, std::string_view css_class, std::string_view text);  // escapes
std::string svg_line(double x1, double y1, double x2, double y2, std::string_view css_class);
std::string svg_rect(double x, double y, double width, double height, std::string_view css_class);
// Opens <svg role="img" aria-label="..." viewBox="0 0 w h">; the caller closes it with </svg>.
std::string svg_open(double width, double height, std::string_view label,
                     std::string_view css_class = "wide");
// Opens <svg viewBox="left 0 w h">: a part of what an element around it, an image, has the words for.
std::string svg_part(double left, double width, double height, std::string_view css_class);
// The pictures over time are one drawing: names on the left, then lanes. A narrower page shows it cut into
// four (`parts`), of which page.css puts two under each other or all of them, each behind the names.
inline constexpr double kStripWidth = 1100, kStripLeft = 92, kStripRight = 12;
// Returns both; `right` is where the lanes end, `id` nothing else on the page has.
std::string svg_strip(std::string_view id, double height, double right, std::string_view label,
                      const std::string& inside);
// Returns a table that is laid out for the width it has, in a box that can be scrolled where it is wider yet.
std::string table_box(std::string_view name, const std::string& table);
// Returns what is higher than its box, in one that is scrolled, also by keys.
std::string scrolled(std::string_view css_class, std::string_view name, const std::string& inside);

// Each line of the kit has its mark: x for hats, squares for kicks ... It is drawn with the CSS class of the
// same name.
std::string_view mark_of(Line line);
void draw_mark(Pen& pen, Line line, double x, double y);

// There are five classes of signed error, the same everywhere: e0 is early beyond 20 ms, e1 beyond 10, e2
// within 10, e3 and e4 are late likewise.
int error_class(double ms);
inline constexpr int kErrorClasses = 5;
inline constexpr std::array<std::string_view, kErrorClasses> kErrorClass{"e0", "e1", "e2", "e3", "e4"};
inline constexpr std::array<std::string_view, kErrorClasses> kErrorClassText{
    "20 ms early or more", "10 to 20 early", "within 10", "10 to 20 late", "20 ms late or more"};

// Returns 1, 2 or 5 times a power of ten: the smallest that divides `span` into at most `most` steps.
double nice_step(double span, int most);

}  // namespace firstchair::report
