#include "bench/hearing/listeners.h"

#include <fmt/format.h>

#include "bench/hearing/peers.h"
#include "engine/ear/file_ear.h"
#include "lab/process.h"

namespace firstchair::bench {
namespace {

constexpr std::size_t kLiveBlock = 64;

std::vector<double> ticks(const lab::Rendering& file) {
  std::vector<double> seconds;
  for (double t = 0; t * lab::kBenchRate < static_cast<double>(file.sound.size()); t += 0.1)
    seconds.push_back(t);
  return seconds;
}

Tally listener(const std::string& name, const std::string& version, const std::string& licence) {
  Tally tally;
  tally.listener = name;
  tally.version = version;
  tally.licence = licence;
  return tally;
}

std::vector<Peer> hear_with_peers(const std::vector<lab::Rendering>& files, Peers which) {
  if (which == Peers::none) return {};
  const lab::TempFolder folder;
  std::vector<std::string> wavs;
  for (const lab::Rendering& file : files) {
    wavs.push_back(folder.path(fmt::format("{}.wav", wavs.size())));
    if (!lab::save_wav(wavs.back(), file.sound, lab::kBenchRate)) return {};
  }
  std::vector<Peer> peers = hear_with_aubio(wavs, which == Peers::quick);
  for (Peer& peer : hear_with_python(wavs)) peers.push_back(std::move(peer));
  return peers;
}

}  // namespace

Hearing hear_all(const std::vector<lab::Rendering>& files, Peers peers) {
  Hearing hearing;
  const auto hear_ours = [&](const std::string& name, std::size_t numbers, const auto& hear) {
    Tally ours = listener(name, FIRSTCHAIR_VERSION, "Apache-2.0");
    ours.parameters = std::to_string(numbers);
    const std::size_t which = hearing.listeners.size();
    for (const lab::Rendering& file : files) {
      const lab::Heard heard = hear(file);
      ours.add(file, lab::times_of(lab::attacks_of(heard, lab::kBenchRate)));
      ours.cpu_seconds += heard.cpu_seconds;
      hearing.voices[which].add(file, heard);
      hearing.trust[which].add(file, heard);
      if (which == 0) hearing.reaction.add(file, heard);
    }
    hearing.listeners.push_back(std::move(ours));
  };
  hear_ours("firstchair", ear::Ear::parameters(),
            [](const lab::Rendering& file) { return lab::listen(file.sound, lab::kBenchRate, kLiveBlock); });
  hear_ours("firstchair, file ear", ear::FileEar::parameters(),
            [](const lab::Rendering& file) { return lab::listen_to_file(file.sound, lab::kBenchRate); });
  for (const Peer& peer : hear_with_peers(files, peers)) {
    Tally tally = listener(peer.name, peer.version, peer.licence);
    tally.parameters = peer.parameters > 0 ? std::to_string(peer.parameters) : "none";
    for (std::size_t f = 0; f < files.size(); ++f) {
      tally.add(files[f], peer.files[f].onsets);
      tally.cpu_seconds += peer.files[f].cpu_seconds;
    }
    hearing.listeners.push_back(std::move(tally));
  }
  Tally chance = listener("chance: a tick every 100 ms", "", "");
  for (const lab::Rendering& file : files) chance.add(file, ticks(file));
  hearing.listeners.push_back(std::move(chance));
  return hearing;
}

}  // namespace firstchair::bench
