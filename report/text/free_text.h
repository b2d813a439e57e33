// Free playing in words and in a terminal: pure functions, so that the screen can be tested without one.
#pragma once

#include <string>

namespace firstchair::report {

// What is known of the beat at one moment.
struct FreeBeat {
  bool known = false;                 // false: too few strokes, or silence
  double bpm = 0, low = 0, high = 0;  // 95 %, given that the beat is right
  double probability = 0;             // that it is, and not half, double or beside it
  int beat = 0;                       // of a bar of four, from 1
  double bar_probability = 0;         // that the bar is counted right, given the beat
};

// "0:12 118.4 bpm ±0.9, beat 3"; "0:12 118 bpm ±1, or another beat: 61 % sure"; "0:02 no tempo yet".
std::string free_text(const FreeBeat& beat, double seconds);

struct FreeScreen {
  FreeBeat beat;
  double click_bpm = 0;  // 0: no click
  bool counting_in = false;
  double seconds = 0;  // of the take
  int dropouts = 0;
  std::string source;   // "microphone"
  std::string message;  // a notice; empty: none
};

// At most `rows` lines of at most `columns` columns, a newline at the end of each.
std::string free_screen(const FreeScreen& screen, int columns, int rows);

}  // namespace firstchair::report
