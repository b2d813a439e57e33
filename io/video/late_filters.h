// FFmpeg's functions that make and change films' pictures, loaded when they are called (io/late/late.h).
#pragma once

#include <cstdint>

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include "io/files/late_libav.h"

namespace firstchair::video {

using namespace io::late_libav;

// This loads libavfilter, which brings a hundred and sixty libraries.
extern late::Libraries libavfilter;

FIRSTCHAIR_LATE(libavfilter, av_buffersink_get_frame);
FIRSTCHAIR_LATE(libavfilter, av_buffersink_get_time_base);
FIRSTCHAIR_LATE(libavfilter, av_buffersrc_add_frame_flags);
FIRSTCHAIR_LATE(libavfilter, av_buffersrc_parameters_alloc);
FIRSTCHAIR_LATE(libavfilter, av_buffersrc_parameters_set);
FIRSTCHAIR_LATE(libavfilter, avfilter_get_by_name);
FIRSTCHAIR_LATE(libavfilter, avfilter_graph_alloc);
FIRSTCHAIR_LATE(libavfilter, avfilter_graph_alloc_filter);
FIRSTCHAIR_LATE(libavfilter, avfilter_graph_config);
FIRSTCHAIR_LATE(libavfilter, avfilter_graph_free);
FIRSTCHAIR_LATE(libavfilter, avfilter_graph_parse_ptr);
FIRSTCHAIR_LATE(libavfilter, avfilter_init_str);
FIRSTCHAIR_LATE(libavfilter, avfilter_inout_alloc);
FIRSTCHAIR_LATE(libavfilter, avfilter_inout_free);

}  // namespace firstchair::video
