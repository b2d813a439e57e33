// Fits what the known drums of a kit count for (engine/ear/known_drums.h) and writes data/weights'
// known-drums, or with --live known-live.
//
//   training_known --out data/weights [--pieces N] [--live] [--kits]
//
// How drums sound in general comes of the training side. What is weighed is a logistic regression a voice
// over the attacks of N pieces of every condition of the validation side, other ones than the bench's, each
// on a kit whose drums were struck four times before. With --kits nothing is written: every kit is left out
// in turn, and what is heard of it is printed, and how surely takes on another kit are known.
#include "engine/ear/known_drums.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/ear/file_weights.h"
#include "engine/ear/strokes.h"
#include "lab/fitted_file.h"
#include "lab/flags.h"
#include "training/struck_takes.h"

namespace firstchair::training {
namespace {

using ear::KnownDrumsFit;
constexpr std::size_t kVoices = ear::kHeardVoices, kWeights = KnownDrumsFit::kWeights;
constexpr const char* kConditions[] = {"clean", "room", "record"};

struct Row {
  const StruckTake* take;
  const StruckAttack* attack;
  ear::KnownDrums::Reasons reasons;
};

double likely(double odds) {
  return 1 / (1 + std::exp(-std::clamp(odds, -30.0, 30.0)));
}

double odds_of(const KnownDrumsFit::Row& weights, const KnownDrumsFit::Row& reasons) {
  double odds = 0;
  for (std::size_t k = 0; k < kWeights; ++k)
    odds += static_cast<double>(weights[k]) * static_cast<double>(reasons[k]);
  return odds;
}

// Newton's steps for a logistic regression with a ridge of 1.
KnownDrumsFit::Row regression(const std::vector<const Row*>& rows, std::size_t voice) {
  using Matrix = Eigen::Matrix<double, kWeights, kWeights>;
  using Vector = Eigen::Matrix<double, kWeights, 1>;
  Vector weights = Vector::Zero();
  for (int step = 0; step < 25; ++step) {
    Matrix curved = Matrix::Identity();
    Vector slope = -weights;
    for (const Row* row : rows) {
      const Vector reasons =
          Eigen::Map<const Eigen::Matrix<float, kWeights, 1>>(row->reasons.of[voice].data()).cast<double>();
      const double p = likely(reasons.dot(weights));
      slope += reasons * ((row->attack->struck[voice] ? 1 : 0) - p);
      curved += reasons * reasons.transpose() * (p * (1 - p));
    }
    weights += curved.ldlt().solve(slope);
  }
  KnownDrumsFit::Row out;
  for (std::size_t k = 0; k < kWeights; ++k)
    out[k] = static_cast<float>(weights[static_cast<Eigen::Index>(k)]);
  return out;
}

// The probability from which on a voice is best told.
double best_threshold(const std::vector<const Row*>& rows, std::size_t voice,
                      const KnownDrumsFit::Row& weights) {
  double best = 0.5, most = -1;
  for (double bar = 0.2; bar < 0.75; bar += 0.025) {
    double right = 0, all = 0;
    for (const Row* row : rows) {
      const bool told = likely(odds_of(weights, row->reasons.of[voice])) >= bar;
      right += told && row->attack->struck[voice];
      all += (told ? 1 : 0) + (row->attack->struck[voice] ? 1 : 0);
    }
    const double f = all > 0 ? 2 * right / all : 0;
    if (f >= most) most = f, best = bar;
  }
  return best;
}

// One regression a voice, moved so that the net's own thresholds serve it.
KnownDrumsFit fitted(const ear::DrumSpectra& general, const std::vector<Row>& rows,
                     const ear::NetThresholds& bars, const std::string& without) {
  KnownDrumsFit fit{.general = general, .weights = {}};
  const auto log_odds = [](double p) { return std::log(p / (1 - p)); };
  for (std::size_t v = 0; v < kVoices; ++v) {
    std::vector<const Row*> own;
    for (const Row& row : rows) {
      if (row.attack->counts[v] && row.take->kit != without) own.push_back(&row);
    }
    fit.weights[v] = regression(own, v);
    fit.weights[v][0] += static_cast<float>(log_odds(static_cast<double>(bars.voices[v])) -
                                            log_odds(best_threshold(own, v, fit.weights[v])));
  }
  return fit;
}

// What a StrokePicker tells of attacks far from each other.
std::array<bool, kVoices> told(const ear::OfVoices& said, const ear::NetThresholds& bars) {
  ear::StrokePicker picker(bars, 0);
  ear::NetFrame frame{.any = 1, .voices = said};
  picker.push({});
  picker.push(frame);
  const std::optional<ear::PickedStroke> stroke = picker.push({});
  std::array<bool, kVoices> out{};
  for (std::size_t v = 0; v < kVoices && stroke; ++v) out[v] = stroke->voices[v] > 0;
  return out;
}

struct Score {
  double right = 0, all = 0;  // strokes told rightly; told and struck
  void add(bool was_told, bool struck, bool counts) {
    if (!counts) return;
    right += was_told && struck;
    all += (was_told ? 1 : 0) + (struck ? 1 : 0);
  }
  double f() const { return all > 0 ? 2 * right / all : 0; }
};

struct Scores {
  Score five, twelve;

  void add(const StruckAttack& attack, const std::array<bool, kVoices>& told) {
    struct Of {
      bool told = false, struck = false, counts = true;
    };
    std::array<Of, kFamilyCount> families;
    for (std::size_t v = 0; v < kVoices; ++v) {
      twelve.add(told[v], attack.struck[v], attack.counts[v]);
      Of& family = families[static_cast<std::size_t>(family_of(static_cast<Voice>(v)))];
      family.told |= told[v];
      family.struck |= attack.struck[v];
      family.counts &= attack.counts[v];
    }
    for (const Of& family : families) five.add(family.told, family.struck, family.counts || family.struck);
  }
};

struct Options {
  std::string out;
  int pieces = 126;
  bool kits = false, live = false;

  ear::WhichEar which() const { return live ? ear::WhichEar::live : ear::WhichEar::file; }
};

std::vector<Row> rows_of(const std::vector<StruckTake>& takes, const ear::DrumSpectra& general,
                         const ear::NetThresholds& bars) {
  std::vector<Row> rows;
  for (const StruckTake& take : takes) {
    const ear::KnownDrums drums(take.sound, {.general = general, .weights = {}}, bars);
    for (const StruckAttack& attack : take.attacks)
      rows.push_back({&take, &attack, drums.reasons(attack.said, attack.spectrum)});
  }
  return rows;
}

void print_kits(const std::vector<StruckTake>& takes, const std::vector<Row>& rows,
                const ear::DrumSpectra& general, const ear::NetThresholds& bars) {
  std::map<std::string, std::array<Scores, 2>> of_condition, of_kit;
  std::set<std::string> kits;
  for (const StruckTake& take : takes) kits.insert(take.kit);
  for (const std::string& kit : kits) {
    const KnownDrumsFit fit = fitted(general, rows, bars, kit);
    for (const Row& row : rows) {
      if (row.take->kit != kit) continue;
      ear::OfVoices known{};
      for (std::size_t v = 0; v < kVoices; ++v)
        known[v] = row.reasons.said[v] <= 0
                       ? 0
                       : static_cast<float>(likely(odds_of(fit.weights[v], row.reasons.of[v])));
      for (auto* scores : {&of_condition[row.take->condition], &of_kit[kit]}) {
        (*scores)[0].add(*row.attack, told(row.attack->said, bars));
        (*scores)[1].add(*row.attack, told(known, bars));
      }
    }
  }
  const auto print = [](const auto& all) {
    for (const auto& [name, scores] : all)
      fmt::print("{:26} five {:.3f} -> {:.3f}, twelve {:.3f} -> {:.3f}\n", name, scores[0].five.f(),
                 scores[1].five.f(), scores[0].twelve.f(), scores[1].twelve.f());
  };
  fmt::print("Every kit with weights that were fitted without it: by the net, and with its drums.\n");
  print(of_condition);
  print(of_kit);
}

// Of takes, how many are found to be of another kit than whose sound they are heard with: their own, and
// that of the take after them, which is of another kit.
void print_others(const std::vector<StruckTake>& takes, const ear::DrumSpectra& general,
                  const ear::NetThresholds& bars) {
  for (const std::size_t apart : {std::size_t{0}, std::size_t{1}}) {
    std::array<double, 3> limits{0.05, 0.1, 0.15}, found{};
    double all = 0;
    for (std::size_t t = 0; t < takes.size(); ++t) {
      const ear::KnownDrums drums(takes[(t + apart) % takes.size()].sound,
                                  {.general = general, .weights = {}}, bars);
      double nearer = 0, counted = 0;
      for (const StruckAttack& attack : takes[t].attacks) {
        const ear::KnownDrums::Reasons reasons = drums.reasons(attack.said, attack.spectrum);
        nearer += static_cast<double>(reasons.nearer);
        counted += reasons.counts;
      }
      ++all;
      for (std::size_t k = 0; k < limits.size(); ++k)
        found[k] += counted >= ear::KnownDrums::kFewest && nearer < limits[k] * counted;
    }
    fmt::print("{}: told to be another's {:.2f}, {:.2f}, {:.2f} (limits .05, .1, .15)\n",
               apart == 0 ? "its own sound" : "another kit's", found[0] / all, found[1] / all,
               found[2] / all);
  }
}

int run(const Options& options) {
  if (lab::corpora_folder().empty()) {
    fmt::print(stderr, "training_known: no data: set FIRSTCHAIR_DATA.\n");
    return 3;
  }
  const ear::NetThresholds bars = thresholds_of(options.which());
  ear::DrumSpectra general{};
  if (options.live) {
    const Result<KnownDrumsFit> files = KnownDrumsFit::make();
    if (files) general = files->general;
  } else {
    general = drums_in_general(options.pieces);
  }
  std::vector<StruckTake> takes;
  for (const char* condition : kConditions) {
    const Examples examples({.condition = condition, .seconds = 12});
    for (int p = 0; p < options.pieces; ++p) {
      lab::Dice dice(6 * 1000003 + static_cast<std::uint64_t>(p));
      takes.push_back(struck_take(examples, condition, p, dice, options.which()));
    }
  }
  const std::vector<Row> rows = rows_of(takes, general, bars);
  if (options.kits) {
    print_kits(takes, rows, general, bars);
    print_others(takes, general, bars);
    return 0;
  }
  const KnownDrumsFit fit = fitted(general, rows, bars, {});
  lab::FittedText text;
  constexpr const char* kNames[] = {"kick",     "snare",     "cross stick", "hat closed",
                                    "hat open", "hat pedal", "tom high",    "tom mid",
                                    "tom low",  "ride",      "ride bell",   "crash"};
  if (!options.live)
    text.remark("how a drum sounds in general: pairs of bands, right after the attack and 29 ms later");
  for (std::size_t v = 0; v < kVoices && !options.live; ++v) {
    text.remark(kNames[v]);
    text.row(std::span<const float>(fit.general[v]), 6);
  }
  text.remark("what its log odds are weighed from: KnownDrums::reasons() has the order");
  for (std::size_t v = 0; v < kVoices; ++v) {
    text.remark(kNames[v]);
    text.row(std::span<const float>(fit.weights[v]), 4);
  }
  const Result<std::string> path = lab::write_fitted(
      options.out, options.live ? "known-live" : "known-drums",
      lab::head_of(fmt::format("training_known --out data/weights --pieces {}{}", options.pieces,
                               options.live ? " --live" : ""),
                   fmt::format("{}weights: {} attacks that {} told on the validation side, clean, room and "
                               "record",
                               options.live ? "" : "drums in general: the training side; ", rows.size(),
                               options.live ? ear::ear_weights_name() : ear::file_ear_weights_name())),
      text);
  return lab::tell_fitted("training_known", path);
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  firstchair::lab::Flags flags("fits what the drums of a kit that was struck before count for");
  firstchair::training::Options options;
  flags.add("--out", options.out, "folder for known-drums-<hash>.weights");
  flags.add("--pieces", options.pieces, "of every condition");
  flags.add("--live", options.live, "for the live ear");
  flags.add("--kits", options.kits, "only prints what is heard of every kit by the others' weights");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (options.out.empty() && !options.kits) {
    fmt::print(stderr, "training_known: say where to with --out FOLDER, or --kits.\n");
    return 2;
  }
  return firstchair::training::run(options);
}
