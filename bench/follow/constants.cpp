#include "bench/follow/constants.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <ctime>
#include <functional>
#include <optional>
#include <random>
#include <thread>

#include "bench/follow/bench_beats.h"
#include "bench/follow/constant_rows.h"
#include "bench/follow/quick_set.h"
#include "bench/follow/stress.h"
#include "engine/follow/chart/align.h"
#include "engine/follow/chart/follower.h"
#include "engine/follow/free/beats.h"
#include "engine/follow/free/transcribe.h"
#include "engine/follow/pulse/grid.h"
#include "lab/onset_score.h"

namespace firstchair::bench {
namespace {

// What a figure is, how far it may move before it is told, and how it is written.
struct Measure {
  const char *name, *what;
  double told_from;
  int decimals;
};

enum Figure : std::size_t {
  kExact,
  kHeard,
  kNamed,
  kFalse,
  kGraces,
  kClaims,
  kPulse,
  kWholeCost,
  kLiveExact,
  kLiveHeard,
  kLiveExtra,
  kLiveClick,
  kSaid,
  kLiveCost,
  kTempo,
  kMeter,
  kBar,
  kPlace,
  kExtra,
  kNotation,
  kFreePulse,
  kFreeCost,
  kBeatF,
  kBeatToldF,
  kBeatSaid,
  kBeatBar,
  kBeatCost,
  kFigures
};

constexpr std::array<Measure, kFigures> kMeasures{{
    {"exact",
     "align(): strokes given the note they were meant for, % (as played, errors, waves, jumps, wrong drums)",
     0.05, 2},
    {"heard", "align(): strokes given a note of the right tick, from sound, %", 0.05, 2},
    {"named", "align(): departures that are named with their bars, %", 0.5, 1},
    {"false departures", "align(): others that are named, in all takes", 0.5, 0},
    {"graces", "align(): grace strokes of flams told as such, %", 0.5, 1},
    {"wrong drums", "align(): matches called a wrong drum, per 100 strokes from sound", 0.05, 2},
    {"pulse", "align(): RMS of the pulse about the simulated player's own, ms", 0.02, 2},
    {"align cost", "align(): CPU time, relative", 0.5, 2},
    {"live", "Follower: strokes given the right note at once, %", 0.05, 2},
    {"live heard", "Follower: strokes given a note of the right tick at once, from sound, %", 0.05, 2},
    {"live extra", "Follower: extra strokes told as such at once, %", 0.5, 1},
    {"live click", "Follower: with a known click, from a late bar on, right at once, %", 0.05, 2},
    {"live said", "Follower: mean probability said less the share that was right, points", 0.05, 2},
    {"live cost", "Follower: CPU time, relative", 0.5, 2},
    {"tempo", "transcribe(): takes with the right tempo, %", 0.5, 0},
    {"meter", "transcribe(): takes with the right meter, %", 0.5, 0},
    {"bar", "transcribe(): strokes within a sixth of a quarter of their place in the bar, %", 0.05, 2},
    {"place", "transcribe(): the same, the player's own lead taken out and within a ninth, %", 0.05, 2},
    {"extra", "transcribe(): strokes that are not written down, %", 0.05, 2},
    {"notation", "transcribe(): notes of the simulated funk with the right dynamic and ornament, %", 0.05, 2},
    {"free pulse", "transcribe(): RMS of the pulse about the simulated player's own, ms", 0.02, 2},
    {"transcribe cost", "transcribe(): CPU time, relative", 0.5, 2},
    {"F", "BeatTracker: F at 70 ms, %", 0.05, 2},
    {"F told", "BeatTracker: F at 70 ms, tempo told, %", 0.05, 2},
    {"said", "BeatTracker: mean probability said less the share that was right, points", 0.05, 2},
    {"in bar", "BeatTracker: right beats that are given their place in the bar, %", 0.05, 2},
    {"beat cost", "BeatTracker: CPU time, relative", 0.5, 2},
}};

struct Share {
  double part = 0, all = 0;
  void add(bool yes) { part += yes, ++all; }
  double percent() const { return all > 0 ? 100 * part / all : 0; }
};

using Figures = std::array<double, kFigures>;

double cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// RMS about the mean: a constant lead is the player's, not the pulse's.
double rms(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double v : values) sum += v, squares += v * v;
  const double n = std::max<double>(1, static_cast<double>(values.size()));
  return std::sqrt(std::max(0.0, squares / n - sum * sum / n / n));
}

struct Played {
  const QuickTake* take;
  Performance performance;
  bool heard = false, own = false;  // own: as it was played, so meant_s and grace hold
  std::optional<DepartureKind> departs;
  int first_bar = 0;  // with a click: the bar that the player begins with
};

// Every performance is made once: all constants see the same.
std::vector<Played> perform(const std::vector<QuickTake>& takes) {
  std::vector<Played> all;
  for (const QuickTake& take : takes) {
    const Groove& g = take.groove;
    std::mt19937_64 random(std::hash<std::string>{}(g.id));
    const Performance played = as_played(g);
    const bool departs = take.bars_differ;
    all.push_back({&take, played, false, true, {}, 0});
    all.push_back({&take, with_wrong_drums(with_errors(played, random), random), false, false, {}, 0});
    all.push_back({&take, with_tempo_waves(played, random), false, false, {}, 0});
    if (departs) all.push_back({&take, with_skipped_bar(g, random), false, false, DepartureKind::skipped, 0});
    if (departs) all.push_back({&take, with_restart(g, random), false, false, DepartureKind::restart, 0});
    all.push_back(
        {&take, as_heard(with_wrong_drums(with_errors(played, random), random), random), true, false, {}, 0});
    all.push_back(
        {&take, as_heard(with_skipped_bar(g, random), random), true, false, DepartureKind::skipped, 0});
    if (departs)
      all.push_back(
          {&take, as_heard(with_restart(g, random), random), true, false, DepartureKind::restart, 0});
  }
  return all;
}

bool same_tick(const Groove& groove, int a, int b) {
  const auto tick = [&](int n) { return groove.chart.notes[static_cast<std::size_t>(n)].tick; };
  return a >= 0 && b >= 0 && tick(a) == tick(b);
}

void whole(const std::vector<Played>& all, const Tunings& tunings, Figures& figures) {
  Share exact, heard, named, graces, claims;
  double false_departures = 0;
  std::vector<double> errors;
  const double begin = cpu_s();
  for (const Played& played : all) {
    const Groove& groove = played.take->groove;
    const Performance& p = played.performance;
    follow::AlignConfig config{.rate = kMidiRate, .tuning = tunings.chart};
    if (played.heard) config.detail = VoiceDetail::family, config.polyphonic = false;
    const Alignment a = follow::align(p.hits, groove.chart, config);
    for (const Match& m : a.matches) {
      if (m.hit < 0) continue;
      const auto hit = static_cast<std::size_t>(m.hit);
      const int truth = p.note_of[hit];
      const bool is_grace = played.own && !played.take->grace.empty() && played.take->grace[hit];
      if (is_grace) graces.add(m.kind == MatchKind::grace && m.note == truth);
      if (played.heard) claims.add(m.kind == MatchKind::wrong_voice);
      if (truth < 0 || is_grace) continue;
      const int note = m.kind == MatchKind::grace ? -1 : m.note;
      if (played.heard) {
        heard.add(same_tick(groove, note, truth));
      } else {
        exact.add(note == truth);
      }
      if (played.own && !played.take->meant_s.empty() && note == truth)
        errors.push_back(1000 * (m.target / kMidiRate - played.take->meant_s[hit]));
    }
    bool found = false;
    for (const Departure& d : a.departures) {
      const bool expected = played.departs == d.kind && d.first_bar == p.from && d.last_bar == p.to;
      found |= expected;
      false_departures += !expected;
    }
    if (played.departs) named.add(found);
  }
  figures[kWholeCost] = cpu_s() - begin;
  figures[kExact] = exact.percent(), figures[kHeard] = heard.percent();
  figures[kNamed] = named.percent(), figures[kFalse] = false_departures;
  figures[kGraces] = graces.percent(), figures[kClaims] = claims.percent();
  figures[kPulse] = rms(errors);
}

void live(const std::vector<Played>& all, const Tunings& tunings, Figures& figures) {
  Share exact, heard, extra, click;
  double said = 0, right = 0, strokes = 0;
  const double begin = cpu_s();
  for (const Played& played : all) {
    const Groove& groove = played.take->groove;
    const Performance& p = played.performance;
    // The take as it was played: after its first two bars, with a click that is known.
    const bool clicked = played.own;
    if (clicked && !played.take->steady) continue;
    follow::FollowerConfig config{.rate = kMidiRate, .tuning = tunings.chart};
    if (played.heard) config.detail = VoiceDetail::family, config.polyphonic = false;
    if (clicked) config.click = true, config.first_bar = 0;
    const double from =
        clicked ? 2 * 240e6 / groove.bpm * groove.meter.beats / groove.meter.unit - 0.05e6 : -1e18;
    Result<follow::Follower> follower = follow::Follower::make(groove.chart, config);
    for (std::size_t h = 0; h < p.hits.size(); ++h) {
      if (static_cast<double>(p.hits[h].frame) < from) continue;
      follower->push(p.hits[h]);
      const follow::Followed& answer = follower->answer();
      const int note = answer.kind == MatchKind::grace ? -1 : answer.note;
      const int truth = p.note_of[h];
      if (truth < 0) {
        extra.add(note < 0);
        continue;
      }
      const bool ok = played.heard ? same_tick(groove, note, truth) : note == truth;
      (clicked ? click : played.heard ? heard : exact).add(ok);
      said += static_cast<double>(answer.probability), right += ok, ++strokes;
    }
  }
  figures[kLiveCost] = cpu_s() - begin;
  figures[kLiveExact] = exact.percent(), figures[kLiveHeard] = heard.percent();
  figures[kLiveExtra] = extra.percent(), figures[kLiveClick] = click.percent();
  figures[kSaid] = 100 * (said - right) / std::max(1.0, strokes);
}

// Of the free suites: as played, and as heard.
bool free_one(const Played& played) {
  return played.own || (played.heard && !played.departs);
}

void written(const Played& played, const follow::Transcription& t, Figures& figures, Share& bar, Share& place,
             Share& notation, std::vector<double>& errors) {
  const Groove& groove = played.take->groove;
  const Performance& p = played.performance;
  const double quarter_us = 60e6 / groove.bpm;
  const double true_bar = static_cast<double>(groove.meter.bar_length()) / kTicksPerQuarter;
  const Ticks written_bar = t.chart.meters[0].bar_length();
  const follow::Grid grid(t.chart);
  std::vector<double> off;
  for (const Match& m : t.alignment.matches) {
    if (m.hit < 0 || m.kind == MatchKind::grace) continue;
    const auto hit = static_cast<std::size_t>(m.hit);
    if (m.note < 0) {
      ++figures[kExtra];
      continue;
    }
    if (played.own && !played.take->meant_s.empty())
      errors.push_back(1000 * (m.target / kMidiRate - played.take->meant_s[hit]));
    if (played.own && played.take->levels && !played.take->grace[hit]) {
      const Note& truth = groove.chart.notes[static_cast<std::size_t>(p.note_of[hit])];
      const Note& note = t.chart.notes[static_cast<std::size_t>(m.note)];
      notation.add(note.dynamic == truth.dynamic && note.ornament == truth.ornament);
    }
    if (!played.take->steady) continue;
    const double truth = static_cast<double>(p.hits[hit].frame) / quarter_us;
    off.push_back(std::remainder(grid.position(m.tick % written_bar) - truth, true_bar));
  }
  std::vector<double> sorted = off;
  std::sort(sorted.begin(), sorted.end());
  const double lead = sorted.empty() ? 0 : sorted[sorted.size() / 2];
  for (const double o : off) bar.add(std::abs(o) < 0.17), place.add(std::abs(o - lead) < 0.11);
}

void free_takes(const std::vector<Played>& all, const Tunings& tunings, Figures& figures) {
  Share tempo, meter, bar, place, notation;
  std::vector<double> errors;
  double strokes = 0;
  figures[kExtra] = 0;
  const double begin = cpu_s();
  for (const Played& played : all) {
    if (!free_one(played)) continue;
    const Groove& groove = played.take->groove;
    follow::TranscribeConfig config{.rate = kMidiRate, .tuning = tunings.free};
    if (played.heard) config.detail = VoiceDetail::family;
    const follow::Transcription t = follow::transcribe(played.performance.hits, config);
    tempo.add(std::abs(t.reading.bpm / groove.bpm - 1) < 0.04);
    meter.add(t.chart.meters[0] == groove.meter);
    strokes += static_cast<double>(played.performance.hits.size());
    written(played, t, figures, bar, place, notation, errors);
  }
  figures[kFreeCost] = cpu_s() - begin;
  figures[kTempo] = tempo.percent(), figures[kMeter] = meter.percent();
  figures[kBar] = bar.percent(), figures[kPlace] = place.percent(), figures[kNotation] = notation.percent();
  figures[kExtra] *= 100 / std::max(1.0, strokes);
  figures[kFreePulse] = rms(errors);
}

void beats(const std::vector<Played>& all, const Tunings& tunings, Figures& figures) {
  std::array<double, 2> f{};
  double takes = 0, said = 0, right = 0, told = 0, begin = cpu_s();
  Share in_bar;
  for (const Played& played : all) {
    if (!free_one(played) || !played.take->steady) continue;
    const Groove& groove = played.take->groove;
    const double period = 60 / groove.bpm, lead = lead_of(groove);
    const std::vector<Hit>& hits = played.performance.hits;
    const double last = static_cast<double>(hits.back().frame) / kMidiRate;
    std::vector<double> truth;
    for (double beat = lead; beat < last + 0.05; beat += period)
      if (beat > static_cast<double>(hits.front().frame) / kMidiRate - 0.05) truth.push_back(beat);
    ++takes;
    for (const bool tempo_told : {false, true}) {
      Result<follow::BeatTracker> tracker = follow::BeatTracker::make({.rate = kMidiRate,
                                                                       .bpm = tempo_told ? groove.bpm : 0,
                                                                       .tuning = tunings.beat,
                                                                       .election = tunings.election});
      std::vector<double> found;
      for (std::size_t h = 0; h < hits.size(); ++h) {
        tracker->push(hits[h]);
        const double then = h + 1 < hits.size() ? static_cast<double>(hits[h + 1].frame)
                                                : static_cast<double>(hits[h].frame) + 0.5e6;
        for (double from = static_cast<double>(hits[h].frame); from < then;) {
          const follow::Beat beat = tracker->at(std::llround(from));
          if (!beat.known || beat.next >= then) break;
          const double at = beat.next / kMidiRate;
          if (found.empty() || at - found.back() > 0.5 * 60 / beat.bpm) {
            found.push_back(at);
            const double beats_in = (at - lead) / period;
            const bool ok = std::abs(beats_in - std::round(beats_in)) * period <= 0.07 &&
                            std::abs(beat.bpm / groove.bpm - 1) < 0.1;
            said += static_cast<double>(beat.probability), right += ok, ++told;
            if (ok && groove.meter == MeterChange{0, 4, 4})
              in_bar.add((beat.in_bar + 1 - std::llround(beats_in)) % 4 == 0);
          }
          from = beat.next + 1000;
        }
      }
      lab::Counts counts;
      counts.add(truth, found, 0.07);
      f[tempo_told] += counts.f();
    }
  }
  figures[kBeatCost] = cpu_s() - begin;
  figures[kBeatF] = 100 * f[0] / takes, figures[kBeatToldF] = 100 * f[1] / takes;
  figures[kBeatSaid] = 100 * (said - right) / std::max(1.0, told);
  figures[kBeatBar] = in_bar.percent();
}

Figures measure(const std::vector<Played>& all, const Tunings& tunings, unsigned suites) {
  Figures figures{};
  if (suites & kWhole) whole(all, tunings, figures);
  if (suites & kLive) live(all, tunings, figures);
  if (suites & kFree) free_takes(all, tunings, figures);
  if (suites & kBeats) beats(all, tunings, figures);
  return figures;
}

unsigned suite_of(std::size_t figure) {
  return figure <= kWholeCost ? kWhole : figure <= kLiveCost ? kLive : figure <= kFreeCost ? kFree : kBeats;
}

bool is_cost(std::size_t figure) {
  return figure == kWholeCost || figure == kLiveCost || figure == kFreeCost || figure == kBeatCost;
}

std::string moved(const Figures& before, const Figures& after, unsigned suites) {
  std::string text;
  for (std::size_t k = 0; k < kFigures; ++k) {
    if ((suite_of(k) & suites) == 0) continue;
    const Measure& m = kMeasures[k];
    std::string change;
    if (is_cost(k)) {
      const double ratio = after[k] / before[k];
      if (std::abs(ratio - 1) >= m.told_from) change = fmt::format("times {:.1f}", ratio);
    } else if (std::abs(after[k] - before[k]) >= m.told_from) {
      change = fmt::format("{:+.{}f}", after[k] - before[k], m.decimals);
    }
    if (!change.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", m.name, change);
  }
  return text.empty() ? "nothing" : text;
}

std::string shown(double value) {
  return fmt::format("{:.6g}", value);
}

}  // namespace

int bench_constants(std::span<const Groove> grooves, std::string_view only) {
  const std::vector<QuickTake> takes = quick_set(grooves);
  const std::vector<Played> all = perform(takes);
  Tunings shipped;
  const std::vector<ConstantRow> rows = constants_of(shipped);
  const Figures before = measure(all, shipped, kWhole | kLive | kFree | kBeats);
  fmt::print(
      "# Following: its constants\n\n"
      "Every number of following that was chosen and not fitted. Measured on {:%Y-%m-%d} with\n\n"
      "    firstchair bench follow --constants > docs/measured/follow_constants.md\n\n"
      "which takes each at half and at twice its value, the others as they ship, and follows {} performances "
      "again: {} simulated, {} of the Groove MIDI Dataset's training split{}. {} constants can be changed at "
      "run time (`engine/follow/tuning.h`) and are in the first table; {} cannot, and are in the last. "
      "Literals inside a formula that have no name are not listed.\n\n",
      fmt::gmtime(std::time(nullptr)), takes.size(), std::min<std::size_t>(5, takes.size()),
      takes.size() - std::min<std::size_t>(5, takes.size()), takes.size() > 5 ? "" : " (it was not there)",
      rows.size(), fixed_constants().size());
  fmt::print(
      "The set is small: it shows what a constant does, not what its best value is. A share or probability "
      "is "
      "at most 1 when doubled; of \"times\" the root and the square are taken. Where \"nothing\" stands, no "
      "figure moved by its threshold.\n\n## The figures\n\n| figure | what | as it ships | told from |\n"
      "|---|---|---|---|\n");
  for (std::size_t k = 0; k < kFigures; ++k) {
    const Measure& m = kMeasures[k];
    fmt::print("| {} | {} | {} | {} |\n", m.name, m.what,
               is_cost(k) ? "1" : fmt::format("{:.{}f}", before[k], m.decimals), m.told_from);
  }
  fmt::print(
      "\n## Changed in turn\n\n| constant | value | unit | how it was chosen | halved | doubled |\n"
      "|---|---|---|---|---|---|\n");
  std::vector<std::string> lines(rows.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t r = next++; r < rows.size(); r = next++) {
      const ConstantRow& row = rows[r];
      if (!row.name.starts_with(only)) continue;
      std::array<std::string, 2> said;
      for (const std::size_t twice : {0, 1}) {
        Tunings changed = shipped;
        constants_of(changed)[r].scale(twice ? 2 : 0.5);
        changed.free.pulse = changed.chart.pulse;
        said[twice] = moved(before, measure(all, changed, row.suites), row.suites);
      }
      lines[r] = fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.name, shown(row.value()), row.unit,
                             row.how, said[0], said[1]);
      fmt::print(stderr, "{} of {}\n", r + 1, rows.size());
    }
  };
  std::thread beside(work);
  work();
  beside.join();
  for (const std::string& line : lines) fmt::print("{}", line);
  if (!only.empty()) return 0;
  fmt::print("\n## Not changeable at run time\n\n| constant | value | unit | why |\n|---|---|---|---|\n");
  for (const FixedRow& row : fixed_constants())
    fmt::print("| {} | {} | {} | {} |\n", row.name, row.value, row.unit, row.why);
  return 0;
}

}  // namespace firstchair::bench
