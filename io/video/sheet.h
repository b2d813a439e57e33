// This file draws the contact sheet of a film: its sound, its strokes, its tension and its shots are on one
// page, to see at a glance how it was cut.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/cut/film.h"
#include "io/files/cage.h"
#include "io/video/canvas.h"

namespace firstchair::video {

struct SheetConfig {
  std::string path = {};    // of the PNG
  std::string folder = {};  // as RenderConfig
  bool force = false;
  io::Cage cage = {};
};

// Returns the colour of a camera by its number: the same on every sheet.
Rgb camera_colour(int camera);

// Writes rows of the film's time, at most 24. A row shows the sound; the strokes, a colour a line and as high
// as they are strong, over the tension; and the shots: each has a strip of its camera's colour and its first
// picture. Errors: those of reading the cameras, unwritable, usage (the film has no shot).
Result<Done> write_sheet(const cut::Film& film, const SheetConfig& config);

}  // namespace firstchair::video
