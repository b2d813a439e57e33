// The peers are Debian's aubioonset, and madmom, essentia and librosa where a Python has them. They run as
// programs of their own, beside ours and never inside it, on files.
#pragma once

#include <string>
#include <vector>

namespace firstchair::bench {

struct PeerFile {
  std::vector<double> onsets;  // seconds
  double cpu_seconds = 0;
};

struct Peer {
  std::string name, version, licence;
  std::size_t parameters = 0;   // fitted numbers of its nets; 0: none
  std::vector<PeerFile> files;  // in the order of the wavs given
};

// Runs aubioonset in six settings, with `quick` in three; the CPU is that of the whole process, reading the
// file included. The list is empty when it is not installed.
std::vector<Peer> hear_with_aubio(const std::vector<std::string>& wavs, bool quick);
// Runs what the interpreter named by $FIRSTCHAIR_PEERS_PYTHON has; the CPU is that of the detector alone. The
// list is empty when that is not set.
std::vector<Peer> hear_with_python(const std::vector<std::string>& wavs);

}  // namespace firstchair::bench
