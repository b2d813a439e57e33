// The peers: Debian's aubioonset, and madmom, essentia and librosa where a Python has them. Run as programs
// of their own, beside ours and never inside it, on files.
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
  std::vector<PeerFile> files;  // as the wavs were given
};

// aubioonset in six settings, `quick` in three; CPU of the whole process, reading the file included. Empty
// when not installed.
std::vector<Peer> hear_with_aubio(const std::vector<std::string>& wavs, bool quick);
// What the interpreter named by $FIRSTCHAIR_PEERS_PYTHON has; CPU of the detector alone. Empty when not set.
std::vector<Peer> hear_with_python(const std::vector<std::string>& wavs);

}  // namespace firstchair::bench
