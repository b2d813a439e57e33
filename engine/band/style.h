// A Style says how bass and comping are played: as data (data/styles), which charts/styles reads.
#pragma once

#include <string>
#include <vector>

namespace firstchair::band {

// What a bass note is of its chord.
enum class BassRole : unsigned char {
  root,      // or the written bass
  fifth,     // the chord's, where it has one
  tone,      // the chord tone of the smallest leap
  step,      // a note of the chord's scale or a half tone beside the next note
  approach,  // leads to the next bar's root by one or two half tones
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
  int beats = 4;     // of the bar that the cells fill; other bars take the cells' notes that fall into them
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
