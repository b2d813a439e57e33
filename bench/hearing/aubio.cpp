#include <cstdlib>
#include <sstream>

#include "bench/hearing/peers.h"
#include "lab/process.h"

namespace firstchair::bench {
namespace {

struct Setting {
  std::string name;
  std::vector<std::string> options;
  bool quick = false;
};

const std::vector<Setting>& settings() {
  static const std::vector<Setting> kSettings{
      {"aubio hfc 512/256 (default)", {}, true},
      {"aubio hfc 256/64", {"-B", "256", "-H", "64"}},
      {"aubio hfc 512/128, 20 ms", {"-B", "512", "-H", "128", "-M", "0.02"}, true},
      {"aubio specflux 512/256", {"-O", "specflux"}},
      {"aubio specflux 1024/128", {"-O", "specflux", "-B", "1024", "-H", "128", "-M", "0.02"}, true},
      {"aubio complex 512/128", {"-O", "complex", "-B", "512", "-H", "128", "-M", "0.02"}},
  };
  return kSettings;
}

std::string version_of_aubio() {
  const std::string out = lab::run_program({"dpkg-query", "-W", "-f", "${Version}", "aubio-tools"}).out;
  return out.substr(0, out.find('-'));
}

}  // namespace

std::vector<Peer> hear_with_aubio(const std::vector<std::string>& wavs, bool quick) {
  static const std::string kVersion = version_of_aubio();
  std::vector<Peer> peers;
  for (const Setting& setting : settings()) {
    if (quick && !setting.quick) continue;
    Peer peer{.name = setting.name, .version = kVersion, .licence = "GPL-3", .files = {}};
    for (const std::string& wav : wavs) {
      std::vector<std::string> args{"aubioonset", "-i", wav, "-r", "0"};
      args.insert(args.end(), setting.options.begin(), setting.options.end());
      const lab::ProgramRun run = lab::run_program(args);
      if (run.code == 127) return {};
      PeerFile file{.onsets = {}, .cpu_seconds = run.cpu_seconds};
      std::istringstream lines(run.out);
      for (double onset = 0; lines >> onset;) file.onsets.push_back(onset);
      peer.files.push_back(std::move(file));
    }
    peers.push_back(std::move(peer));
  }
  return peers;
}

}  // namespace firstchair::bench
