// A Container is a file that libavformat has opened over one descriptor: it opens no other file, whatever
// this one asks for, and tries no other format than those named.
#pragma once

#include "io/files/input.h"
#include "io/files/libav.h"

namespace firstchair::io {

struct Container {
  std::unique_ptr<Input> input;  // before what reads it
  Owned<AVIOContext> bytes;
  Owned<AVFormatContext> format;  // null: it is none of the containers
};

// `containers` and `codecs` are lists with commas, by libavformat's and libavcodec's own names.
Container open_container(const Input& input, const char* containers, const char* codecs);

}  // namespace firstchair::io
