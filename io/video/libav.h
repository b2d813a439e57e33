// What io/video takes from FFmpeg's libraries, owned.
#pragma once

#include <memory>

#include "io/files/libav.h"
#include "io/video/late_filters.h"

namespace firstchair::video {

using io::Owned;

struct FreeFilters {
  void operator()(AVFilterGraph* p) const { avfilter_graph_free(&p); }
};
using OwnedFilters = std::unique_ptr<AVFilterGraph, FreeFilters>;

}  // namespace firstchair::video
