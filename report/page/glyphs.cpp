#include "report/page/glyphs.h"

#include <array>

namespace firstchair::report {

Head head_of(Voice voice) {
  switch (voice) {
    case Voice::hat_open:
      return Head::circled_cross;
    case Voice::ride_bell:
      return Head::diamond;
    case Voice::cross_stick:
    case Voice::hat_closed:
    case Voice::hat_pedal:
    case Voice::ride:
    case Voice::crash:
      return Head::cross;
    case Voice::kick:
    case Voice::snare:
    case Voice::tom_high:
    case Voice::tom_mid:
    case Voice::tom_low:
    case Voice::pad:
      return Head::filled;
  }
  return Head::filled;
}

int position_of(Voice voice) {
  switch (voice) {
    case Voice::crash:
      return -2;
    case Voice::hat_closed:
    case Voice::hat_open:
      return -1;
    case Voice::ride:
    case Voice::ride_bell:
      return 0;
    case Voice::tom_high:
      return 1;
    case Voice::tom_mid:
      return 2;
    case Voice::snare:
    case Voice::cross_stick:
    case Voice::pad:
      return 3;
    case Voice::tom_low:
      return 5;
    case Voice::kick:
      return 7;
    case Voice::hat_pedal:
      return 9;
  }
  return 3;
}

bool with_feet(Voice voice) {
  return voice == Voice::kick || voice == Voice::hat_pedal;
}

std::string_view head_class(Head head) {
  return head == Head::filled ? "o" : head == Head::diamond ? "d" : "x";
}

void draw_head(Pen& pen, Head head, double x, double y) {
  pen.move(x, y);
  switch (head) {
    case Head::filled:
      pen.raw("m-1.5.8l3-1.6");
      break;  // the round caps of a thick line make the oval
    case Head::diamond:
      pen.raw("m0-4.8l5.4 4.8-5.4 4.8-5.4-4.8z");
      break;
    case Head::circled_cross:
      pen.raw("m-5.2 0a5.2 5.2 0 1 0 10.4 0a5.2 5.2 0 1 0-10.4 0m1.8-3.4l6.8 6.8m0-6.8l-6.8 6.8");
      break;
    case Head::cross:
      pen.raw("m-4-4l8 8m0-8l-8 8");
      break;
  }
}

void draw_hollow_head(Pen& pen, double x, double y) {
  pen.move(x, y).raw("m-5 1.2c0-2.6 2.8-5 6-5s4 1.6 4 2.6c0 2.6-2.8 5-6 5s-4-1.6-4-2.6z");
}

void draw_small_head(Pen& pen, double x, double y) {
  pen.move(x, y).raw("m-3 .7c0-1.6 1.7-3 3.6-3s2.4 1 2.4 1.6c0 1.6-1.7 3-3.6 3s-2.4-1-2.4-1.6z");
}

void draw_clef(Pen& area, double x, double top) {
  area.move(x, top + kSpace).raw("h4.4v16h-4.4z");
  area.move(x + 8, top + kSpace).raw("h4.4v16h-4.4z");
}

void draw_number(Pen& pen, int number, double center, double top) {
  static constexpr std::array<std::string_view, 10> kDigits{
      "m4.5.7c-5.2 0-5.2 13.6 0 13.6s5.2-13.6 0-13.6z",
      "m1.6 3.6l3.6-2.9v13.6m-3 0h6",
      "m.8 4.2c.2-4.6 7.4-4.8 7.4-.4 0 3.6-6.4 6.2-7.4 10.3 3-1.6 5 1 7.6-.8",
      "m1 3.2c1.2-3.4 7-3.2 7 .6 0 2.6-2.4 3.4-4.2 3.4 2.4 0 4.8 1 4.8 3.6 0 4.4-7 4.4-7.8.8",
      "m5 .7c-1.4 3.6-3 6.4-4.6 9.2h8.4m-2.6-4.8v9.2m-2 0h4",
      "m8 .7h-6l-.6 6.2c2.4-2 7-1 7 3 0 4.8-6.4 5.4-7.4 2.2",
      "m7.8 2.2c-3-3.2-7-.4-7 5.6 0 8.4 7.6 8 7.6 2.6 0-4.8-6.2-4.8-7.4-.6",
      "m1 3.4v-2.7h7.4c-2.6 4-3.8 8-4 13.6",
      "m4.5 7.2c-4.4-1-4-6.5 0-6.5s4.4 5.5 0 6.5c-5.4 1.2-5 7.1 0 7.1s5.4-5.9 0-7.1z",
      "m1.4 12.8c3 3.2 7 .4 7-5.6 0-8.4-7.6-8-7.6-2.6 0 4.8 6.2 4.8 7.4.6"};
  std::array<int, 3> digits{};
  std::size_t count = 0;
  do {
    digits[count++] = number % 10;
    number /= 10;
  } while (number > 0 && count < digits.size());
  double x = center - 5.5 * static_cast<double>(count) + 1;
  while (count-- > 0) {
    pen.move(x, top + 0.5).raw(kDigits[static_cast<std::size_t>(digits[count])]);
    x += 11;
  }
}

void draw_rest(Pen& strokes, Pen& area, int value, int dots, double x, double y) {
  if (value <= 0) {
    area.move(x - 6, y - kSpace).raw("h12v4.4h-12z");
  } else if (value == 1) {
    area.move(x - 6, y - 4.4).raw("h12v4.4h-12z");
  } else if (value == 2) {
    area.move(x - 2.4, y - 11)
        .raw(
            "l6.2 7.2c-2.6 2.6-2.4 4.4 1 8.4-3.6-1.4-5.4.4-2.4 5.2-5.8-3-5.4-7-1.2-6.8l-4.4-5.4c2.8-3 2.8-5 "
            ".8-8.6z");
  } else {
    const int flags = value - 2;
    const double top = y - 5 - 4 * (flags - 1);
    for (int i = 0; i < flags; ++i) {
      const double fy = top + kSpace * i, fx = x - 2.2 * i;
      area.move(fx - 4.6, fy).raw("a2 2 0 1 0 4 0a2 2 0 1 0-4 0z");
      strokes.move(fx - 2.6, fy + 1.4).raw("c2.6 1.6 5.2.4 6.4-2.6");
    }
    strokes.move(x + 3.8, top - 1.2).line(x - 2.2 * flags + 1, y + 9);
  }
  for (int i = 0; i < dots; ++i)
    area.move(x + 8 + 5 * i, y - 4).raw("a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0z");
}

void draw_flags(Pen& pen, int count, double x, double y, bool up) {
  for (int i = 0; i < count; ++i) {
    pen.move(x, up ? y + 6 * i : y - 6 * i);
    pen.raw(up ? "c.6 5.4 8.6 6.4 6 15" : "c.6-5.4 8.6-6.4 6-15");
  }
}

void draw_accent(Pen& pen, double x, double y) {
  pen.move(x - 5, y - 3).raw("l10 3-10 3");
}

void draw_parentheses(Pen& pen, double x, double y) {
  pen.move(x - 6.6, y - 5.4)
      .raw("c-2.4 3.4-2.4 7.4 0 10.8")
      .move(x + 6.6, y - 5.4)
      .raw("c2.4 3.4 2.4 7.4 0 10.8");
}

void draw_buzz(Pen& pen, double x, double y) {
  pen.move(x - 3.4, y - 3).raw("h6.8l-6.8 6h6.8");
}

}  // namespace firstchair::report
