#include "io/files/late_libav.h"

namespace firstchair::io {

constinit late::Libraries libav{{FIRSTCHAIR_LATE_FILE("avformat", LIBAVFORMAT_VERSION_MAJOR),
                                 FIRSTCHAIR_LATE_FILE("avcodec", LIBAVCODEC_VERSION_MAJOR),
                                 FIRSTCHAIR_LATE_FILE("avutil", LIBAVUTIL_VERSION_MAJOR),
                                 FIRSTCHAIR_LATE_FILE("swresample", LIBSWRESAMPLE_VERSION_MAJOR)},
                                "Install FFmpeg's libraries"};

}  // namespace firstchair::io
