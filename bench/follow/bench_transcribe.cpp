#include "bench/follow/bench_transcribe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <utility>

#include "bench/follow/stress.h"
#include "engine/follow/free/transcribe.h"
#include "engine/follow/pulse/grid.h"

namespace firstchair::bench {
namespace {

struct Claims {  // a probability said, and whether it was right
  std::vector<std::pair<double, bool>> said;

  double share() const {
    double right = 0;
    for (const auto& [p, ok] : said) right += ok;
    return said.empty() ? 0 : 100 * right / static_cast<double>(said.size());
  }
  void print(const char* name) const {
    constexpr std::array<double, 6> kEdges{0, 0.5, 0.7, 0.85, 0.95, 1.01};
    fmt::print("| {:10} |", name);
    for (std::size_t b = 0; b + 1 < kEdges.size(); ++b) {
      double p_sum = 0, right = 0, n = 0;
      for (const auto& [p, ok] : said) {
        if (p < kEdges[b] || p >= kEdges[b + 1]) continue;
        p_sum += p, right += ok, ++n;
      }
      fmt::print(" {:18} |",
                 n > 0 ? fmt::format("{:.2f} -> {:.2f} ({:.0f})", p_sum / n, right / n, n) : std::string());
    }
    fmt::print("\n");
  }
};

// Share of the strokes whose written place in the bar is the true one.
struct Places {
  double same_bar = 0, same = 0, all = 0;
};

Places compare(const Groove& groove, const std::vector<Hit>& hits, const follow::Transcription& t) {
  Places places;
  const double quarter_us = 60e6 / groove.bpm, quarter = static_cast<double>(kTicksPerQuarter);
  const Ticks bar = t.chart.meters[0].bar_length();
  const double true_bar = static_cast<double>(groove.meter.bar_length()) / quarter;
  const follow::Grid grid(t.chart);
  std::vector<double> off;
  for (const Match& m : t.alignment.matches) {
    if (m.hit < 0 || m.note < 0 || m.kind == MatchKind::grace) continue;
    const double truth = static_cast<double>(hits[static_cast<std::size_t>(m.hit)].frame) / quarter_us;
    off.push_back(std::remainder(grid.position(m.tick % bar) - truth, true_bar));
  }
  // Many of these drummers play ahead of their click by up to 60 ms; the pulse is theirs, so that constant is
  // taken out.
  std::vector<double> sorted = off;
  std::sort(sorted.begin(), sorted.end());
  const double lead = sorted.empty() ? 0 : sorted[sorted.size() / 2];
  for (double o : off) {
    places.same_bar += std::abs(o) < 0.17;
    places.same += std::abs(o - lead) < 0.11;
    ++places.all;
  }
  return places;
}

}  // namespace

void bench_transcribe(const std::vector<Groove>& grooves, const char* title, Listen listen, bool verbose) {
  Claims tempo, meter, bar;
  double two = 0, told = 0, octave = 0, right_place = 0, all_place = 0, seconds = 0, strokes = 0;
  std::vector<double> tempo_errors;  // %, octaves forgiven
  for (const Groove& g : grooves) {
    std::mt19937_64 random(std::hash<std::string>{}(g.id));
    std::vector<Hit> hits = g.hits;
    if (listen == Listen::as_heard) hits = as_heard(as_played(g), random).hits;
    if (listen == Listen::from_any_beat) {
      const double from = (4 + static_cast<double>(random() % 9) - 0.1) * 60e6 / g.bpm;
      std::erase_if(hits, [&](const Hit& hit) { return static_cast<double>(hit.frame) < from; });
    }
    const VoiceDetail detail = listen == Listen::as_heard ? VoiceDetail::family : VoiceDetail::voice;
    const auto start = std::chrono::steady_clock::now();
    const follow::Transcription t = follow::transcribe(hits, {.rate = kMidiRate, .detail = detail});
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    strokes += static_cast<double>(hits.size());
    const double ratio = t.reading.bpm / g.bpm;
    const bool tempo_ok = std::abs(ratio - 1) < 0.04;
    const bool octave_ok = tempo_ok || std::abs(ratio - 2) < 0.08 || std::abs(ratio - 0.5) < 0.02;
    const bool meter_ok = t.chart.meters[0] == g.meter;
    const Places places = compare(g, hits, t);
    const bool bar_ok = tempo_ok && meter_ok && places.same_bar > 0.6 * places.all;
    tempo.said.emplace_back(t.reading.tempo_probability, tempo_ok);
    meter.said.emplace_back(t.reading.meter_probability, meter_ok);
    if (g.bar_known) bar.said.emplace_back(t.reading.bar_probability, bar_ok);
    octave += octave_ok;
    two += t.reading.two_tempi();
    told += tempo_ok || std::abs(t.reading.other_bpm / g.bpm - 1) < 0.04;
    if (bar_ok) right_place += places.same, all_place += places.all;
    if (octave_ok) tempo_errors.push_back(std::abs(std::remainder(std::log2(ratio), 1.0)) * 69.3);
    if (verbose && bar_ok && places.same < 0.95 * places.all) {
      fmt::print("  {:24} {:22} {:5.1f} {}/{} places {:.2f} swing {} passages {}\n", g.id, g.style, g.bpm,
                 g.meter.beats, g.meter.unit, places.same / places.all, t.chart.swing,
                 t.alignment.passages.size());
    }
    if (verbose && !(tempo_ok && meter_ok && (bar_ok || !g.bar_known))) {
      fmt::print(
          "  {:24} {:22} {:5.1f} {}/{} -> {:6.1f} ({:.2f}) {}/{} ({:.2f}) bar {:.2f} ({:.2f}) passages {}\n",
          g.id, g.style, g.bpm, g.meter.beats, g.meter.unit, t.reading.bpm, t.reading.tempo_probability,
          t.chart.meters[0].beats, t.chart.meters[0].unit, t.reading.meter_probability,
          places.same_bar / std::max(1.0, places.all), t.reading.bar_probability,
          t.alignment.passages.size());
    }
  }
  if (tempo_errors.empty()) return;
  std::sort(tempo_errors.begin(), tempo_errors.end());
  const double takes = static_cast<double>(grooves.size());
  fmt::print(
      "| {} | {} | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.2f} % | {:.2f} % | "
      "{:.1f} |\n",
      title, grooves.size(), tempo.share(), 100 * two / takes, 100 * told / takes, 100 * octave / takes,
      meter.share(), bar.share(), 100 * right_place / std::max(1.0, all_place),
      tempo_errors[tempo_errors.size() / 2], 1e6 * seconds / strokes);
  tempo.print("tempo");
  meter.print("meter");
  bar.print("bar line");
}

}  // namespace firstchair::bench
