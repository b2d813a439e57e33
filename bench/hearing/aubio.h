// The peer: Debian's aubioonset (GPL, run as a program of its own, beside ours and never inside it).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace firstchair {

struct PeerRun {
  std::vector<double> onsets;  // seconds
  double cpu_seconds = 0;      // whole process, with reading the file
};

// Nothing when aubioonset is not installed.
std::optional<PeerRun> run_aubio(const std::string& wav, const std::string& options);

}  // namespace firstchair
