// Measures how late the file ear tells its strokes, how far its times can be trusted and what it misses, and
// writes data/weights' file-timing.
//
//   training_times --out data/weights [--weights FILE] [--pieces N]
//
// Lateness and sigma come from the training side, heard as it was trained on: clean, in rooms, as records
// have it. What it misses and adds, and what is left of the lateness, comes from the validation side.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "engine/core/voice.h"
#include "lab/attacks.h"
#include "lab/fitted_file.h"
#include "lab/flags.h"
#include "lab/onset_score.h"
#include "training/rendered.h"

namespace firstchair::training {
namespace {

constexpr double kWindow = 0.025;    // seconds
constexpr double kAudible = 0.1;     // of a band's energy
constexpr double kSeconds = 15;      // of a piece
constexpr std::size_t kFewest = 30;  // strokes for a number of its own

struct Told {
  ear::FileTimes::Voices voices{};
  std::size_t step = 0;  // of the probability; of a split kSteps and on
  double late_ms = 0;
};

struct Losses {
  double plain = 0, plain_missed = 0, ghosts = 0, ghosts_missed = 0, extra = 0, all = 0;
};

struct Options {
  std::string out, weights;
  int pieces = 120;
};

class Measured {
 public:
  explicit Measured(const ear::EarWeights* weights) : weights_(weights) {}

  void add(Example example) {
    const lab::Rendering file = rendering_of(std::move(example), kAudible);
    const ear::FileTimes plain = ear::FileTimes::to_measure();
    const lab::Heard heard =
        lab::listen_to_file(file.sound, lab::kBenchRate, ear::VoicesMode::kit, {}, weights_, &plain);
    const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
    std::vector<double> truth;
    for (const lab::Truth& one : file.truth) truth.push_back(one.seconds);
    std::vector<bool> found(truth.size());
    std::size_t pairs = 0;
    for (const auto& [t, h] : lab::match_nearest(truth, lab::times_of(attacks), kWindow)) {
      found[t] = true;
      ++pairs;
      Told told{.voices = {},
                .step = static_cast<std::size_t>(attacks[h].hits.front().sigma_ms),
                .late_ms = 1000 * (attacks[h].seconds - truth[t])};
      for (const Hit& hit : attacks[h].hits) {
        if (hit.frame == attacks[h].hits.front().frame)
          told.voices[static_cast<std::size_t>(hit.voice)] = hit.voice_probability;
      }
      told_.push_back(told);
    }
    losses_.all += static_cast<double>(truth.size());
    losses_.extra += static_cast<double>(attacks.size() - pairs);
    for (std::size_t t = 0; t < truth.size(); ++t) {
      const double velocity = file.truth[t].velocity;
      if (velocity < 40) {
        ++losses_.ghosts;
        losses_.ghosts_missed += !found[t];
      } else if (t == 0 || truth[t] - truth[t - 1] >= kWindow) {
        ++losses_.plain;
        losses_.plain_missed += !found[t];
      }
    }
  }

  const std::vector<Told>& told() const { return told_; }
  const Losses& losses() const { return losses_; }

 private:
  const ear::EarWeights* weights_;
  std::vector<Told> told_;
  Losses losses_;
};

using Bias = std::array<double, ear::kHeardVoices>;
using SplitSigmas = std::array<double, ear::FileTimes::kContrasts>;
using Sigmas = std::array<std::array<double, ear::FileTimes::kSteps>, ear::FileTimes::kRows>;

bool is_split(const Told& told) {
  return told.step >= ear::FileTimes::kSteps;
}

bool lone(const Told& told) {
  return ear::FileTimes::row_of(told.voices) + 1 < ear::FileTimes::kRows;
}

std::size_t voice_of(const Told& told) {
  return static_cast<std::size_t>(std::max_element(told.voices.begin(), told.voices.end()) -
                                  told.voices.begin());
}

double late_of(const Told& told, const Bias& bias) {
  if (is_split(told)) return told.late_ms;
  double sum = 0, count = 0;
  for (std::size_t v = 0; v < bias.size(); ++v) {
    if (told.voices[v] <= 0) continue;
    sum += bias[v];
    ++count;
  }
  return told.late_ms - (count > 0 ? sum / count : 0);
}

// Of each voice; of its family where the voice has few strokes.
Bias biases(const std::vector<Told>& all) {
  std::array<std::vector<double>, ear::kHeardVoices> voices;
  std::array<std::vector<double>, kFamilyCount> families;
  for (const Told& told : all) {
    if (!lone(told) || is_split(told)) continue;
    voices[voice_of(told)].push_back(told.late_ms);
    families[static_cast<std::size_t>(family_of(static_cast<Voice>(voice_of(told))))].push_back(told.late_ms);
  }
  Bias bias{};
  for (std::size_t v = 0; v < bias.size(); ++v) {
    const auto& own = voices[v];
    const auto& family = families[static_cast<std::size_t>(family_of(static_cast<Voice>(v)))];
    bias[v] = lab::percentile(own.size() >= kFewest ? own : family, 0.5);
  }
  return bias;
}

Sigmas sigmas(const std::vector<Told>& all, const Bias& bias) {
  std::array<std::array<std::vector<double>, ear::FileTimes::kSteps>, ear::FileTimes::kRows> errors;
  std::array<std::vector<double>, ear::FileTimes::kSteps> any;
  for (const Told& told : all) {
    if (is_split(told)) continue;
    const double error = std::abs(late_of(told, bias));
    errors[ear::FileTimes::row_of(told.voices)][told.step].push_back(error);
    any[told.step].push_back(error);
  }
  Sigmas sigma{};
  for (std::size_t row = 0; row < sigma.size(); ++row) {
    for (std::size_t step = 0; step < any.size(); ++step) {
      const auto& own = errors[row][step];
      sigma[row][step] = lab::percentile(own.size() >= kFewest ? own : any[step], 0.95) / 2;
    }
  }
  return sigma;
}

SplitSigmas split_sigmas(const std::vector<Told>& all) {
  std::array<std::vector<double>, ear::FileTimes::kContrasts> errors;
  for (const Told& told : all) {
    if (is_split(told)) errors[told.step - ear::FileTimes::kSteps].push_back(std::abs(told.late_ms));
  }
  SplitSigmas sigma{};
  for (std::size_t step = 0; step < sigma.size(); ++step)
    sigma[step] = lab::percentile(errors[step], 0.95) / 2;
  return sigma;
}

// Of the voices' median errors.
double spread_of_bias(const std::vector<Told>& all, const Bias& bias) {
  std::array<std::vector<double>, ear::kHeardVoices> voices;
  for (const Told& told : all) {
    if (lone(told)) voices[voice_of(told)].push_back(late_of(told, bias));
  }
  double squares = 0, count = 0;
  for (const auto& errors : voices) {
    if (errors.size() < kFewest) continue;
    const double median = lab::percentile(errors, 0.5);
    squares += median * median;
    ++count;
  }
  return count > 0 ? std::sqrt(squares / count) : 0;
}

int run(const Options& options, const std::string& command) {
  std::optional<ear::EarWeights> weights;
  if (!options.weights.empty()) {
    std::ifstream file(options.weights, std::ios::binary);
    weights = ear::EarWeights{std::filesystem::path(options.weights).filename().string(),
                              {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}};
  }
  const ear::EarWeights* heard_with = weights ? &*weights : nullptr;
  const auto measured = [&](const std::string& condition, int pieces, Measured& into) {
    const Examples examples({.condition = condition, .seconds = kSeconds});
    for (int p = 0; p < pieces; ++p) {
      lab::Dice dice(7 * 1000003 + static_cast<std::uint64_t>(p));
      into.add(examples(p, dice));
    }
  };
  Measured trained(heard_with), held(heard_with);
  measured("", options.pieces, trained);
  for (const char* condition : {"clean", "room", "record"}) measured(condition, options.pieces / 3, held);
  if (trained.told().empty() || held.told().empty()) {
    fmt::print(stderr, "training_times: nothing was heard: no data, or no weights of the file ear.\n");
    return 3;
  }

  const Bias bias = biases(trained.told());
  const Sigmas sigma = sigmas(trained.told(), bias);
  const Losses& lost = held.losses();
  lab::FittedText text;
  constexpr const char* kRowNames[] = {"kick", "snare", "hat", "tom", "ride and crash", "several together"};
  text.remark("sigma of a time, ms: the probability of a stroke is below 0.6, 0.8, 0.95, or more");
  for (std::size_t row = 0; row < sigma.size(); ++row) {
    text.remark(kRowNames[row]);
    text.row(std::span<const double>(sigma[row]), 2);
  }
  const SplitSigmas clear = split_sigmas(trained.told());
  text.remark("of a clear split of the waveform near it; its contrast is below 20 dB, 30 dB, or more");
  text.row(std::span<const double>(clear), 2);
  text.remark(
      "the net's time is told late, ms: kick, snare, cross stick; hats closed, open, pedalled; toms high,");
  text.remark("mid, low; ride, its bell, crash");
  for (std::size_t v = 0; v < bias.size(); v += 3) text.row(std::span<const double>(bias).subspan(v, 3), 2);
  text.remark("share of strokes missed, of ghosts missed, of strokes told that were none");
  const double shares[] = {lost.plain_missed / std::max(1.0, lost.plain),
                           lost.ghosts_missed / std::max(1.0, lost.ghosts),
                           lost.extra / std::max(1.0, lost.all)};
  text.row(std::span<const double>(shares), 2);
  text.remark("standard deviation over the voices of what is left of their lateness, ms");
  const double left[] = {spread_of_bias(held.told(), bias)};
  text.row(std::span<const double>(left), 2);
  const Result<std::string> path = lab::write_fitted(
      options.out, "file-timing",
      lab::head_of(
          command,
          fmt::format("sigma and lateness: {} strokes of the training side; shares missed and extra, "
                      "and what is left of the lateness: {} of the validation side, clean, room and "
                      "record (docs/guide/hearing.md)",
                      trained.told().size(), held.told().size())),
      text);
  return lab::tell_fitted("training_times", path);
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  firstchair::lab::Flags flags("measures the times of the file ear");
  firstchair::training::Options options;
  flags.add("--out", options.out, "folder for file-timing-<hash>.weights");
  flags.add("--weights", options.weights, "other weights than the program's own");
  flags.add("--pieces", options.pieces, "of the training side, and as many of the other");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (options.out.empty()) {
    fmt::print(stderr, "training_times: say where to with --out FOLDER.\n");
    return 2;
  }
  // Where the files lay is nobody's business.
  const std::string command = fmt::format("training_times --out data/weights --pieces {}", options.pieces);
  return firstchair::training::run(options, command);
}
