#include "bench/follow/fit_samples.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <iterator>
#include <random>
#include <thread>

#include "bench/follow/stress.h"
#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/track.h"
#include "testing/follow/drummer.h"

namespace firstchair::bench {
namespace {

constexpr std::size_t kPossible = 450;  // readings of a sample that are kept as possible
constexpr std::size_t kOthers = 20;     // one in so many of the rest

struct Excerpt {
  std::vector<Hit> hits;
  double bpm = 120;
  double start_s = 0;  // of a bar line, where the groove knows one
  MeterChange meter;
};

// A reading is right when its quarter is within 4 %, its meter is the written one and its bar lines fall on
// the true ones, where they are known, for most attacks.
bool is_right(const follow::Interpretation& r, std::span<const follow::Attack> attacks,
              const follow::Track& track, double quarter_s, double start_s, const MeterChange& meter,
              bool bar_known) {
  if (!(r.meter == meter) || std::abs(r.quarter_s / quarter_s - 1) > 0.04) return false;
  if (!bar_known) return true;
  const double bar = 4.0 * meter.beats / meter.unit;
  double near = 0, all = 0;
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    if (track.slot[i] < 0) continue;
    const double truth = (attacks[i].seconds - start_s) / quarter_s;
    const double read = (static_cast<double>(track.slot[i]) / follow::kSlots - r.first_bar) / r.quarter;
    near += std::abs(std::remainder(truth - read, bar)) < 0.17;
    ++all;
  }
  return near > 0.65 * all;
}

Excerpt whole(const Groove& g) {
  return {g.hits, g.bpm, 0, g.meter};
}

// Bars from any beat on, at a tempo up to `octaves` away.
Excerpt cut(const Excerpt& from, std::mt19937_64& random, double fewest, double most, double octaves) {
  std::uniform_real_distribution<double> uniform(0, 1);
  const double quarter = 60e6 / from.bpm, length = static_cast<double>(from.hits.back().frame) / quarter;
  const double bars = fewest * std::pow(most / fewest, uniform(random)) * 4;
  const double begin = std::floor(std::max(0.5, length - bars) * uniform(random)) - 0.1;
  const double scale = std::exp2(octaves * (2 * uniform(random) - 1));
  Excerpt out{{}, from.bpm / scale, from.start_s * scale, from.meter};
  for (Hit hit : from.hits) {
    const double q = static_cast<double>(hit.frame) / quarter;
    if (q < begin || q > begin + bars) continue;
    hit.frame = std::llround(static_cast<double>(hit.frame) * scale);
    out.hits.push_back(hit);
  }
  return out;
}

Excerpt heard(Excerpt e, std::mt19937_64& random) {
  Performance played;
  played.hits = std::move(e.hits);
  played.note_of.assign(played.hits.size(), -1);
  e.hits = as_heard(played, random).hits;
  return e;
}

// A 4/4 groove made into another meter: of every bar only the first `keep` quarters are played, after the
// first `again` quarters once more.
Excerpt remake(const Excerpt& from, double keep, double again, MeterChange meter) {
  const double quarter = 60e6 / from.bpm;
  Excerpt out{{}, from.bpm, 0, meter};
  for (const Hit& hit : from.hits) {
    const double q = static_cast<double>(hit.frame) / quarter + 0.06;
    const double bar = std::floor(q / 4), in = q - 4 * bar;
    auto put = [&](double at) {
      Hit moved = hit;
      moved.frame = std::llround((bar * (keep + again) + at - 0.06) * quarter);
      if (moved.frame >= 0) out.hits.push_back(moved);
    };
    if (in < again) put(in);
    if (in < keep) put(in + again);
  }
  std::stable_sort(out.hits.begin(), out.hits.end(),
                   [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return out;
}

// The beats of every method book, one bar each (x a stroke, g a ghost, X an accent, a column a
// sixteenth; ? is struck in 3 bars of 10, ~ as a ghost in one of 4):
// what the dataset has little of.
struct Pattern {
  MeterChange meter;
  double slowest, fastest, swing;
  std::string hat, snare, kick, foot = {};  // with a foot on the hat, the line above is a ride
};
const std::vector<Pattern> kPatterns{
    {{0, 4, 4}, 60, 180, 1, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.......x......."},
    {{0, 4, 4}, 60, 160, 1, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.....x.x......."},
    {{0, 4, 4}, 60, 140, 1, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.x.......x....."},
    {{0, 4, 4}, 50, 110, 1, "xxxxxxxxxxxxxxxx", "....x.......x...", "x.....x...x....."},
    {{0, 4, 4}, 60, 100, 1, "x.x.x.x.x.x.x.x.", ".g..x..g.g..x..g", "x.....x...x....."},
    {{0, 4, 4}, 100, 140, 1, "..x...x...x...x.", "....x.......x...", "x...x...x...x..."},
    {{0, 4, 4}, 80, 200, 1, "x...x...x...x...", "....x.......x...", "x.......x......."},
    {{0, 4, 4}, 110, 170, 1, "x.x.x.x.x.x.x.x.", "........x.......", "x.....x........."},
    {{0, 4, 4}, 90, 150, 1, "x.x.x.x.x.x.x.x.", "x...x...x...x...", "x.......x.x....."},
    {{0, 4, 4}, 90, 240, 2, "x...x.x.x...x.x.", "................", "x.......x......."},
    {{0, 4, 4}, 80, 150, 2, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.......x......."},
    {{0, 4, 4}, 100, 150, 1, "x.x.x.x.x.x.x.x.", "x.....x.....x...", "x.....x.x.....x."},
    {{0, 4, 4}, 60, 180, 1, "Xxxxxxxxxxxxxxxx", "................", "................"},
    {{0, 4, 4}, 60, 160, 1, "X...x...x...x...", "................", "................"},
    {{0, 3, 4}, 80, 180, 1, "x.x.x.x.x.x.", "....x...x...", "x..........."},
    {{0, 3, 4}, 70, 150, 1, "x.x.x.x.x.x.", "........x...", "x..........."},
    {{0, 3, 4}, 90, 200, 2, "x...x.x.x.x.", "....x...x...", "x..........."},
    {{0, 6, 8}, 100, 200, 1, "x.x.x.x.x.x.", "......x.....", "x..........."},
    {{0, 6, 8}, 90, 180, 1, "x.x.x.x.x.x.", "......x.....", "x...x.....x."},
    {{0, 12, 8},
     90,
     200,
     1,
     "x.x.x.x.x.x.x.x.x.x.x.x.",
     "......x...........x.....",
     "x...........x..........."},
    {{0, 2, 4}, 80, 130, 1, "x.x.x.x.", "..x...x.", "x...x..."},
    {{0, 5, 4}, 100, 180, 1, "x.x.x.x.x.x.x.x.x.x.", "....x...........x...", "x...........x......."},
    {{0, 7, 8}, 100, 220, 1, "x.x.x.x.x.x.x.", "....x.......x.", "x.......x....."},
    {{0, 5, 8}, 100, 200, 1, "x.x.x.x.x.", "......x...", "x........."},
    {{0, 4, 4}, 90, 260, 2, "x...x.x.x...x.x.", "~.~.~.~.~.~.~.~.", "x.......x.......", "....x.......x..."},
    {{0, 4, 4}, 120, 290, 2, "x...x.x.x...x.x.", "..~...~...~...~.", "?.....?.?.....?.", "....x.......x..."},
    {{0, 4, 4}, 100, 260, 2, "x...x.?.x...x.?.", "~.?...?.~.?...?.", "?.?...?.?.?...?.", "....x.......x..."},
    {{0, 4, 4}, 100, 240, 2, "x...x.x.x...x.x.", "......~...~...?.", "x...x...x...x...", "....x.......x..."},
    {{0, 4, 4}, 120, 280, 2, "x...x.x.x...x.x.", "~.......~...~...", "......?.......?.", "................"},
    {{0, 4, 4}, 140, 230, 1, "x...x...x...x...", "..x...x...x...x.", "x...x...x...x..."},
    {{0, 4, 4}, 60, 110, 2, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.......x.x....."},
    {{0, 4, 4}, 60, 100, 1, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.x....x..x....."},
    {{0, 4, 4}, 60, 110, 1, "xxxxxxxxxxxxxxxx", "....x..g.g..x...", "x..x......x....."},
    {{0, 4, 4}, 120, 200, 1, "x.x.x.x.x.x.x.x.", "....x.......x...", "x.x.....x.x....."},
};

std::string played(const std::string& bar, int bars, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform(0, 1);
  std::string out = testing::times(bar, bars);
  for (char& c : out) {
    if (c == '?') c = uniform(random) < 0.3 ? 'x' : '.';
    if (c == '~') c = uniform(random) < 0.25 ? 'g' : '.';
  }
  return out;
}

Excerpt from_the_book(const Pattern& pattern, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform(0, 1);
  const int bars = 8 + static_cast<int>(random() % 24);
  std::vector<std::pair<Voice, std::string>> lines{
      {pattern.foot.empty() ? Voice::hat_closed : Voice::ride, played(pattern.hat, bars, random)},
      {Voice::snare, played(pattern.snare, bars, random)},
      {Voice::kick, played(pattern.kick, bars, random)}};
  if (!pattern.foot.empty()) lines.emplace_back(Voice::hat_pedal, testing::times(pattern.foot, bars));
  Chart chart = testing::chart_of(lines, 0, pattern.meter);
  if (pattern.swing > 1) chart.swing = 1.5 + 0.8 * uniform(random);
  const double bpm = pattern.slowest * std::pow(pattern.fastest / pattern.slowest, uniform(random));
  testing::Drummer drummer{.random = std::mt19937_64(random()),
                           .spread_ms = 3 + 12 * uniform(random),
                           .seconds = [bpm](double q) { return q * 60 / bpm; }};
  Excerpt out{{}, bpm, 1, pattern.meter};
  for (Hit hit : testing::play(chart, drummer)) {
    if (uniform(random) < 0.02) continue;
    hit.frame = std::llround(static_cast<double>(hit.frame) * kMidiRate / testing::kTestRate);
    out.hits.push_back(hit);
  }
  return out;
}

class Samples {
 public:
  void add(const Excerpt& e, const Groove& g, double weight, SampleKind kind) {
    const bool brief = kind == SampleKind::brief || kind == SampleKind::heard_brief;
    if (e.hits.size() < (brief ? 16U : 40U)) return;
    const std::vector<follow::Attack> attacks = follow::attacks_of(e.hits, kMidiRate);
    if (attacks.size() < 12) return;
    std::vector<follow::Track> tracks;
    for (double beat : follow::committee(attacks)) tracks.push_back(follow::track(attacks, beat));
    Sample s;
    s.kind = kind;
    s.drummer = g.drummer;
    s.held_back = g.held_back;
    s.bar_known = g.bar_known;
    s.weight = weight;
    s.bpm = e.bpm;
    const std::vector<follow::Interpretation> readings = follow::interpret(attacks, tracks, {});
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const follow::Interpretation& r = readings[i];
      Candidate c;
      c.quarter_s = static_cast<float>(r.quarter_s);
      c.first_bar = static_cast<float>(r.first_bar);
      c.track = r.track;
      c.meter = r.meter;
      c.tempo = std::abs(r.quarter_s * e.bpm / 60 - 1) < 0.04;
      c.all = is_right(r, attacks, tracks[static_cast<std::size_t>(r.track)], 60 / e.bpm, e.start_s, e.meter,
                       g.bar_known);
      s.any_right = s.any_right || c.all;
      if (i >= kPossible && i % kOthers != 0 && !c.all) continue;
      std::copy(r.features.begin(), r.features.end(), c.features.begin());
      s.readings.push_back(c);
    }
    all.push_back(std::move(s));
  }

  std::vector<Sample> all;
};

void add_performance(Samples& samples, const Groove& g, std::mt19937_64& random) {
  const Excerpt all = whole(g);
  samples.add(all, g, 1, SampleKind::whole);
  samples.add(heard(all, random), g, 0.5, SampleKind::heard);
  const double octaves = g.held_back ? 0 : 0.15;
  for (int i = 0; i < (g.held_back ? 1 : 2); ++i)
    samples.add(cut(all, random, 8, 40, octaves), g, 0.4, SampleKind::cut);
  samples.add(cut(all, random, 2, 8, octaves), g, 0.4, SampleKind::brief);
  samples.add(heard(cut(all, random, 2, 8, octaves), random), g, 0.3, SampleKind::heard_brief);
  if (g.held_back || !(g.meter == MeterChange{0, 4, 4}) || !g.bar_known) return;
  // A tenth of the weight in all for meters that are rare.
  switch (random() % 4) {
    case 0:
      return samples.add(cut(remake(all, 3, 0, {0, 3, 4}), random, 8, 40, octaves), g, 0.15,
                         SampleKind::made);
    case 1:
      return samples.add(cut(remake(all, 3.5, 0, {0, 7, 8}), random, 8, 40, octaves), g, 0.1,
                         SampleKind::made);
    case 2:
      return samples.add(cut(remake(all, 4, 1, {0, 5, 4}), random, 8, 40, octaves), g, 0.1, SampleKind::made);
    default:
      return;
  }
}

}  // namespace

std::string_view name_of(SampleKind kind) {
  static constexpr std::array<std::string_view, kSampleKinds> kNames{
      "whole",        "8 to 40 bars", "2 to 8 bars", "whole, as heard", "2 to 8 bars, as heard",
      "other meters", "method books"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Sample> reading_samples(std::span<const Groove> grooves) {
  // Every performance has a seed of its own, so it does not matter which thread has it.
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::future<Samples>> parts;
  for (std::size_t t = 0; t < threads; ++t) {
    parts.push_back(std::async(std::launch::async, [=] {
      Samples part;
      for (std::size_t i = grooves.size() * t / threads; i < grooves.size() * (t + 1) / threads; ++i) {
        std::mt19937_64 random(1000 + i);
        add_performance(part, grooves[i], random);
      }
      return part;
    }));
  }
  Samples samples;
  for (std::future<Samples>& part : parts) std::ranges::move(part.get().all, std::back_inserter(samples.all));
  Groove book;
  book.drummer = "the book";
  book.bar_known = true;
  std::mt19937_64 random(5);
  for (const Pattern& pattern : kPatterns) {
    // Jazz has more shapes than a bar of rock.
    const int times = pattern.foot.empty() ? 5 : 12;
    for (int i = 0; i < times; ++i) samples.add(from_the_book(pattern, random), book, 0.8, SampleKind::book);
  }
  return std::move(samples.all);
}

}  // namespace firstchair::bench
