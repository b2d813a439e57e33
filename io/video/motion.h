// This file looks at a camera's picture for what changes in it (engine/cut/motion.h).
#pragma once

#include <functional>
#include <string>

#include "engine/core/result.h"
#include "engine/cut/motion.h"
#include "io/files/cage.h"
#include "io/video/probe.h"

namespace firstchair::video {

struct MotionReading {
  std::string path;
  double from_s = 0, to_s = 0;  // camera time
  // A longer film is looked at in stretches of a minute, so many seconds in all, spread evenly.
  double most_s = 300;
  io::Cage cage = {};
  std::function<bool(double done)> told = {};  // 0..1, about ten times a second; false ends it
};

// Returns what changes in the picture, in frames of about 160x90 whose cells are 4x4 pixels; of more than 60
// frames a second it takes 60. Errors: as probe(); usage (it was ended).
Result<cut::Motion> read_motion(const MotionReading& reading, const VideoInfo& info);

}  // namespace firstchair::video
