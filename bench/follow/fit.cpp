// Fits the weights of the reading by the likelihood of what is right (tempo, meter and bar line together, and
// the tempo once more by itself), and then, on performances of drummers who were left out of the fit, what
// its probabilities must be set right by.
#include "bench/follow/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <numeric>
#include <random>

#include "bench/follow/fit_samples.h"
#include "bench/follow/save.h"

namespace firstchair::bench {
namespace {

constexpr double kRidge = 1e-3;      // on weights of features scaled to an SD of 1
constexpr double kRate = 0.02;       // of the first step; falls to nothing
constexpr int kRounds = 30;          // through the samples
constexpr double kTempoAlone = 0.5;  // what the tempo by itself counts beside all that is right
constexpr std::size_t kBatch = 32;
constexpr std::size_t kGroups = 5;  // of drummers, each left out once

using Weights = std::array<float, follow::kFeatures>;
using Experts = std::array<Weights, follow::kExperts>;
using Use = std::function<bool(const Sample&)>;

// In lanes, so that compilers may add several at once.
float weighed(const Weights& w, const std::array<float, follow::kFeatures>& x) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> lanes{};
  std::size_t k = 0;
  for (; k + kLanes <= follow::kFeatures; k += kLanes) {
    for (std::size_t l = 0; l < kLanes; ++l) lanes[l] += w[k + l] * x[k + l];
  }
  float sum = std::accumulate(lanes.begin(), lanes.end(), 0.0F);
  for (; k < follow::kFeatures; ++k) sum += w[k] * x[k];
  return sum;
}

// What a reading's score owes to each expert is in `share`, when it is asked for.
double score(const Experts& experts, const Candidate& c,
             std::array<float, follow::kExperts>* share = nullptr) {
  std::array<float, follow::kExperts> say{};
  for (std::size_t e = 0; e < say.size(); ++e) say[e] = weighed(experts[e], c.features);
  const float most = *std::max_element(say.begin(), say.end());
  float sum = 0;
  for (float& s : say) sum += s = std::exp(s - most);
  if (share != nullptr) {
    for (std::size_t e = 0; e < say.size(); ++e) (*share)[e] = say[e] / sum;
  }
  return static_cast<double>(most + std::log(sum));
}

std::vector<double> probabilities(const Experts& experts, const Sample& s) {
  std::vector<double> p;
  for (const Candidate& c : s.readings) p.push_back(score(experts, c));
  const double top = *std::max_element(p.begin(), p.end());
  double total = 0;
  for (double& x : p) total += x = std::exp(x - top);
  for (double& x : p) x /= total;
  return p;
}

// Adam, over batches of samples.
class Fit {
 public:
  Fit(const std::vector<Sample>& samples, const Use& use) {
    for (const Sample& s : samples) {
      if (use(s) && !s.readings.empty()) samples_.push_back(&s);
    }
    std::mt19937_64 random(1);
    if (follow::kExperts > 1) {  // so that they come to differ
      std::normal_distribution<float> normal(0, 0.05F);
      for (Weights& w : experts_) std::generate(w.begin(), w.end(), [&] { return normal(random); });
    }
    const double steps = std::ceil(static_cast<double>(samples_.size()) / kBatch) * kRounds;
    for (int round = 0; round < kRounds; ++round) {
      std::shuffle(samples_.begin(), samples_.end(), random);
      for (std::size_t from = 0; from < samples_.size(); from += kBatch) {
        const double done = static_cast<double>(++step_) / steps;
        step(std::span(samples_).subspan(from, std::min(kBatch, samples_.size() - from)),
             kRate * (0.5 + 0.5 * std::cos(std::numbers::pi * done)) + 1e-4);
      }
    }
  }
  const Experts& experts() const { return experts_; }

 private:
  void add(const Sample& s, Experts& gradient, double& weight) const {
    const std::vector<double> p = probabilities(experts_, s);
    double all = 0, tempo = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (s.readings[i].all) all += p[i];
      if (s.readings[i].tempo) tempo += p[i];
    }
    if (tempo <= 0) return;
    weight += s.weight;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const Candidate& c = s.readings[i];
      double pull = kTempoAlone * (p[i] - (c.tempo ? p[i] / std::max(tempo, 1e-9) : 0));
      if (s.any_right) pull += p[i] - (c.all ? p[i] / std::max(all, 1e-9) : 0);
      pull *= s.weight;
      if (std::abs(pull) < 1e-6) continue;
      std::array<float, follow::kExperts> share{};
      score(experts_, c, &share);
      for (std::size_t e = 0; e < share.size(); ++e) {
        const float by = static_cast<float>(pull) * share[e];
        for (std::size_t k = 0; k < follow::kFeatures; ++k) gradient[e][k] += by * c.features[k];
      }
    }
  }

  void step(std::span<const Sample* const> batch, double rate) {
    Experts gradient{};
    double weight = 0;
    for (const Sample* s : batch) add(*s, gradient, weight);
    if (weight <= 0) return;
    const double first = 1 - std::pow(0.9, step_), second = 1 - std::pow(0.99, step_);
    for (std::size_t e = 0; e < experts_.size(); ++e) {
      for (std::size_t k = 0; k < follow::kFeatures; ++k) {
        const double g =
            static_cast<double>(gradient[e][k]) / weight + kRidge * static_cast<double>(experts_[e][k]);
        first_[e][k] = 0.9 * first_[e][k] + 0.1 * g;
        second_[e][k] = 0.99 * second_[e][k] + 0.01 * g * g;
        experts_[e][k] -=
            static_cast<float>(rate * first_[e][k] / first / (std::sqrt(second_[e][k] / second) + 1e-6));
      }
    }
  }

  std::vector<const Sample*> samples_;
  Experts experts_{};
  std::array<std::array<double, follow::kFeatures>, follow::kExperts> first_{}, second_{};
  int step_ = 0;
};

// What is told of a sample, as transcribe() tells it, before it is set right.
struct Told {
  const Sample* sample = nullptr;
  double tempo = 0, other = 0, meter = 0, bar = 0;
  bool tempo_right = false, other_right = false, meter_right = false, all_right = false;
};

Told told(const Experts& experts, const Sample& s) {
  const std::vector<double> p = probabilities(experts, s);
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
  struct Tempo {
    std::size_t first;
    double sum;
  };
  std::vector<Tempo> tempi;
  const auto same = [&](std::size_t a, std::size_t b) {
    return std::abs(s.readings[a].quarter_s / s.readings[b].quarter_s - 1) < 0.03F;
  };
  for (const std::size_t i : order) {
    auto at = std::find_if(tempi.begin(), tempi.end(), [&](const Tempo& t) { return same(i, t.first); });
    if (at == tempi.end()) at = tempi.insert(at, {i, 0});
    at->sum += p[i];
  }
  std::stable_sort(tempi.begin(), tempi.end(), [](const Tempo& a, const Tempo& b) { return a.sum > b.sum; });
  const Candidate& best = s.readings[tempi[0].first];
  Told t;
  t.sample = &s;
  t.tempo = tempi[0].sum;
  t.other = tempi.size() > 1 ? tempi[1].sum : 0;
  for (const std::size_t i : order) {
    const Candidate& c = s.readings[i];
    if (!(c.meter == best.meter)) continue;
    t.meter += p[i];
    const bool line = c.track != best.track || std::abs(c.first_bar - best.first_bar) < 1e-4F;
    if (same(i, tempi[0].first) && line) t.bar += p[i];
  }
  t.tempo_right = best.tempo;
  t.all_right = best.all;
  t.meter_right = std::any_of(s.readings.begin(), s.readings.end(),
                              [&](const Candidate& c) { return c.all && c.meter == best.meter; });
  t.other_right = tempi.size() > 1 && s.readings[tempi[1].first].tempo;
  return t;
}

// Logistic regression on the log odds.
follow::Calibration calibrate(const std::vector<std::pair<double, bool>>& claims) {
  follow::Calibration c;
  for (int round = 0; round < 400; ++round) {
    double ga = 0, gb = 0.5 * (c.slope - 1), aa = 1e-3, ab = 0, bb = 0.5;
    for (const auto& [said, right] : claims) {
      const double p = std::clamp(said, 1e-4, 1 - 1e-4), x = std::log(p / (1 - p)), q = c(said),
                   e = q - right;
      const double w = q * (1 - q);
      ga += e, gb += e * x, aa += w, ab += w * x, bb += w * x * x;
    }
    const double det = aa * bb - ab * ab;
    c.shift -= 0.5 * (bb * ga - ab * gb) / det;
    c.slope -= 0.5 * (aa * gb - ab * ga) / det;
  }
  return c;
}

bool counts(const Sample& s) {  // as a performance that somebody might hand in
  return s.kind != SampleKind::made && s.kind != SampleKind::book;
}

follow::ReadingModel::Trust trust_of(const std::vector<Told>& all, bool sound) {
  std::vector<std::pair<double, bool>> tempo, meter, bar;
  for (const Told& t : all) {
    if (!counts(*t.sample) || t.sample->from_sound() != sound) continue;
    tempo.emplace_back(t.tempo, t.tempo_right);
    if (t.sample->any_right) meter.emplace_back(t.meter, t.meter_right);
    if (t.sample->bar_known) bar.emplace_back(t.bar, t.all_right);
  }
  return {calibrate(tempo), calibrate(meter), calibrate(bar)};
}

// One row a kind of sample: how often tempo and bar line are right, how often two tempi are told, and how
// often the right one is told then.
void print(const char* title, const std::vector<Told>& all, const follow::ReadingModel& model) {
  fmt::print("{}\n", title);
  for (int kind = 0; kind < kSampleKinds; ++kind) {
    double n = 0, tempo = 0, two = 0, told = 0, bars = 0, bar = 0;
    for (const Told& t : all) {
      if (static_cast<int>(t.sample->kind) != kind) continue;
      const auto& trust = t.sample->from_sound() ? model.sound : model.kit;
      const double sure = trust.tempo(t.tempo);
      const bool unsure =
          sure < follow::kSureTempo && (1 - sure) * t.other / (1 - t.tempo) >= follow::kOtherTempo;
      ++n, tempo += t.tempo_right, two += unsure, told += t.tempo_right || (unsure && t.other_right);
      if (t.sample->bar_known) ++bars, bar += t.all_right;
    }
    if (n == 0) continue;
    fmt::print(
        "  {:22} {:4.0f} takes: tempo {:.1f} %, two tempi told of {:.1f} %, right or one of the two {:.1f} "
        "%, "
        "bar line {:.1f} %\n",
        name_of(static_cast<SampleKind>(kind)), n, 100 * tempo / n, 100 * two / n, 100 * told / n,
        100 * bar / std::max(1.0, bars));
  }
}

// Divides every feature by its SD over all readings.
std::array<double, follow::kFeatures> scale(std::vector<Sample>& samples) {
  std::array<double, follow::kFeatures> sum{}, square{};
  double n = 0;
  for (const Sample& s : samples) {
    for (const Candidate& c : s.readings) {
      for (std::size_t k = 0; k < follow::kFeatures; ++k) {
        const double x = static_cast<double>(c.features[k]);
        sum[k] += x, square[k] += x * x;
      }
      ++n;
    }
  }
  for (std::size_t k = 0; k < follow::kFeatures; ++k)
    square[k] = std::sqrt(std::max(square[k] / n - sum[k] * sum[k] / n / n, 1e-6));
  for (Sample& s : samples) {
    for (Candidate& c : s.readings) {
      for (std::size_t k = 0; k < follow::kFeatures; ++k) c.features[k] /= static_cast<float>(square[k]);
    }
  }
  return square;
}

// Drummers in groups of about as many samples.
std::map<std::string, std::size_t> groups_of(const std::vector<Sample>& samples) {
  std::map<std::string, int> of;
  for (const Sample& s : samples) {
    if (counts(s) && !s.held_back) ++of[s.drummer];
  }
  std::vector<std::pair<int, std::string>> largest;
  for (const auto& [drummer, n] : of) largest.emplace_back(-n, drummer);
  std::sort(largest.begin(), largest.end());
  std::array<int, kGroups> size{};
  std::map<std::string, std::size_t> group;
  for (const auto& [n, drummer] : largest) {
    const auto least = static_cast<std::size_t>(std::min_element(size.begin(), size.end()) - size.begin());
    group[drummer] = least;
    size[least] -= n;
  }
  return group;
}

}  // namespace

int fit_reading(std::span<const Groove> grooves, const FitOptions& options) {
  std::vector<Sample> samples = reading_samples(grooves);
  const std::array<double, follow::kFeatures> scales = scale(samples);
  const std::map<std::string, std::size_t> group = groups_of(samples);
  std::vector<Told> left_out, train, held_back;
  for (std::size_t g = 0; g < kGroups; ++g) {
    const auto out = [&](const Sample& s) { return counts(s) && !s.held_back && group.at(s.drummer) == g; };
    const Fit fit(samples, [&](const Sample& s) { return !s.held_back && !out(s); });
    for (const Sample& s : samples) {
      if (out(s)) left_out.push_back(told(fit.experts(), s));
    }
  }
  follow::ReadingModel model{
      .experts = {}, .kit = trust_of(left_out, false), .sound = trust_of(left_out, true)};
  print("drummers left out of the fit", left_out, model);
  const Fit fit(samples, [](const Sample& s) { return !s.held_back; });
  for (const Sample& s : samples) (s.held_back ? held_back : train).push_back(told(fit.experts(), s));
  print("the fit, on what it was fitted to", train, model);
  print("the fit, held back", held_back, model);

  lab::FittedText text;
  text.remark(
      "in the order of describe() in reading_features.cpp: 16 roles of a place (4 beats, each: on, e, and, "
      "a)");
  text.remark("with kick, snare and time, then the others, one a line");
  for (std::size_t e = 0; e < follow::kExperts; ++e) {
    std::array<double, follow::kFeatures> w{};
    for (std::size_t k = 0; k < follow::kFeatures; ++k)
      w[k] = static_cast<double>(fit.experts()[e][k]) / scales[k];
    if (follow::kExperts > 1) text.remark(fmt::format("expert {}", e + 1));
    for (std::size_t k = 0; k < 48; k += 3) text.row(std::span(w).subspan(k, 3), 3);
    for (std::size_t k = 48; k < follow::kFeatures; ++k) text.row(std::span(w).subspan(k, 1), 3);
  }
  text.remark(
      "shift and slope of the log odds of tempo, meter and bar line: an e-kit's strokes, then sound's");
  for (const auto& trust : {model.kit, model.sound}) {
    for (const follow::Calibration& c : {trust.tempo, trust.meter, trust.bar})
      text.row(std::array{c.shift, c.slope}, 4);
  }
  return save("reading", options,
              "Groove MIDI Dataset, training split: \"beat\" performances of at least 8 bars, whole, cut, as "
              "an ear would tell them, and made into 3/4, 7/8 and 5/4; and bars of method books "
              "(bench/follow/fit_samples.cpp)",
              text);
}

}  // namespace firstchair::bench
