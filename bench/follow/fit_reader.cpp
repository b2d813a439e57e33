// The weights of engine/follow/free/beat_reader.h: at moments of the training split's performances the net is
// shown the click's beat among wrong ones (half and double, thirds, off the beat) and learns to prefer it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "bench/follow/bench_beats.h"
#include "bench/follow/fit.h"
#include "bench/follow/save.h"
#include "bench/follow/stress.h"
#include "engine/follow/free/beat_reader.h"

namespace firstchair::bench {
namespace {

constexpr double kFastestBpm = 225, kSlowestBpm = 48;
constexpr int kMoments = 40;  // of a performance a round

struct Example {
  std::vector<follow::BeatPicture> pictures;  // the first is the right one
};

// Periods and phases in true beats that a tracker takes for the beat.
std::vector<std::pair<double, double>> wrong_beats() {
  std::vector<std::pair<double, double>> wrong;
  const auto add = [&](double ratio, double step) {
    for (double phase = 0; phase < ratio - 1e-6; phase += step) {
      if (ratio != 1 || phase > 0) wrong.emplace_back(ratio, phase);
    }
  };
  add(1, 0.25), add(1, 1.0 / 3), add(2, 0.5), add(0.5, 0.25), add(1.5, 0.5), add(2.0 / 3, 1.0 / 3);
  add(4.0 / 3, 1.0 / 3), add(0.75, 0.25), add(3, 1), add(1.0 / 3, 1.0 / 3), add(4, 1), add(0.25, 0.25);
  return wrong;
}

using Random = std::mt19937_64;

double normal(Random& random) {
  return std::normal_distribution<double>()(random);
}

std::vector<Hit> variant(const Groove& groove, Random& random) {
  switch (random() % 4) {
    case 0:
      return with_errors(as_played(groove), random).hits;
    case 1:
      return as_heard(as_played(groove), random).hits;
    default:
      return groove.hits;
  }
}

void show(const Groove& groove, Random& random, int moments, bool vary, std::vector<Example>& examples) {
  static const std::vector<std::pair<double, double>> kWrong = wrong_beats();
  std::vector<Hit> hits = variant(groove, random);
  const double stretch = vary ? std::exp(0.07 * normal(random)) : 1;
  const double period = 60 / groove.bpm * stretch, lead = lead_of(groove) * stretch;
  std::vector<follow::RecentStroke> strokes;
  for (const Hit& hit : hits) {
    strokes.push_back({static_cast<double>(hit.frame) / kMidiRate * stretch,
                       follow::struck_of(hit.voice, hit.strength), hit.strength});
  }
  if (strokes.size() < 12) return;
  for (int m = 0; m < moments; ++m) {
    // A third of the moments soon after a start anywhere.
    const std::size_t end = 6 + random() % (strokes.size() - 6);
    std::size_t begin = end > follow::kReaderStrokes ? end - follow::kReaderStrokes : 0;
    if (random() % 3 == 0) begin = std::max(begin, end - 5 - random() % std::min<std::size_t>(end - 5, 40));
    const std::span<const follow::RecentStroke> recent(&strokes[begin], end - begin);
    const double now = recent.back().seconds;
    const double right = std::floor((now - lead) / period) * period + lead + 0.008 * normal(random);
    const auto guess = [&](double ratio, double phase) {
      const double p = period * ratio * (1 + 0.004 * normal(random));
      return follow::BeatGuess{right + phase * period, p};
    };
    Example example;
    example.pictures.push_back(follow::picture_of(recent, guess(1, 0)));
    for (const auto& [ratio, phase] : kWrong) {
      const double bpm = 60 / (period * ratio);
      if (bpm > kFastestBpm || bpm < kSlowestBpm) continue;
      example.pictures.push_back(follow::picture_of(recent, guess(ratio, phase)));
    }
    examples.push_back(std::move(example));
  }
}

constexpr std::size_t kWeights = follow::kReaderHidden * (follow::kReaderInputs + 2);

follow::ReaderWeights unpack(const std::vector<float>& w) {
  follow::ReaderWeights weights;
  std::size_t at = 0;
  for (auto& row : weights.in)
    for (float& x : row) x = w[at++];
  for (float& x : weights.bias) x = w[at++];
  for (float& x : weights.out) x = w[at++];
  return weights;
}

// Cross entropy of one example; adds its gradient.
double learn(const Example& example, const follow::ReaderWeights& net, std::vector<float>& gradient,
             bool& right) {
  const std::size_t n = example.pictures.size();
  std::vector<float> odds(n);
  std::vector<std::array<float, follow::kReaderHidden>> hidden(n);
  for (std::size_t c = 0; c < n; ++c) {
    hidden[c] = net.bias;
    for (std::size_t i = 0; i < follow::kReaderInputs; ++i) {
      const float x = example.pictures[c][i];
      if (x == 0) continue;
      for (std::size_t h = 0; h < follow::kReaderHidden; ++h) hidden[c][h] += net.in[i][h] * x;
    }
    for (std::size_t h = 0; h < follow::kReaderHidden; ++h) {
      hidden[c][h] = std::max(0.0F, hidden[c][h]);
      odds[c] += net.out[h] * hidden[c][h];
    }
  }
  const float most = *std::max_element(odds.begin(), odds.end());
  right = odds[0] == most;
  float all = 0;
  for (const float o : odds) all += std::exp(o - most);
  const double loss = std::log(all) + most - odds[0];
  if (gradient.empty()) return loss;
  for (std::size_t c = 0; c < n; ++c) {
    const float d = std::exp(odds[c] - most) / all - (c == 0 ? 1.0F : 0.0F);
    if (std::abs(d) < 1e-5F) continue;
    std::array<float, follow::kReaderHidden> back{};
    for (std::size_t h = 0; h < follow::kReaderHidden; ++h) {
      gradient[follow::kReaderHidden * (follow::kReaderInputs + 1) + h] += d * hidden[c][h];
      if (hidden[c][h] > 0) back[h] = d * net.out[h];
      gradient[follow::kReaderHidden * follow::kReaderInputs + h] += back[h];
    }
    for (std::size_t i = 0; i < follow::kReaderInputs; ++i) {
      const float x = example.pictures[c][i];
      if (x == 0) continue;
      float* row = &gradient[i * follow::kReaderHidden];
      for (std::size_t h = 0; h < follow::kReaderHidden; ++h) row[h] += back[h] * x;
    }
  }
  return loss;
}

}  // namespace

int fit_reader(std::span<const Groove> grooves, const FitOptions& options, int rounds, bool validate) {
  std::vector<const Groove*> takes, checks;
  for (const Groove& groove : grooves) {
    if (groove.held_back) continue;
    const bool out = validate && std::hash<std::string>{}(groove.style + groove.drummer) % 5 == 0;
    (out ? checks : takes).push_back(&groove);
  }
  Random random(7);
  std::vector<float> w(kWeights), m(kWeights), v(kWeights);
  for (std::size_t i = 0; i < kWeights; ++i)
    w[i] =
        static_cast<float>(normal(random) * (i < follow::kReaderHidden * follow::kReaderInputs ? 0.12 : 0.2));
  std::vector<Example> held;
  for (const Groove* groove : checks) show(*groove, random, 60, false, held);
  double step = 0;
  for (int round = 0; round < rounds; ++round) {
    std::vector<Example> examples;
    for (const Groove* groove : takes) show(*groove, random, kMoments, true, examples);
    std::shuffle(examples.begin(), examples.end(), random);
    const double rate = 2e-3 * (1 - static_cast<double>(round) / rounds);
    double loss = 0, hit = 0;
    constexpr std::size_t kBatch = 64;
    for (std::size_t from = 0; from + kBatch <= examples.size(); from += kBatch) {
      const follow::ReaderWeights net = unpack(w);
      std::vector<float> gradient(kWeights);
      bool right = false;
      for (std::size_t e = from; e < from + kBatch; ++e) {
        loss += learn(examples[e], net, gradient, right);
        hit += right;
      }
      ++step;
      for (std::size_t i = 0; i < kWeights; ++i) {
        const float g = gradient[i] / static_cast<float>(kBatch);
        m[i] = 0.9F * m[i] + 0.1F * g;
        v[i] = 0.999F * v[i] + 0.001F * g * g;
        const double mean = m[i] / (1 - std::pow(0.9, step)), square = v[i] / (1 - std::pow(0.999, step));
        w[i] -= static_cast<float>(rate * (mean / (std::sqrt(square) + 1e-8) + 0.1 * w[i]));
      }
    }
    if (round % 5 == 4 || round + 1 == rounds) {
      double held_loss = 0, held_hit = 0;
      const follow::ReaderWeights net = unpack(w);
      std::vector<float> none;
      for (const Example& example : held) {
        bool right = false;
        held_loss += learn(example, net, none, right);
        held_hit += right;
      }
      const auto n = static_cast<double>(examples.size()),
                 h = std::max<double>(1, static_cast<double>(held.size()));
      fmt::print(stderr, "round {}: loss {:.3f}, right {:.3f}; held loss {:.3f}, right {:.3f}\n", round + 1,
                 loss / n, hit / n, held_loss / h, held_hit / h);
    }
  }
  const follow::ReaderWeights net = unpack(w);
  lab::FittedText text;
  text.remark(fmt::format("of each of {} inputs to the {} hidden units; of beat_reader.h",
                          follow::kReaderInputs, follow::kReaderHidden));
  for (const auto& in : net.in) text.row(in, 4);
  text.remark("bias of the hidden units");
  text.row(net.bias, 4);
  text.remark("of the hidden units to the answer");
  text.row(net.out, 4);
  return save(
      "beat-reader", options,
      fmt::format("Groove MIDI Dataset, training split{}: \"beat\" performances of at least 8 bars, as "
                  "played, with errors and as heard",
                  validate ? " less a fifth of its styles" : ""),
      text);
}

}  // namespace firstchair::bench
