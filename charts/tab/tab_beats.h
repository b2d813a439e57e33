// This file joins the pieces of a bar whose beats stand between bar lines: HH|x-x-|x-x-|x-x-|x-x-||.
#pragma once

#include "charts/tab/tab_lines.h"

namespace firstchair::charts {

// Pieces of at most six cells are beats where a counting line counts one for each piece, or where double bar
// lines stand around as many as the meter has. They become one bar, and it is told. Systems of whole bars
// that could be beats are told of and left as they are.
void join_beats(TabText& tab, Remarks& remarks);

}  // namespace firstchair::charts
