// This file loads recordings of the data folder in which nobody plays drums: instruments, people, machines.
#pragma once

#include <string>
#include <vector>

namespace firstchair::bench {

struct Recorded {
  std::string kind;
  std::vector<float> sound;  // at the bench's rate
};

// Returns those of noise/noise.csv whose kind is one of `kinds`, in its order; scraped strings are left out.
std::vector<Recorded> recordings(const std::vector<std::string>& kinds);

}  // namespace firstchair::bench
