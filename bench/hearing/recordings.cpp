#include "bench/hearing/recordings.h"

#include <algorithm>
#include <fstream>

#include "lab/csv.h"
#include "lab/kits.h"
#include "lab/sound.h"

namespace firstchair::bench {

std::vector<Recorded> recordings(const std::vector<std::string>& kinds) {
  std::vector<Recorded> all;
  const std::string folder = lab::corpora_folder() + "/noise/";
  std::ifstream csv(folder + "noise.csv");
  std::string line;
  std::getline(csv, line);
  while (std::getline(csv, line)) {
    const std::vector<std::string> cells = lab::csv_cells(line);
    if (cells.size() < 2 || std::find(kinds.begin(), kinds.end(), cells[1]) == kinds.end()) continue;
    if (cells[0].find("scrape") != std::string::npos) continue;
    all.push_back({cells[1], lab::load_sound(folder + cells[0])});
  }
  return all;
}

}  // namespace firstchair::bench
