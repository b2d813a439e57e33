// Phantoms are drums that are told to a stroke that was alone.
#pragma once

#include "lab/listen.h"
#include "lab/render.h"

namespace firstchair::bench {

struct Phantoms {
  double lone = 0, phantoms = 0, doubled = 0;  // strokes far from others; with another family; with two of it

  void add(const lab::Rendering& file, const lab::Heard& heard);
  double share(double of) const { return lone > 0 ? of / lone : 0; }
};

}  // namespace firstchair::bench
