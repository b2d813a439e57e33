#include "bench/follow/beats.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "bench/follow/stress.h"
#include "bench/hearing/bootstrap.h"
#include "engine/follow/beats.h"

namespace firstchair {
namespace {

constexpr double kWindow = 0.07;  // s

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

struct Tracked {
  std::vector<double> beats;  // s, each foretold by the strokes before it
  std::vector<double> cpu;    // us a stroke
};

Tracked track_beats(const std::vector<Hit>& hits, double bpm) {
  Result<BeatTracker> tracker = BeatTracker::make({.rate = kMidiRate, .bpm = bpm});
  Tracked tracked;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const double before = cpu_us();
    tracker->push(hits[i]);
    tracked.cpu.push_back(cpu_us() - before);
    const double now = static_cast<double>(hits[i].frame);
    const double then = i + 1 < hits.size() ? static_cast<double>(hits[i + 1].frame) : now + 0.5e6;
    // A beat that moved a little when a stroke came is no second beat.
    for (double from = now; from < then;) {
      const Beat beat = tracker->at(std::llround(from));
      if (!beat.known || beat.next >= then) break;
      const double period = 60 / beat.bpm;
      if (tracked.beats.empty() || beat.next / kMidiRate - tracked.beats.back() > 0.5 * period) {
        tracked.beats.push_back(beat.next / kMidiRate);
      }
      from = beat.next + 1000;
    }
  }
  return tracked;
}

// Beats of the click from the first stroke to the last, `lead_s` later.
std::vector<double> click(const Groove& groove, const std::vector<Hit>& hits, double lead_s) {
  const double beat = 60 / groove.bpm;
  std::vector<double> beats;
  const double first = static_cast<double>(hits.front().frame) / kMidiRate - 0.05;
  const double last = static_cast<double>(hits.back().frame) / kMidiRate + 0.05;
  for (double b = std::ceil((first - lead_s) / beat); b * beat + lead_s <= last; ++b) {
    beats.push_back(b * beat + lead_s);
  }
  return beats;
}

// By how much the player is behind the click: mean direction on the circle of a sixteenth.
double lead_of(const Groove& groove) {
  const double sixteenth = 15 / groove.bpm;
  double x = 0, y = 0;
  for (const Hit& hit : groove.hits) {
    const double turn = 2 * M_PI * static_cast<double>(hit.frame) / kMidiRate / sixteenth;
    x += std::cos(turn), y += std::sin(turn);
  }
  return std::atan2(y, x) / (2 * M_PI) * sixteenth;
}

// Bars of four beats from the first stroke until beats are right four times on end; -1: never.
double bars_to_lock(const std::vector<double>& truth, const std::vector<double>& heard, double beat) {
  int run = 0;
  for (std::size_t b = 0; b < truth.size(); ++b) {
    const auto near = std::count_if(heard.begin(), heard.end(), [&](double h) {
      return h > truth[b] - beat / 2 && h <= truth[b] + beat / 2;
    });
    const bool right = near == 1 && std::any_of(heard.begin(), heard.end(),
                                                [&](double h) { return std::abs(h - truth[b]) <= kWindow; });
    run = right ? run + 1 : 0;
    if (run == 4) return (truth[b - 3] - truth[0]) / (4 * beat);
  }
  return -1;
}

struct Row {
  std::vector<Counts> own, clicked;
  std::vector<double> lock, cpu;
  double locked = 0;
};

void measure(const Groove& groove, const std::vector<Hit>& hits, bool told, Row& row, bool verbose) {
  const double lead = lead_of(groove);
  const Tracked tracked = track_beats(hits, told ? groove.bpm : 0);
  Counts own, clicked;
  const std::vector<double> truth = click(groove, hits, lead);
  own.add(truth, tracked.beats, kWindow);
  clicked.add(click(groove, hits, 0), tracked.beats, kWindow);
  row.own.push_back(own);
  row.clicked.push_back(clicked);
  row.cpu.insert(row.cpu.end(), tracked.cpu.begin(), tracked.cpu.end());
  const double lock = bars_to_lock(truth, tracked.beats, 60 / groove.bpm);
  row.locked += lock >= 0 && lock <= 2;
  row.lock.push_back(lock < 0 ? 1e9 : lock);
  if (verbose && own.f() < 0.9) {
    fmt::print("  {:24} {:22} {:5.1f} {}/{} F {:.3f} beats {} of {} lead {:.0f} ms lock {:.1f}\n", groove.id,
               groove.style, groove.bpm, groove.meter.beats, groove.meter.unit, own.f(), own.heard, own.truth,
               1000 * lead, lock);
  }
}

std::string f_of(const std::vector<Counts>& counts) {
  double mean = 0;
  for (const Counts& c : counts) mean += c.f() / static_cast<double>(counts.size());
  const Interval i = bootstrap(counts.size(), [&](std::span<const std::size_t> drawn) {
    double m = 0;
    for (const std::size_t t : drawn) m += counts[t].f() / static_cast<double>(drawn.size());
    return m;
  });
  return fmt::format("{:.3f} ({:.3f} to {:.3f})", mean, i.low, i.high);
}

}  // namespace

void bench_beats(std::span<const Groove> grooves, bool verbose) {
  struct Task {
    const char* name;
    std::function<std::vector<Hit>(const Groove&, std::mt19937_64&)> hits;
    bool told = false;
  };
  const std::vector<Task> tasks{
      {"as played", [](const Groove& g, std::mt19937_64&) { return g.hits; }},
      {"as played, tempo told", [](const Groove& g, std::mt19937_64&) { return g.hits; }, true},
      {"from any beat",
       [](const Groove& g, std::mt19937_64& random) {
         std::vector<Hit> hits = g.hits;
         const double from = (4 + static_cast<double>(random() % 9) - 0.1) * 60e6 / g.bpm;
         std::erase_if(hits, [&](const Hit& hit) { return static_cast<double>(hit.frame) < from; });
         return hits;
       }},
      {"as heard",
       [](const Groove& g, std::mt19937_64& random) { return as_heard(as_played(g), random).hits; }},
  };
  fmt::print(
      "\n| beats | F at 70 ms, player's pulse | F at 70 ms, click | locked within 2 bars % | median bars to "
      "lock | us/stroke p50 / p99 / worst |\n|---|---|---|---|---|---|\n");
  for (const Task& task : tasks) {
    Row row;
    for (const Groove& groove : grooves) {
      std::mt19937_64 random(std::hash<std::string>{}(groove.id));
      measure(groove, task.hits(groove, random), task.told, row, verbose);
    }
    fmt::print("| {:22} | {} | {} | {:.1f} | {:.2f} | {:.0f} / {:.0f} / {:.0f} |\n", task.name, f_of(row.own),
               f_of(row.clicked), 100 * row.locked / static_cast<double>(grooves.size()),
               percentile(row.lock, 0.5), percentile(row.cpu, 0.5), percentile(row.cpu, 0.99),
               percentile(row.cpu, 1));
    std::fflush(stdout);
  }
}

}  // namespace firstchair
