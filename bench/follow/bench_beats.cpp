#include "bench/follow/bench_beats.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>

#include "bench/follow/stress.h"
#include "engine/follow/free/beats.h"
#include "engine/follow/free/transcribe.h"
#include "lab/bootstrap.h"
#include "lab/conditions.h"
#include "lab/listen.h"

namespace firstchair::bench {
namespace {

constexpr double kWindow = 0.07;  // s

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

struct Tracked {
  std::vector<double> beats;       // s, each foretold by the strokes before it
  std::vector<follow::Beat> said;  // with it
  std::vector<double> cpu;         // us a stroke
};

Tracked track_beats(const std::vector<Hit>& hits, double bpm) {
  Result<follow::BeatTracker> tracker = follow::BeatTracker::make({.rate = kMidiRate, .bpm = bpm});
  Tracked tracked;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const double before = cpu_us();
    tracker->push(hits[i]);
    tracked.cpu.push_back(cpu_us() - before);
    const double now = static_cast<double>(hits[i].frame);
    const double then = i + 1 < hits.size() ? static_cast<double>(hits[i + 1].frame) : now + 0.5e6;
    // A beat that moved a little when a stroke came is no second beat.
    for (double from = now; from < then;) {
      const follow::Beat beat = tracker->at(std::llround(from));
      if (!beat.known || beat.next >= then) break;
      const double period = 60 / beat.bpm;
      if (tracked.beats.empty() || beat.next / kMidiRate - tracked.beats.back() > 0.5 * period) {
        tracked.beats.push_back(beat.next / kMidiRate);
        tracked.said.push_back(beat);
      }
      from = beat.next + 1000;
    }
  }
  return tracked;
}

// As the whole take is read, afterwards: what can be known of the beat at all.
Tracked read_beats(const std::vector<Hit>& hits, double bpm) {
  const follow::Transcription read = follow::transcribe(hits, {.rate = kMidiRate, .bpm = bpm});
  Tracked tracked;
  for (const PulsePoint& point : read.alignment.pulse) {
    if (point.tick % kTicksPerQuarter == 0) tracked.beats.push_back(point.frame / kMidiRate);
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

// Where the beats told stand when they are not right, in % of the true ones.
struct Faults {
  double right = 0, half_off = 0, half = 0, twice = 0, third = 0, place = 0, other = 0;
};

Faults faults_of(const std::vector<double>& truth, const std::vector<double>& heard, double beat) {
  Faults faults;
  const double share = 100 / static_cast<double>(std::max<std::size_t>(1, truth.size()));
  for (const double t : truth) {
    const auto after = std::upper_bound(heard.begin(), heard.end(), t + kWindow);
    if (after == heard.end() || after - heard.begin() < 2) {
      faults.other += share;
      continue;
    }
    const double gap = (*(after - 1) - *(after - 2)) / beat;
    const double off = std::abs(t - *(after - 1)) / beat;
    const bool on = std::abs(t - *(after - 1)) <= kWindow;
    double& fault = gap > 1.8 && gap < 2.2                                   ? faults.half
                    : gap > 0.45 && gap < 0.55                               ? faults.twice
                    : on                                                     ? faults.right
                    : gap > 0.9 && gap < 1.1 && off > 0.4 && off < 0.6       ? faults.half_off
                    : (gap > 1.4 && gap < 1.6) || (gap > 0.62 && gap < 0.72) ? faults.third
                    : gap > 0.9 && gap < 1.1                                 ? faults.place
                                                                             : faults.other;
    fault += share;
  }
  return faults;
}

// The first minute played on a recorded kit in a measured room, as the ear hears it.
std::vector<Hit> rendered(const Groove& groove, std::mt19937_64& random) {
  static const std::vector<lab::Kit> kits = lab::load_kits(lab::Use::validation);
  if (kits.empty()) return {};
  lab::Piece piece;
  piece.name = groove.id;
  piece.bpm = groove.bpm;
  for (const Hit& hit : groove.hits) {
    const double seconds = static_cast<double>(hit.frame) / kMidiRate;
    if (seconds < 60) piece.strokes.push_back({seconds, hit.voice, hit.strength});
  }
  piece.seconds = piece.strokes.back().seconds + 0.5;
  const lab::Rendering dry = lab::render(piece, kits[random() % kits.size()], random());
  std::vector<Hit> hits =
      lab::listen(lab::in_condition(dry, lab::Condition::room, lab::Use::validation, random()).sound,
                  lab::kBenchRate, 512)
          .hits;
  for (Hit& hit : hits)
    hit.frame = std::llround(static_cast<double>(hit.frame) / lab::kBenchRate * kMidiRate);
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

struct Row {
  std::vector<std::pair<double, bool>> beat_said, bar_said;  // probability, right
  double inside = 0, right = 0;                              // tempo intervals that hold the click's
  std::vector<lab::Counts> own, clicked, late;
  std::vector<double> lock, cpu;
  double locked = 0;
};

void measure(const Groove& groove, const std::vector<Hit>& hits, bool told, bool read, Row& row,
             bool verbose) {
  const double lead = lead_of(groove), bpm = told ? groove.bpm : 0;
  const Tracked tracked = read ? read_beats(hits, bpm) : track_beats(hits, bpm);
  lab::Counts own, clicked;
  const std::vector<double> truth = click(groove, hits, lead);
  own.add(truth, tracked.beats, kWindow);
  clicked.add(click(groove, hits, 0), tracked.beats, kWindow);
  row.own.push_back(own);
  // As mir_eval counts: without the first five seconds.
  const auto late = [](std::vector<double> beats) {
    std::erase_if(beats, [](double b) { return b < 5; });
    return beats;
  };
  lab::Counts settled;
  settled.add(late(truth), late(tracked.beats), kWindow);
  if (!late(truth).empty()) row.late.push_back(settled);
  row.clicked.push_back(clicked);
  row.cpu.insert(row.cpu.end(), tracked.cpu.begin(), tracked.cpu.end());
  const double period = 60 / groove.bpm;
  for (std::size_t b = 0; b < tracked.said.size(); ++b) {
    const follow::Beat& said = tracked.said[b];
    const double beats = (tracked.beats[b] - lead) / period;
    const bool right =
        std::abs(beats - std::round(beats)) * period <= kWindow && std::abs(said.bpm / groove.bpm - 1) < 0.1;
    row.beat_said.emplace_back(said.probability, right);
    if (!right) continue;
    ++row.right;
    row.inside += std::abs(said.bpm - groove.bpm) <= 1.96 * said.bpm_sd;
    if (!groove.bar_known || !(groove.meter == MeterChange{0, 4, 4})) continue;
    // The beat foretold is the one after the one it was foretold in.
    row.bar_said.emplace_back(said.bar_probability, (said.in_bar + 1 - std::llround(beats)) % 4 == 0);
  }
  const double lock = bars_to_lock(truth, tracked.beats, 60 / groove.bpm);
  row.locked += lock >= 0 && lock <= 2;
  row.lock.push_back(lock < 0 ? 1e9 : lock);
  if (verbose && own.f() < 0.9) {
    const Faults faults = faults_of(truth, tracked.beats, 60 / groove.bpm);
    fmt::print(
        "  {:24} {:22} {:5.1f} {}/{} F {:.3f} beats {} of {} lead {:.0f} ms lock {:.1f}; right {:.0f}, half "
        "off "
        "{:.0f}, half tempo {:.0f}, double {:.0f}, other {:.0f}, third {:.0f}, place {:.0f} %\n",
        groove.id, groove.style, groove.bpm, groove.meter.beats, groove.meter.unit, own.f(), own.heard,
        own.truth, 1000 * lead, lock, faults.right, faults.half_off, faults.half, faults.twice, faults.other,
        faults.third, faults.place);
  }
}

void print_promises(const char* name, std::vector<std::pair<double, bool>> said) {
  constexpr std::array<double, 6> kEdges{0, 0.5, 0.8, 0.95, 0.99, 1.01};
  fmt::print("| {} |", name);
  for (std::size_t e = 0; e + 1 < kEdges.size(); ++e) {
    double promised = 0, right = 0, n = 0;
    for (const auto& [p, ok] : said) {
      if (p < kEdges[e] || p >= kEdges[e + 1]) continue;
      promised += p, right += ok, ++n;
    }
    fmt::print(" {} |", n > 0 ? fmt::format("{:.2f} -> {:.2f} ({:.0f})", promised / n, right / n, n) : "");
  }
  fmt::print("\n");
}

std::string f_of(const std::vector<lab::Counts>& counts) {
  double mean = 0;
  for (const lab::Counts& c : counts) mean += c.f() / static_cast<double>(counts.size());
  const lab::Interval i = lab::bootstrap(counts.size(), [&](std::span<const std::size_t> drawn) {
    double m = 0;
    for (const std::size_t t : drawn) m += counts[t].f() / static_cast<double>(drawn.size());
    return m;
  });
  return fmt::format("{:.3f} ({:.3f} to {:.3f})", mean, i.low, i.high);
}

}  // namespace

// Mean direction on the circle of a sixteenth.
double lead_of(const Groove& groove) {
  const double sixteenth = 15 / groove.bpm;
  double x = 0, y = 0;
  for (const Hit& hit : groove.hits) {
    const double turn = 2 * M_PI * static_cast<double>(hit.frame) / kMidiRate / sixteenth;
    x += std::cos(turn), y += std::sin(turn);
  }
  return std::atan2(y, x) / (2 * M_PI) * sixteenth;
}

void bench_beats(std::span<const Groove> grooves, bool verbose, std::size_t rows) {
  struct Task {
    const char* name;
    std::function<std::vector<Hit>(const Groove&, std::mt19937_64&)> hits;
    bool told = false;
    bool read = false;  // the whole take, afterwards
  };
  std::vector<Task> tasks{
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
      {"rendered, heard", [](const Groove& g, std::mt19937_64& random) { return rendered(g, random); }},
      {"rendered, heard, tempo told",
       [](const Groove& g, std::mt19937_64& random) { return rendered(g, random); }, true},
      {"whole take read", [](const Groove& g, std::mt19937_64&) { return g.hits; }, false, true},
      {"whole take read, tempo told", [](const Groove& g, std::mt19937_64&) { return g.hits; }, true, true},
  };
  tasks.resize(std::min(tasks.size(), rows));
  fmt::print(
      "\n| beats | F at 70 ms, player's pulse | F at 70 ms, click | F from 5 s on | locked within 2 bars % | "
      "median bars to "
      "lock | us/stroke p50 / p99 / worst |\n|---|---|---|---|---|---|---|\n");
  std::vector<std::pair<const char*, Row>> rows_done;
  for (const Task& task : tasks) {
    Row row;
    for (const Groove& groove : grooves) {
      std::mt19937_64 random(std::hash<std::string>{}(groove.id));
      const std::vector<Hit> hits = task.hits(groove, random);
      if (!hits.empty()) measure(groove, hits, task.told, task.read, row, verbose);
    }
    fmt::print("| {:22} | {} | {} | {} | {:.1f} | {:.2f} | {:.0f} / {:.0f} / {:.0f} |\n", task.name,
               f_of(row.own), f_of(row.clicked), f_of(row.late),
               100 * row.locked / static_cast<double>(grooves.size()), lab::percentile(row.lock, 0.5),
               lab::percentile(row.cpu, 0.5), lab::percentile(row.cpu, 0.99), lab::percentile(row.cpu, 1));
    std::fflush(stdout);
    rows_done.emplace_back(task.name, std::move(row));
  }
  fmt::print(
      "\n| said -> found (beats) | below .5 | .5 to .8 | .8 to .95 | .95 to .99 | from .99 |\n"
      "|---|---|---|---|---|---|\n");
  for (const auto& [name, row] : rows_done) {
    if (row.beat_said.empty()) continue;
    print_promises(fmt::format("{}: beat and tempo", name).c_str(), row.beat_said);
    print_promises(fmt::format("{}: beat of the bar, given those", name).c_str(), row.bar_said);
    fmt::print("{}: {:.1f} % of the tempo intervals of right beats hold the click's tempo\n", name,
               100 * row.inside / std::max(1.0, row.right));
  }
}

}  // namespace firstchair::bench
