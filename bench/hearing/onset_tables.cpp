#include "bench/hearing/onset_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/hearing/listeners.h"

namespace firstchair::bench {
namespace {

constexpr std::array kWindows{0.05, 0.025, 0.01, 0.005};

std::string f_cell(const std::vector<lab::Counts>& tracks) {
  const lab::Interval interval = lab::f_interval(tracks);
  return fmt::format("{:.3f} ({:.2f} to {:.2f})", lab::sum(tracks).f(), interval.low, interval.high);
}

void print_times(const std::vector<Tally>& listeners) {
  fmt::print(
      "\n| listener | bias ms | F50 less bias | F25 | F10 | F5 | error p50 / p95 / p99 ms | < 1 ms | < 1 ms "
      "less "
      "bias | ghosts under 30 found | CPU ms / s |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Tally& t : listeners) {
    const double bias_ms = t.bias_ms();
    fmt::print("| {} | {:+.2f} |", t.listener, bias_ms);
    for (const double window : kWindows) fmt::print(" {:.3f} |", t.at(window, bias_ms / 1000).f());
    std::vector<double> sizes = t.errors_ms();
    for (double& size : sizes) size = std::abs(size);
    fmt::print(" {:.1f} / {:.1f} / {:.1f} | {:.3f} | {:.3f} | {:.3f} | {} |\n", lab::percentile(sizes, 0.5),
               lab::percentile(sizes, 0.95), lab::percentile(sizes, 0.99), t.within_ms(1),
               t.within_ms(1, bias_ms / 1000), t.recall(0, 30),
               t.cpu_seconds > 0 ? fmt::format("{:.2f}", 1000 * t.cpu_seconds / t.sound_seconds) : "");
  }
}

// Our ears' F25 less that of the peer whose F25 is highest, on the same draws of tracks.
void print_lead(const std::vector<Tally>& listeners) {
  if (listeners.size() < kOurs + 2) return;  // ours and chance
  for (const double window : {0.025, 0.005}) {
    const Tally* best = &listeners[kOurs];
    for (std::size_t i = kOurs; i + 1 < listeners.size(); ++i) {
      if (listeners[i].at(window).f() > best->at(window).f()) best = &listeners[i];
    }
    for (std::size_t ours = 0; ours < kOurs; ++ours) {
      const lab::Interval lead = lab::f_difference(listeners[ours].at_each(window), best->at_each(window));
      fmt::print("\n{}: F{:.0f} less that of the best peer ({}): {:+.3f} ({:+.3f} to {:+.3f}).",
                 listeners[ours].listener, 1000 * window, best->listener,
                 listeners[ours].at(window).f() - best->at(window).f(), lead.low, lead.high);
    }
  }
  fmt::print("\n");
}

}  // namespace

void print_onsets(const std::string& title, const std::vector<Tally>& listeners) {
  std::size_t attacks = 0;
  for (const Tally::File& file : listeners[0].files) attacks += file.truth.size();
  fmt::print(
      "\n## {}\n\n{} attacks, {} files, {:.1f} minutes. In brackets: 95 %, files drawn anew {} times.\n",
      title, attacks, listeners[0].files.size(), listeners[0].sound_seconds / 60, lab::kDraws);
  fmt::print(
      "\n| listener | F50 | F25 | F10 | F5 | precision 25 | recall 25 |\n|---|---|---|---|---|---|---|\n");
  for (const Tally& t : listeners) {
    fmt::print("| {} |", t.listener);
    for (const double window : kWindows) fmt::print(" {} |", f_cell(t.at_each(window)));
    fmt::print(" {:.3f} | {:.3f} |\n", t.at(kHeadline).precision(), t.at(kHeadline).recall());
  }
  print_lead(listeners);
  print_times(listeners);
}

void print_close_strokes(const std::vector<Tally>& flams, const std::vector<Tally>& rolls) {
  fmt::print(
      "\n## Close strokes, clean\n\n| listener | flams: both found | flams: F25 | rolls: recall 10 ms | "
      "rolls: precision 10 ms |\n|---|---|---|---|---|\n");
  for (const Tally& t : flams) {
    const auto same = std::find_if(rolls.begin(), rolls.end(),
                                   [&](const Tally& other) { return other.listener == t.listener; });
    if (same == rolls.end()) continue;
    double both = 0, pairs = 0;
    for (const Tally::File& file : t.files) {
      std::vector<bool> found(file.truth.size());
      for (const auto& [stroke, h] : lab::match(file.truth, file.heard, 0.0075)) found[stroke] = true;
      for (std::size_t s = 0; s + 1 < found.size(); s += 2) {
        ++pairs;
        both += found[s] && found[s + 1];
      }
    }
    const lab::Counts rolled = same->at(0.01);
    fmt::print("| {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", t.listener, both / pairs, t.at(kHeadline).f(),
               rolled.recall(), rolled.precision());
  }
}

void print_costs(const std::vector<Tally>& listeners) {
  fmt::print(
      "\n## What each is and costs\n\n| listener | version | licence | parameters | CPU ms / s |\n"
      "|---|---|---|---|---|\n");
  for (std::size_t i = 0; i + 1 < listeners.size(); ++i) {
    const Tally& t = listeners[i];
    fmt::print("| {} | {} | {} | {} | {:.2f} |\n", t.listener, t.version, t.licence,
               t.parameters.empty() ? "not told" : t.parameters, 1000 * t.cpu_seconds / t.sound_seconds);
  }
  fmt::print(
      "\nCPU: ours of the ears alone, the live one in blocks of 64 frames; aubio's of the whole process, "
      "reading included; "
      "the "
      "Python packages' of the detector, reading apart. The live ear holds {:.0f} kB of heap, the file ear "
      "{:.0f} kB, their constants apart.\n",
      static_cast<double>(lab::ear_heap_bytes(lab::kBenchRate)) / 1024,
      static_cast<double>(lab::ear_heap_bytes(lab::kBenchRate, ear::WhichEar::file)) / 1024);
}

}  // namespace firstchair::bench
