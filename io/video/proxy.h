// A proxy is a small film of a camera's pictures, each at its own time: drafts are made of it in a fraction
// of the time that the camera's own file takes.
#pragma once

#include <functional>
#include <string>

#include "engine/core/result.h"
#include "io/files/cage.h"
#include "io/video/probe.h"

namespace firstchair::video {

inline constexpr int kDraftSide = 640;  // pixels of the longer side of drafts and proxies

// Says whether a proxy is worth its making: not where the pictures are that small, nor where it is not known
// how long they last.
bool wants_proxy(const VideoInfo& info);

// Says whether an opened file may be the proxy of another one: as small, and as long.
bool is_proxy(const VideoInfo& proxy, const VideoInfo& of);

// Writes the proxy of a file to `into`, which is replaced. The proxy's time 0 is the camera's time
// info.starts_s. `told` is given the share that is done, about ten times a second; false ends it, and nothing
// stays. Errors: those of reading `of`; unwritable; usage (it was ended).
Result<Done> write_proxy(const std::string& of, const VideoInfo& info, const std::string& into,
                         const io::Cage& cage, const std::function<bool(double)>& told);

}  // namespace firstchair::video
