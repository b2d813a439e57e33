// A Style says how bass and comping are played: as data (data/styles), which songs/styles reads.
//
// A beat is a quarter note, and a dotted one in 6/8, 9/8 and 12/8.
#pragma once

#include <string>
#include <vector>

namespace firstchair::band {

// What a bass note is of its chord. What a chord does not have is played as its nearest tone.
enum class BassRole : unsigned char {
  root,      // or the written bass
  guide,     // the root where the chord begins, else the tone of the smallest leap
  third,     // or what is suspended for it
  fifth,     // the chord's, where it has one
  sixth,     // of the chord's scale
  seventh,   // the chord's, else its sixth
  octave,    // the root, an octave from where the line is
  tone,      // the chord tone of the smallest leap
  step,      // a note of the chord's scale beside the one before
  approach,  // leads to the next bar's root by one or two half tones
  next,      // the next bar's root, before its time
};

struct BassNote {
  double beat = 0, length = 1;  // from 0, in beats of the bar; length in beats
  BassRole role = BassRole::root;
  double accent = 0;  // -1..1
};
struct BassCell {
  double weight = 1;
  std::vector<BassNote> notes;
};

struct CompHit {
  double beat = 0, length = 0.5;
  double accent = 0;
};
struct CompCell {
  double weight = 1;
  std::vector<CompHit> hits;
};

struct Style {
  std::string name;
  int beats = 4;     // of the bar that the cells fill; a longer bar takes another cell for its other beats
  double swing = 1;  // long over short eighth
  int bass_program = 32, comp_program = 0;  // General MIDI, from 0
  int bass_low = 28, bass_high = 55;        // E1 to G3
  int comp_low = 52, comp_high = 79;
  double bass_ms = 0, comp_ms = 0;  // later than the clock
  std::vector<BassCell> bass;
  std::vector<CompCell> comp;
};

// Returns an empty text when the style can be played, else one sentence saying what is wrong.
std::string check_style(const Style& style);

}  // namespace firstchair::band
