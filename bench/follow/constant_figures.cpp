#include "bench/follow/constant_figures.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>

#include "bench/follow/bench_beats.h"
#include "engine/follow/chart/align.h"
#include "engine/follow/chart/follower.h"
#include "engine/follow/free/beats.h"
#include "engine/follow/free/transcribe.h"
#include "engine/follow/pulse/grid.h"
#include "lab/onset_score.h"

namespace firstchair::bench {
namespace {

struct Share {
  double part = 0, all = 0;
  void add(bool yes) { part += yes, ++all; }
  double percent() const { return all > 0 ? 100 * part / all : 0; }
};

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

}  // namespace

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

Figures measure(const std::vector<Played>& all, const Tunings& tunings, unsigned suites) {
  Figures figures{};
  if (suites & kWhole) whole(all, tunings, figures);
  if (suites & kLive) live(all, tunings, figures);
  if (suites & kFree) free_takes(all, tunings, figures);
  if (suites & kBeats) beats(all, tunings, figures);
  return figures;
}

}  // namespace firstchair::bench
