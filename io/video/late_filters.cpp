#include "io/video/late_filters.h"

namespace firstchair::video {

constinit late::Libraries libavfilter{{FIRSTCHAIR_LATE_FILE("avfilter", LIBAVFILTER_VERSION_MAJOR)},
                                      "Install FFmpeg's libraries"};

}  // namespace firstchair::video
