// bench_follow: how well follow/ follows, on the Groove MIDI Dataset. Prints the tables of
// docs/measured/following.md.
//   --live, --beats   the live parts alone, on the held-back performances (--train: on the others)
//   --quick           both on every third of them, one departure a take
//   --align, --transcribe, --speed   the whole-take parts alone;  --every N, --rows N: less;  --verbose: more
//   --constants [NAME]   docs/measured/follow_constants.md: every constant halved and doubled, and what
//                        moves; needs no dataset; NAME: the rows whose names begin so
//   --fit FOLDER, --fit-beats FOLDER   fit the weights of reading.h, the kinds of groove of groove_model.h,
//   and
//                        write them into the folder as data/weights has them
//   --fit-reader ROUNDS FOLDER   the same of beat_reader.h; --train: with a fifth of the styles left out
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <functional>

#include "bench/follow/bench_beats.h"
#include "bench/follow/bench_live_follower.h"
#include "bench/follow/bench_transcribe.h"
#include "bench/follow/constants.h"
#include "bench/follow/fit.h"
#include "bench/follow/groove.h"
#include "bench/follow/stress.h"
#include "engine/follow/chart/align.h"
#include "engine/follow/free/transcribe.h"

namespace {

using namespace firstchair;
using namespace firstchair::bench;

struct Following {
  double right = 0, meant = 0;  // strokes
  int takes = 0, recovered = 0, named = 0, false_departures = 0, poor = 0;
  double seconds = 0, strokes = 0;
};

struct Task {
  const char* name;
  std::function<Performance(const Groove&, std::mt19937_64&)> perform;
  bool heard = false;  // degraded to what sound gives
  bool departs = false;
  DepartureKind kind = DepartureKind::skipped;
};

bool same_place(const Groove& groove, int a, int b) {
  return a >= 0 && b >= 0 &&
         groove.chart.notes[static_cast<std::size_t>(a)].tick ==
             groove.chart.notes[static_cast<std::size_t>(b)].tick;
}

bool performed(const Groove& groove, const Performance& p, int first_bar, int last_bar) {
  const Ticks bar = groove.meter.bar_length();
  return std::any_of(p.note_of.begin(), p.note_of.end(), [&](int note) {
    if (note < 0) return false;
    const Ticks tick = groove.chart.notes[static_cast<std::size_t>(note)].tick;
    return tick >= (first_bar - 1) * bar && tick < last_bar * bar;
  });
}

bool verbose = false;

void follow_one(const Groove& groove, const Task& task, Following& sum) {
  std::mt19937_64 random(std::hash<std::string>{}(groove.id));
  const Performance p = task.perform(groove, random);
  follow::AlignConfig config{.rate = kMidiRate};
  if (task.heard) config.detail = VoiceDetail::family, config.polyphonic = false;
  const auto start = std::chrono::steady_clock::now();
  const Alignment a = follow::align(p.hits, groove.chart, config);
  sum.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  sum.strokes += static_cast<double>(p.hits.size());
  std::vector<int> note(p.hits.size(), -1);
  for (const Match& m : a.matches) {
    if (m.hit >= 0 && m.kind != MatchKind::grace) note[static_cast<std::size_t>(m.hit)] = m.note;
  }
  const Frames settled =
      p.departure + std::llround(2 * 240e6 / groove.bpm * groove.meter.beats / groove.meter.unit);
  double right = 0, meant = 0, right_after = 0, meant_after = 0;
  for (std::size_t h = 0; h < p.hits.size(); ++h) {
    if (p.note_of[h] < 0) continue;
    const bool ok = task.heard ? same_place(groove, note[h], p.note_of[h]) : note[h] == p.note_of[h];
    right += ok;
    ++meant;
    if (p.hits[h].frame > settled) right_after += ok, ++meant_after;
  }
  sum.right += right;
  sum.meant += meant;
  ++sum.takes;
  int departures = 0;
  bool named = false;
  for (const Departure& d : a.departures) {
    // Bars of which no stroke was performed are rightly called late or early.
    const bool edge = d.kind == DepartureKind::late_start || d.kind == DepartureKind::early_end;
    if (edge && !performed(groove, p, d.first_bar, d.last_bar)) continue;
    const bool expected = task.departs && d.kind == task.kind && d.first_bar == p.from && d.last_bar == p.to;
    named |= expected;
    departures += !expected;
  }
  if (!task.departs || !named)
    sum.false_departures += departures > (task.departs ? 1 : 0);
  else
    sum.false_departures += departures > 0;
  const bool recovered = !task.departs || right_after >= 0.95 * meant_after;
  sum.recovered += recovered;
  sum.named += named;
  sum.poor += right < 0.98 * meant;
  if (verbose && (right < 0.98 * meant || !recovered || departures > 0)) {
    fmt::print("  {:28} {:24} {:20} {:5.1f} % after {:5.1f} %", task.name, groove.id, groove.style,
               100 * right / meant, 100 * right_after / std::max(1.0, meant_after));
    if (task.departs) fmt::print(" want {}-{}", p.from, p.to);
    for (const Departure& d : a.departures)
      fmt::print(" [{} {}-{} @{:.1f}]", static_cast<int>(d.kind), d.first_bar, d.last_bar,
                 static_cast<double>(d.frame) / 1e6);
    fmt::print("\n");
  }
}

void follow_all(const std::vector<Groove>& grooves) {
  const auto skip = [](const Groove& g, std::mt19937_64& r) { return with_skipped_bar(g, r); };
  const auto repeat = [](const Groove& g, std::mt19937_64& r) { return with_repeated_bar(g, r); };
  const auto restart = [](const Groove& g, std::mt19937_64& r) { return with_restart(g, r); };
  const std::vector<Task> tasks{
      {"as played", [](const Groove& g, std::mt19937_64&) { return as_played(g); }},
      {"5 % stroke errors", [](const Groove& g, std::mt19937_64& r) { return with_errors(as_played(g), r); }},
      {"tempo waves of 10 %",
       [](const Groove& g, std::mt19937_64& r) { return with_tempo_waves(as_played(g), r); }},
      {"one bar skipped", skip, false, true, DepartureKind::skipped},
      {"one bar repeated", repeat, false, true, DepartureKind::repeated},
      {"stop and restart", restart, false, true, DepartureKind::restart},
      {"as heard", [](const Groove& g, std::mt19937_64& r) { return as_heard(as_played(g), r); }, true},
      {"as heard, 5 % errors",
       [](const Groove& g, std::mt19937_64& r) { return as_heard(with_errors(as_played(g), r), r); }, true},
      {"as heard, one bar skipped",
       [](const Groove& g, std::mt19937_64& r) { return as_heard(with_skipped_bar(g, r), r); }, true, true,
       DepartureKind::skipped},
      {"as heard, restart",
       [](const Groove& g, std::mt19937_64& r) { return as_heard(with_restart(g, r), r); }, true, true,
       DepartureKind::restart},
  };
  fmt::print("| {:26} | exact note | takes < 98 % | recovered | named | false departures | us/stroke |\n",
             "performance");
  fmt::print("|{:-<28}|{:-<12}|{:-<14}|{:-<11}|{:-<7}|{:-<18}|{:-<11}|\n", "", "", "", "", "", "", "");
  for (const Task& task : tasks) {
    Following sum;
    for (const Groove& groove : grooves) follow_one(groove, task, sum);
    auto share = [&](int n) {
      return task.departs ? fmt::format("{:.1f} %", 100.0 * n / sum.takes) : std::string("-");
    };
    fmt::print("| {:26} | {:8.2f} % | {:12} | {:>9} | {:>5} | {:8} of {:4} | {:9.1f} |\n", task.name,
               100 * sum.right / sum.meant, sum.poor, share(sum.recovered), share(sum.named),
               sum.false_departures, sum.takes, 1e6 * sum.seconds / sum.strokes);
    std::fflush(stdout);
  }
}

// --- speed
// ------------------------------------------------------------------------------------------------------

// Grooves in 4/4 joined to one long performance of one long chart, with a tempo change at each joint.
Groove joined(const std::vector<Groove>& grooves, std::size_t strokes) {
  Groove all;
  double start_us = 0;
  for (const Groove& g : grooves) {
    if (!(g.meter == MeterChange{0, 4, 4})) continue;
    const Ticks at = all.chart.length;
    all.chart.tempi.push_back({at, g.bpm});
    const int first = static_cast<int>(all.chart.notes.size());
    for (Note note : g.chart.notes) {
      note.tick += at;
      all.chart.notes.push_back(note);
    }
    for (std::size_t i = 0; i < g.hits.size(); ++i) {
      Hit hit = g.hits[i];
      hit.frame += std::llround(start_us);
      all.hits.push_back(hit);
      all.note_of.push_back(g.note_of[i] < 0 ? -1 : g.note_of[i] + first);
    }
    all.chart.length = at + g.chart.length;
    start_us += static_cast<double>(g.chart.length) / static_cast<double>(kTicksPerQuarter) * 60e6 / g.bpm;
    if (all.hits.size() >= strokes) break;
  }
  std::stable_sort(all.hits.begin(), all.hits.end(),
                   [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return all;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void speed(const std::vector<Groove>& grooves) {
  const Groove g = joined(grooves, 100000);
  double start = cpu_seconds();
  const Alignment a = follow::align(g.hits, g.chart, {.rate = kMidiRate});
  fmt::print("\nalign: {} strokes against {} notes in {:.2f} s of CPU ({} departures)\n", g.hits.size(),
             g.chart.notes.size(), cpu_seconds() - start, a.departures.size());
  start = cpu_seconds();
  const follow::Transcription t = follow::transcribe(g.hits, {.rate = kMidiRate});
  fmt::print("transcribe: the same strokes in {:.2f} s of CPU\n", cpu_seconds() - start);
  std::mt19937_64 random(31);
  std::vector<Hit> hits(1000000);
  Frames frame = 0;
  for (Hit& hit : hits) {
    hit.frame = frame += static_cast<Frames>(random() % 200000);
    hit.voice = static_cast<Voice>(random() % kVoiceCount);
    hit.strength = static_cast<float>(random() % 128);
  }
  start = cpu_seconds();
  follow::align(hits, grooves.front().chart, {.rate = kMidiRate});
  fmt::print("align: a million random strokes against {} notes in {:.1f} s of CPU\n",
             grooves.front().chart.notes.size(), cpu_seconds() - start);
  start = cpu_seconds();
  follow::transcribe(hits, {.rate = kMidiRate});
  fmt::print("transcribe: a million random strokes in {:.1f} s of CPU\n", cpu_seconds() - start);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = groove_folder();
  if (argc > 1 && !std::strcmp(argv[1], "--constants"))
    return bench_constants(folder.empty() ? std::vector<Groove>{} : load_grooves(folder),
                           argc > 2 ? argv[2] : "");
  if (folder.empty()) {
    fmt::print(
        "bench_follow: skipped, the Groove MIDI Dataset is not here (set FIRSTCHAIR_DATA to the folder that "
        "holds groove-midi)\n");
    return 0;
  }
  bool align_only = false, transcribe_only = false, speed_only = false, fit = false;
  bool fit_table = false, beats_only = false;
  FitOptions fitting{.folder = {}, .command = "firstchair bench follow"};
  for (int i = 1; i < argc; ++i) fitting.command += std::string(" ") + argv[i];
  bool live_only = false, tuning = false, quick = false;
  std::size_t rows = 99;
  int rounds = 0;
  std::size_t stride = 1;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--verbose")) verbose = true;
    if (!std::strcmp(argv[i], "--align")) align_only = true;
    if (!std::strcmp(argv[i], "--transcribe")) transcribe_only = true;
    if (!std::strcmp(argv[i], "--speed")) speed_only = true;
    if (!std::strcmp(argv[i], "--fit") && i + 1 < argc) fit = true, fitting.folder = argv[++i];
    if (!std::strcmp(argv[i], "--fit-beats") && i + 1 < argc) fit_table = true, fitting.folder = argv[++i];
    if (!std::strcmp(argv[i], "--fit-reader") && i + 2 < argc) {
      rounds = std::atoi(argv[++i]);
      fitting.folder = argv[++i];
    }
    if (!std::strcmp(argv[i], "--beats")) beats_only = true;
    if (!std::strcmp(argv[i], "--live")) live_only = true;
    if (!std::strcmp(argv[i], "--train")) tuning = true;
    if (!std::strcmp(argv[i], "--quick")) quick = true;
    if (!std::strcmp(argv[i], "--rows") && i + 1 < argc)
      rows = static_cast<std::size_t>(std::atoi(argv[++i]));
    if (!std::strcmp(argv[i], "--every") && i + 1 < argc)
      stride = static_cast<std::size_t>(std::atoi(argv[++i]));
  }
  std::vector<Groove> grooves = load_grooves(folder);
  if (fit) return fit_reading(grooves, fitting);
  if (fit_table) return fit_beats(grooves, fitting);
  if (rounds > 0) return fit_reader(grooves, fitting, rounds, tuning);
  if (quick) {
    std::erase_if(grooves, [](const Groove& g) { return !g.held_back; });
    stride = 3;
  }
  if (stride > 1) {
    std::vector<Groove> some;
    for (std::size_t i = 0; i < grooves.size(); i += stride) some.push_back(grooves[i]);
    grooves = std::move(some);
  }
  fmt::print("{} performances\n\n", grooves.size());
  if (live_only || beats_only || quick) {
    std::erase_if(grooves, [&](const Groove& g) { return g.held_back == tuning; });
    if (!beats_only) bench_live(grooves, {.draws = quick ? 1 : 4, .verbose = verbose, .rows = rows});
    if (!live_only) bench_beats(grooves, verbose, rows);
    return 0;
  }
  if (speed_only) {
    speed(grooves);
    return 0;
  }
  if (!transcribe_only) follow_all(grooves);
  if (!align_only) {
    std::vector<Groove> train, held;
    for (const Groove& g : grooves) (g.held_back ? held : train).push_back(g);
    fmt::print(
        "\n| set | takes | tempo | two told | right or one of two | tempo or octave | meter | bar line | "
        "place in bar | median tempo error | "
        "us/stroke |\n");
    bench_transcribe(train, "train", Listen::whole, verbose);
    bench_transcribe(held, "held back", Listen::whole, verbose);
    bench_transcribe(held, "held back, from any beat", Listen::from_any_beat, verbose);
    bench_transcribe(grooves, "all, from any beat", Listen::from_any_beat, verbose);
    bench_transcribe(grooves, "all, as heard", Listen::as_heard, verbose);
  }
  if (!align_only && !transcribe_only) speed(grooves);
  return 0;
}
