// This file runs a filter graph of libavfilter that has one way in and one way out.
#pragma once

#include <string>

#include "io/video/libav.h"

namespace firstchair::video {

// Makes a graph for frames like `like`, whose stamps count in `base`; null when there is no such filter. It
// starts no thread.
OwnedFilters make_graph(const AVFrame& like, AVRational base, const std::string& filters,
                        AVFilterContext*& in, AVFilterContext*& out);
bool push(AVFilterContext* in, AVFrame& frame);  // the frame stays the caller's
void push_end(AVFilterContext* in);
bool pull(AVFilterContext* out, AVFrame& frame);  // false: none yet, or none any more
AVRational time_base_of(const AVFilterContext* out);

}  // namespace firstchair::video
