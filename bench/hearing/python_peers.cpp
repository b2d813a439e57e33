#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/hearing/peers.h"
#include "lab/process.h"

namespace firstchair::bench {

std::vector<Peer> hear_with_python(const std::vector<std::string>& wavs) {
  const char* python = std::getenv("FIRSTCHAIR_PEERS_PYTHON");
  if (python == nullptr || wavs.empty()) return {};
  const lab::TempFolder folder;
  {
    std::ofstream list(folder.path("list"));
    for (const std::string& wav : wavs) list << wav << '\n';
  }
  const lab::ProgramRun run =
      lab::run_program({python, FIRSTCHAIR_SOURCE_DIR "/bench/hearing/peers.py", folder.path("list")}, true);
  const nlohmann::json told = nlohmann::json::parse(run.out, nullptr, false);
  if (run.code != 0 || !told.is_array()) {
    fmt::print(stderr, "bench_hearing: {} told nothing of peers.\n", python);
    return {};
  }
  std::vector<Peer> peers;
  for (const nlohmann::json& row : told) {
    Peer peer{.name = row["name"],
              .version = row["version"],
              .licence = row["licence"],
              .parameters = row["parameters"],
              .files = {}};
    for (const nlohmann::json& file : row["files"]) {
      peer.files.push_back({.onsets = file["onsets"], .cpu_seconds = file["cpu_seconds"]});
    }
    if (peer.files.size() == wavs.size()) peers.push_back(std::move(peer));
  }
  return peers;
}

}  // namespace firstchair::bench
