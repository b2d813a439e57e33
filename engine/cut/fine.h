// The fine step says where a camera lies, to a fraction of a millisecond, from the coarse line, the sound
// around strokes and the ear's attacks.
//
// The master's strokes, put where the coarse line says, are the places: the camera needs no ear. Windows
// around them are compared, a robust line goes through their delays, and the strokes' correlations are laid
// over each other along it (engine/cut/response.h): where their sum has the most energy the slope is right,
// and its first peak is the direct sound. Where few strokes are there, long windows are compared. Where the
// master has no sound (an e-kit) the attacks that the ear heard in the camera are held against the master's.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/coarse.h"
#include "engine/cut/compare.h"
#include "engine/cut/placement.h"

namespace firstchair::cut {

// Returns half the 95 % interval of an offset or a slope that this witness said, with what the points' own
// scatter makes of it: besides, there is what no number of points takes away. `bench cut` counts how often
// they hold. An offset's reaches to what another way says, where that is over 8 ms (`between_s`) away.
double offset_95_s(Witness by, double scatter_s, double between_s);
double slope_95(Witness by, double scatter);

struct Fine {
  Placement placement;
  std::vector<Delayed>
      residuals;  // of the places (or pairs, where the sound was not compared), from the line
  std::vector<bool> on_line;
};
// Attacks are in order, in seconds of their recordings; the camera's are wanted only where nothing was
// compared (the master has no sound): then they alone say it.
Fine lay_finely(const Coarse& coarse, const FinePlan& plan, const Compared& compared,
                std::span<const double> master_attacks_s, std::span<const double> camera_attacks_s);

}  // namespace firstchair::cut
