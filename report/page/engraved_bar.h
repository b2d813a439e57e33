// This file draws what stands in one bar of the notation: heads, stems, beams or flags, rests, tuplets,
// ornaments, and the sticking and shares below.
#pragma once

#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "report/page/glyphs.h"
#include "report/page/note_tally.h"
#include "report/page/rhythm.h"

namespace firstchair::report {

constexpr double kStaff = 4 * kSpace;
constexpr double kStaffTop = 62;   // of the staff inside its system
constexpr double kHandBeam = -27;  // from the top line
constexpr double kFootBeam = kStaff + 27;
constexpr double kPadLeft = 17, kPadRight = 9;  // of a bar

// What is written with hands, and what with feet.
struct Layers {
  std::vector<BeatGroup> hands, feet;
};

// What a system is drawn with, layer upon layer.
struct Pens {
  Pen ink, area, thin;
  std::string heads, texts;
};

class BarEngraver {
 public:
  // `chart` and `tallies`, one of each of its notes, outlive it. Plain: nothing was played, and heads have no
  // colour. Titles: every note has words.
  BarEngraver(const Chart& chart, const std::vector<Tally>& tallies, bool plain, bool titles);
  // Draws the notes of a bar between x and x + width; the sticking and the shares that were missed stand at
  // these heights.
  void draw(const Bar& bar, const Layers& layers, double x, double width, double sticking, double percent,
            Pens& pens) const;

 private:
  void below(const Figure& figure, double x, double sticking, double percent, Pens& pens) const;
  template <class Place>
  void group_of(const BeatGroup& group, bool hands, const Place& x_of, Pens& pens) const;
  int position(int note) const;
  void head(int index, double x, double y, int dots, Pens& pens) const;
  std::string title(const Note& note, const Tally& tally) const;

  const Chart& chart_;
  const std::vector<Tally>& tallies_;
  std::vector<Bar> bars_;
  bool plain_, titles_;
};

}  // namespace firstchair::report
