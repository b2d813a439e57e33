// This is the last step of a fit.
#pragma once

#include <fmt/format.h>

#include "bench/follow/fit.h"
#include "lab/fitted_file.h"

namespace firstchair::bench {

// Writes the file and says where; the exit code.
inline int save(std::string_view kind, const FitOptions& options, std::string split,
                const lab::FittedText& text) {
  const Result<std::string> path =
      lab::write_fitted(options.folder, kind, lab::head_of(options.command, std::move(split)), text);
  if (!path) {
    fmt::print(stderr, "bench_follow: {}\n", path.error().line());
    return 1;
  }
  fmt::print("{}\n", *path);
  return 0;
}

}  // namespace firstchair::bench
