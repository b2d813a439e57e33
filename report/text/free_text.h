// This file puts free playing in words and on a terminal. The functions are pure, so that the screen can be
// tested without a terminal.
#pragma once

#include <string>

namespace firstchair::report {

// A FreeBeat is what is known of the beat at one moment.
struct FreeBeat {
  bool known = false;                 // false: too few strokes, or silence
  double bpm = 0, low = 0, high = 0;  // 95 %, given that the beat is right
  double probability = 0;             // probability that the beat is right, and not half, double or beside it
  int beat = 0;                       // its place in a bar of four, from 1
  double bar_probability = 0;         // probability that the bar is counted right, given the beat
};

// Returns "0:12 118.4 bpm ±0.9, beat 3"; "0:12 118 bpm ±1, or another beat: 61 % sure"; "0:02 no tempo yet".
std::string free_text(const FreeBeat& beat, double seconds);

struct FreeScreen {
  FreeBeat beat;
  double click_bpm = 0;  // 0: no click
  bool counting_in = false;
  double seconds = 0;  // length of the take so far
  int dropouts = 0;
  std::string source;   // "microphone"
  std::string message;  // a notice; empty: none
};

// Returns at most `rows` lines of at most `columns` columns, with a newline at the end of each.
std::string free_screen(const FreeScreen& screen, int columns, int rows);

}  // namespace firstchair::report
