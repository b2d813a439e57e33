#include "bench/follow/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>

#include "bench/follow/save.h"
#include "engine/follow/free/attack_group.h"
#include "engine/follow/free/reading.h"
#include "engine/follow/free/track.h"
#include "testing/follow/drummer.h"

namespace firstchair::bench {
namespace {

constexpr double kRidge = 4e-3;  // on weights of standardised features
constexpr int kSteps = 350;

struct Sample {
  std::vector<follow::Interpretation> readings;
  std::vector<std::size_t> right;  // those that are the truth
  std::string drummer;
  bool held_back = false;
  double weight = 1;
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

struct Excerpt {
  std::vector<Hit> hits;
  double bpm = 120;
  double start_s = 0;  // of a bar line, where the groove knows one
  MeterChange meter;
};

Excerpt whole(const Groove& g) {
  return {g.hits, g.bpm, 0, g.meter};
}

// 8 to 40 bars from any beat on, at another tempo.
Excerpt cut(const Excerpt& from, std::mt19937_64& random) {
  const double quarter = 60e6 / from.bpm, length = static_cast<double>(from.hits.back().frame) / quarter;
  const double bars = std::uniform_real_distribution<double>(8, 40)(random) * 4;
  const double begin =
      std::floor(std::uniform_real_distribution<double>(0, std::max(0.5, length - bars))(random)) - 0.1;
  const double scale = std::exp2(std::uniform_real_distribution<double>(-0.35, 0.35)(random));
  Excerpt out{{}, from.bpm / scale, from.start_s * scale, from.meter};
  for (Hit hit : from.hits) {
    const double q = static_cast<double>(hit.frame) / quarter;
    if (q < begin || q > begin + bars) continue;
    hit.frame = std::llround(static_cast<double>(hit.frame) * scale);
    out.hits.push_back(hit);
  }
  return out;
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

// The beats of every method book, one bar each (x a stroke, g a ghost, X an accent, a column a sixteenth):
// what the dataset has little of.
struct Pattern {
  MeterChange meter;
  double slowest, fastest, swing;
  std::string hat, snare, kick;
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
};

Excerpt from_the_book(const Pattern& pattern, std::mt19937_64& random) {
  std::uniform_real_distribution<double> uniform(0, 1);
  const int bars = 8 + static_cast<int>(random() % 24);
  Chart chart = testing::chart_of({{Voice::hat_closed, testing::times(pattern.hat, bars)},
                                   {Voice::snare, testing::times(pattern.snare, bars)},
                                   {Voice::kick, testing::times(pattern.kick, bars)}},
                                  0, pattern.meter);
  chart.swing = pattern.swing;
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

}  // namespace

int fit_reading(std::span<const Groove> grooves, const FitOptions& options) {
  std::vector<Sample> samples;
  std::map<std::string, std::pair<int, int>> found;
  std::mt19937_64 random(1);
  auto add = [&](const Excerpt& e, const Groove& g, double weight, const char* kind) {
    if (e.hits.size() < 40) return;
    const std::vector<follow::Attack> attacks = follow::attacks_of(e.hits, kMidiRate);
    std::vector<follow::Track> tracks;
    for (double beat : follow::committee(attacks)) tracks.push_back(follow::track(attacks, beat));
    Sample s;
    s.readings = follow::interpret(attacks, tracks, {});
    for (std::size_t i = 0; i < s.readings.size(); ++i) {
      if (is_right(s.readings[i], attacks, tracks[static_cast<std::size_t>(s.readings[i].track)], 60 / e.bpm,
                   e.start_s, e.meter, g.bar_known))
        s.right.push_back(i);
    }
    auto& count = found[kind];
    ++count.second;
    count.first += !s.right.empty();
    if (s.right.empty()) return;
    s.drummer = g.drummer;
    s.held_back = g.held_back;
    s.weight = weight;
    samples.push_back(std::move(s));
  };
  for (const Groove& g : grooves) {
    const Excerpt all = whole(g);
    add(all, g, 1, g.held_back ? "whole, held back" : "whole, train");
    if (g.held_back) continue;
    for (int i = 0; i < 2; ++i) add(cut(all, random), g, 0.5, "cut");
    if (!(g.meter == MeterChange{0, 4, 4}) || !g.bar_known) continue;
    // A tenth of the weight in all for meters that are rare.
    switch (random() % 4) {
      case 0:
        add(cut(remake(all, 3, 0, {0, 3, 4}), random), g, 0.15, "made 3/4");
        break;
      case 1:
        add(cut(remake(all, 3.5, 0, {0, 7, 8}), random), g, 0.1, "made 7/8");
        break;
      case 2:
        add(cut(remake(all, 4, 1, {0, 5, 4}), random), g, 0.1, "made 5/4");
        break;
      default:
        break;
    }
  }
  Groove book;
  book.drummer = "the book";
  book.bar_known = true;
  for (const Pattern& pattern : kPatterns) {
    for (int i = 0; i < 5; ++i) add(from_the_book(pattern, random), book, 0.8, "book");
  }
  for (const auto& [kind, count] : found)
    fmt::print("{:18} right reading among the candidates: {} of {}\n", kind, count.first, count.second);

  follow::Features mean{}, scale{};
  double n = 0;
  for (const Sample& s : samples) {
    for (const follow::Interpretation& r : s.readings) {
      for (std::size_t k = 0; k < follow::kFeatures; ++k)
        mean[k] += r.features[k], scale[k] += r.features[k] * r.features[k];
      ++n;
    }
  }
  for (std::size_t k = 0; k < follow::kFeatures; ++k) {
    mean[k] /= n;
    scale[k] = std::sqrt(std::max(scale[k] / n - mean[k] * mean[k], 1e-6));
  }
  auto train = [&](const std::function<bool(const Sample&)>& use) {
    follow::Features w{}, first{}, second{};
    for (int step = 1; step <= kSteps; ++step) {
      follow::Features gradient{};
      double total = 0;
      for (Sample& s : samples) {
        if (!use(s)) continue;
        total += s.weight;
        follow::Features real = w;
        for (std::size_t k = 0; k < follow::kFeatures; ++k) real[k] = w[k] / scale[k];
        follow::weigh(s.readings, real);
        double right = 0;
        for (std::size_t i : s.right) right += s.readings[i].probability;
        right = std::max(right, 1e-12);
        for (std::size_t i = 0; i < s.readings.size(); ++i) {
          const follow::Interpretation& r = s.readings[i];
          const bool ok = std::find(s.right.begin(), s.right.end(), i) != s.right.end();
          const double pull = s.weight * (r.probability - (ok ? r.probability / right : 0));
          if (std::abs(pull) < 1e-7) continue;
          for (std::size_t k = 0; k < follow::kFeatures; ++k) gradient[k] += pull * r.features[k] / scale[k];
        }
      }
      for (std::size_t k = 0; k < follow::kFeatures; ++k) {
        const double g = gradient[k] / total + kRidge * w[k];
        first[k] = 0.9 * first[k] + 0.1 * g;
        second[k] = 0.99 * second[k] + 0.01 * g * g;
        w[k] -= 0.1 * std::pow(0.995, step) * (first[k] / (1 - std::pow(0.9, step))) /
                (std::sqrt(second[k] / (1 - std::pow(0.99, step))) + 1e-9);
      }
    }
    for (std::size_t k = 0; k < follow::kFeatures; ++k) w[k] /= scale[k];
    return w;
  };
  auto test = [&](const char* name, const follow::Features& w,
                  const std::function<bool(const Sample&)>& use) {
    double right = 0, nats = 0, total = 0;
    for (Sample& s : samples) {
      if (!use(s)) continue;
      follow::weigh(s.readings, w);
      std::size_t best = 0;
      double p = 0;
      for (std::size_t i = 0; i < s.readings.size(); ++i) {
        if (s.readings[i].probability > s.readings[best].probability) best = i;
      }
      for (std::size_t i : s.right) p += s.readings[i].probability;
      right += std::find(s.right.begin(), s.right.end(), best) != s.right.end();
      nats -= std::log(std::max(p, 1e-12));
      ++total;
    }
    fmt::print("{:28} takes {:4.0f}  all right {:5.1f} %  {:.3f} nats\n", name, total, 100 * right / total,
               nats / total);
  };
  const follow::Features w = train([](const Sample& s) { return !s.held_back; });
  test("fitted on train, train", w, [](const Sample& s) { return !s.held_back && s.weight == 1; });
  test("fitted on train, book", w, [](const Sample& s) { return s.drummer == "the book"; });
  test("fitted on train, held back", w, [](const Sample& s) { return s.held_back; });
  for (const char* drummer : {"drummer1"}) {
    const follow::Features without =
        train([&](const Sample& s) { return !s.held_back && s.drummer != drummer; });
    test(fmt::format("without {}, on them", drummer).c_str(), without,
         [&](const Sample& s) { return s.drummer == drummer && s.weight == 1; });
  }
  lab::FittedText text;
  text.remark(
      "in the order of describe() in reading.cpp: 16 roles of a place (4 beats, each: on, e, and, a) with");
  text.remark("kick, snare and time, then the others, one a line");
  for (std::size_t k = 0; k < 48; k += 3) text.row(std::span(w).subspan(k, 3), 3);
  for (std::size_t k = 48; k < follow::kFeatures; ++k) text.row(std::span(w).subspan(k, 1), 3);
  return save(
      "reading", options,
      "Groove MIDI Dataset, training split: \"beat\" performances of at least 8 bars, whole, cut, and "
      "made into 3/4, 7/8 and 5/4; and bars of method books (bench/follow/fit.cpp)",
      text);
}

}  // namespace firstchair::bench
