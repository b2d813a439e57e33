// A copy is a recording kept beside the book: what the ear was given (the mean of all channels), lossless to
// 24 bits.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/result.h"
#include "io/files/cage.h"

namespace firstchair::io {

// [setup] Streams `from` (any file audio_file.h reads) into a FLAC file of its rate and returns its size in
// bytes. Samples beyond full scale are clipped, those that are no numbers become silence. `to` is complete or
// absent: it is written beside, synced and renamed; its folder is made. Errors: those of AudioFile::open;
// unwritable (`to` is there already, the disk is full).
Result<std::int64_t> copy_as_flac(const std::string& from, const std::string& to, const Cage& cage = {});

}  // namespace firstchair::io
