#include "bench/hearing/masking.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bench/hearing/recordings.h"
#include "engine/ear/other_music.h"
#include "lab/bleed.h"
#include "lab/conditions.h"

namespace firstchair::bench {
namespace {

constexpr double kSeconds = 25;
constexpr std::uint64_t kSeeds = 5000;  // others than those on which the thresholds were chosen

struct Score {
  int takes = 0, named = 0;
  double seconds = 0, said = 0;

  void add(const std::vector<float>& sound) {
    ear::OtherMusic music(lab::kBenchRate);
    music.push(sound);
    const std::vector<MusicHeard> heard = music.stretches();
    ++takes;
    named += heard.empty() ? 0 : 1;
    seconds += static_cast<double>(sound.size()) / lab::kBenchRate;
    for (const MusicHeard& stretch : heard)
      said += static_cast<double>(stretch.to - stretch.from) / lab::kBenchRate;
  }
  void print(const std::string& what) const {
    if (takes == 0) return;
    // Wilson's interval.
    const double n = takes, p = named / n, z = 1.96, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    fmt::print("| {} | {} | {} | {:.2f} ({:.2f} to {:.2f}) | {:.2f} |\n", what, takes, named, p,
               std::max(0.0, middle - half), std::min(1.0, middle + half), said / seconds);
  }
};

// `other` comes again until the drums end, so many dB beside their mean power.
std::vector<float> mixed(const std::vector<float>& drums, const std::vector<float>& other, double db) {
  const auto power = [](const std::vector<float>& sound) {
    double sum = 1e-12;
    for (const float value : sound) sum += static_cast<double>(value) * static_cast<double>(value);
    return sum / static_cast<double>(sound.size());
  };
  const double gain = std::sqrt(power(drums) / power(other) * std::pow(10, db / 10));
  std::vector<float> out = drums;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] += static_cast<float>(gain * static_cast<double>(other[i % other.size()]));
  return out;
}

}  // namespace

bool print_masking(bool quick) {
  std::vector<lab::Rendering> drums;
  std::vector<lab::Use> uses;
  std::size_t kits_used = 0;
  for (const lab::Use use : {lab::Use::tuning, lab::Use::validation}) {
    const std::vector<lab::Kit> kits = lab::load_kits(use);
    const std::vector<lab::Piece> pieces = lab::grooves(use, 24, kSeconds);
    if (kits.empty() || pieces.empty()) continue;
    kits_used += kits.size();
    const std::size_t takes = quick ? 4 : 2 * kits.size();
    for (std::size_t p = 0; p < takes; ++p) {
      drums.push_back(lab::render(pieces[(p + 7) % pieces.size()], kits[p % kits.size()], kSeeds + p));
      uses.push_back(use);
    }
  }
  if (drums.empty()) return false;
  fmt::print(
      "\n{} performances of at most {:.0f} s on {} kits. Levels are of mean power beside the drums'. "
      "\"Named\":\ntakes in which other instruments are told; \"of the time\": how much of them that is.\n"
      "\n| what sounds | takes | named | share of takes | of the time |\n|---|---|---|---|---|\n",
      drums.size(), kSeconds, kits_used);
  for (const lab::Condition condition : {lab::Condition::clean, lab::Condition::room, lab::Condition::phone,
                                         lab::Condition::noise, lab::Condition::click}) {
    Score score;
    for (std::size_t p = 0; p < drums.size(); ++p)
      score.add(lab::in_condition(drums[p], condition, uses[p], kSeeds + p).sound);
    score.print(fmt::format("drums alone, {}", lab::name_of(condition)));
  }
  const std::vector<Recorded> noises = recordings(
      {"machine", "room", "steps", "traffic", "water", "kitchen", "movement", "crowd", "doors", "clapping"});
  for (const double db : {-20.0, -10.0}) {
    Score score;
    for (std::size_t n = 0; n < noises.size(); n += quick ? 10 : 1)
      score.add(mixed(drums[n % drums.size()].sound, noises[n].sound, db));
    score.print(fmt::format("drums and noise (machines, rooms, steps, things moved ...), {:.0f} dB", db));
  }
  for (const double db : {-24.0, -18.0, -12.0, -6.0, 0.0}) {
    Score score;
    for (std::size_t p = 0; p < drums.size(); p += 2) {
      const double seconds = static_cast<double>(drums[p].sound.size()) / lab::kBenchRate;
      score.add(mixed(drums[p].sound, lab::music(seconds, drums[p].bpm, drums[p].beat, kSeeds + p), db));
    }
    score.print(fmt::format("drums, made chords and bass, {:.0f} dB", db));
  }
  for (const char* const kind : {"bass", "guitar", "piano", "voice", "talk"}) {
    const std::vector<Recorded> music = recordings({kind});
    for (const double db : {-12.0, -6.0, 0.0}) {
      Score score;
      for (std::size_t n = 0; n < music.size(); n += quick ? 5 : 1)
        score.add(mixed(drums[(7 * n) % drums.size()].sound, music[n].sound, db));
      score.print(fmt::format("drums, one recorded {}, {:.0f} dB", kind, db));
    }
  }
  return true;
}

}  // namespace firstchair::bench
