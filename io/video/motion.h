// This file looks at a camera's picture for what changes in it (engine/cut/motion.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/cut/looking.h"
#include "io/files/cage.h"
#include "io/video/probe.h"

namespace firstchair::video {

struct MotionReading {
  std::string path;
  std::vector<cut::Sight> stretches = {};  // camera time, in order and apart
  io::Cage cage = {};
  std::function<bool(double done)> told = {};  // 0..1, about ten times a second; false ends it
  // So many parts of the film are decoded beside one another, each by a decoder of its own, which has one
  // thread; what is seen is the same to the bit.
  unsigned at_once = 1;
};

// Returns what changes in the picture in those stretches, in frames of about 160x90 whose cells are 4x4
// pixels; of more than 60 frames a second it takes 60. Errors: as probe(); usage (it was ended).
Result<cut::Motion> read_motion(const MotionReading& reading, const VideoInfo& info);

}  // namespace firstchair::video
