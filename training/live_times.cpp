// Measures how late the live ear tells its strokes, how far its times can be trusted and what it misses, and
// writes data/weights' timing.
//
//   training_live_times --out data/weights [--pieces N]
//
// The ear's weights are the program's own. Lateness and sigma come from the training side, heard as it was
// trained on: clean, in rooms, as records have it. What it misses and adds, and what is left of the lateness,
// comes from the validation side.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/ear/attack_time.h"
#include "engine/ear/intake.h"
#include "engine/ear/net.h"
#include "engine/ear/spectrogram.h"
#include "engine/ear/strokes.h"
#include "engine/ear/timing.h"
#include "lab/fitted_file.h"
#include "lab/flags.h"
#include "lab/onset_score.h"
#include "training/rendered.h"

namespace firstchair::training {
namespace {

using ear::Timing;

constexpr double kWindow = 0.025;    // seconds
constexpr double kAudible = 0.1;     // of a band's energy
constexpr double kSeconds = 15;      // of a piece
constexpr std::size_t kFewest = 30;  // strokes for a number of its own

// What is chosen and not measured: how far from the net's time a split is believed, where it is near it, what
// probability is sure, and where the rows end.
constexpr double kBelieved[] = {1.5, 0.1}, kNear[] = {1, 0.9};
constexpr std::array<double, 4> kContrastBelow{14, 18, 24, 1e9};
constexpr std::array<double, 5> kProbabilityBelow{0.5, 0.7, 0.85, 0.95, 2};
constexpr std::size_t kUnsureRows = 2;
// Cells of sigma: of every row of splits those near and those far, then the rows of the net's own times.
constexpr std::size_t kSplitCells = 2 * kContrastBelow.size(),
                      kCells = kSplitCells + kProbabilityBelow.size();

struct Told {
  double seconds = 0;
  std::size_t cell = 0;
  bool unsure = false;         // in one of the first rows of splits
  std::optional<Voice> voice;  // of a lone stroke
  double late_ms = 0;
};

template <std::size_t Rows>
std::size_t row_of(const std::array<double, Rows>& bounds, double value) {
  std::size_t row = 0;
  while (value >= bounds[row]) ++row;
  return row;
}

// What the live ear does up to a stroke's time (engine/ear/ear.cpp), without tables and prompts.
class Strokes {
 public:
  Strokes(ear::Net net, const Timing& timing)
      : timing_(timing),
        intake_(lab::kBenchRate),
        spectrogram_(intake_.rate()),
        net_(std::move(net)),
        picker_(net_.thresholds(),
                ear::Net::kSeen * intake_.rate() / static_cast<double>(spectrogram_.hop())),
        refiner_(intake_.rate()),
        history_(static_cast<std::size_t>(0.12 * intake_.rate())) {}

  std::vector<Told> of(std::span<const float> sound) {
    std::vector<Told> told;
    for (const float sample : sound) {
      float clean = 0;
      if (!intake_.push(sample, clean)) continue;
      history_.push(clean);
      if (!spectrogram_.push(history_)) continue;
      if (const auto stroke = picker_.push(net_.push(spectrogram_.levels()))) told.push_back(tell(*stroke));
    }
    return told;
  }

 private:
  Told tell(const ear::PickedStroke& stroke) {
    const auto frames = [&](double seconds) { return std::lround(seconds * intake_.rate()); };
    const Frames guess = std::lround(stroke.frames * static_cast<double>(spectrogram_.hop()));
    const ear::AttackTime at =
        ear::attack_time(refiner_, history_, timing_, intake_.rate(), guess,
                         guess - frames(ear::kSearchBefore), guess + frames(ear::kSearchAfter));
    Told told{.seconds = static_cast<double>(intake_.input_frame(at.frame)) / lab::kBenchRate,
              .cell = kSplitCells + row_of(kProbabilityBelow, static_cast<double>(stroke.probability)),
              .unsure = false,
              .voice = {},
              .late_ms = 0};
    if (at.split) {
      const std::size_t row = row_of(kContrastBelow, static_cast<double>(at.split->contrast_db));
      told.cell = 2 * row + (static_cast<double>(at.split->apart_ms) < kNear[0] ? 0 : 1);
      told.unsure = row < kUnsureRows && static_cast<double>(stroke.probability) < kNear[1];
    }
    const auto heard = [](float probability) { return probability > 0; };
    if (std::count_if(stroke.voices.begin(), stroke.voices.end(), heard) == 1) {
      told.voice = static_cast<Voice>(std::find_if(stroke.voices.begin(), stroke.voices.end(), heard) -
                                      stroke.voices.begin());
    }
    return told;
  }

  Timing timing_;
  ear::Intake intake_;
  ear::Spectrogram spectrogram_;
  ear::Net net_;
  ear::StrokePicker picker_;
  ear::Refiner refiner_;
  ear::SampleHistory history_;
};

struct Losses {
  double plain = 0, plain_missed = 0, ghosts = 0, ghosts_missed = 0, extra = 0, all = 0;
};

struct Options {
  std::string out;
  int pieces = 120;
};

struct Measured {
  std::vector<Told> told;
  Losses lost;

  void add(const lab::Rendering& file, const std::vector<Told>& heard) {
    std::vector<double> truth, times;
    for (const Told& one : heard) times.push_back(one.seconds);
    std::sort(times.begin(), times.end());
    std::vector<const Told*> attacks;
    for (const Told& one : heard) attacks.push_back(&one);
    std::stable_sort(attacks.begin(), attacks.end(),
                     [](const Told* a, const Told* b) { return a->seconds < b->seconds; });
    for (const lab::Truth& one : file.truth) truth.push_back(one.seconds);
    std::vector<bool> found(truth.size());
    std::size_t pairs = 0;
    for (const auto& [t, h] : lab::match_nearest(truth, times, kWindow)) {
      found[t] = true;
      ++pairs;
      told.push_back(*attacks[h]);
      told.back().late_ms = 1000 * (attacks[h]->seconds - truth[t]);
    }
    lost.all += static_cast<double>(truth.size());
    lost.extra += static_cast<double>(attacks.size() - pairs);
    for (std::size_t t = 0; t < truth.size(); ++t) {
      if (file.truth[t].velocity < 40) {
        ++lost.ghosts;
        lost.ghosts_missed += !found[t];
      } else if (t == 0 || truth[t] - truth[t - 1] >= kWindow) {
        ++lost.plain;
        lost.plain_missed += !found[t];
      }
    }
  }
};

using Late = std::array<std::array<double, Timing::kBiasColumns>, Timing::kBiasRows>;

struct Tables {
  std::array<double, kCells> sigma{};
  double unsure = 1;
  Late late{};

  double sigma_of(const Told& told) const { return sigma[told.cell] * (told.unsure ? unsure : 1); }
  double late_of(const Told& told) const {
    const auto column = told.voice ? Timing::bias_column(static_cast<float>(sigma_of(told))) : std::nullopt;
    return told.late_ms - (column ? late[Timing::bias_row(*told.voice)][*column] : 0);
  }
};

double half_of_95(const std::vector<double>& errors) {
  return lab::percentile(errors, 0.95) / 2;
}

// A cell with few strokes takes what all splits, or all times of the net, give.
void measure_sigmas(const std::vector<Told>& all, Tables& tables) {
  std::array<std::vector<double>, kCells> errors;
  std::array<std::vector<double>, 2> any;
  for (const Told& told : all) {
    if (told.unsure) continue;
    const double error = std::abs(tables.late_of(told));
    errors[told.cell].push_back(error);
    any[told.cell >= kSplitCells].push_back(error);
  }
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    const auto& own = errors[cell];
    tables.sigma[cell] = half_of_95(own.size() >= kFewest ? own : any[cell >= kSplitCells]);
  }
  std::vector<double> more;
  for (const Told& told : all) {
    if (told.unsure) more.push_back(std::abs(tables.late_of(told)) / tables.sigma[told.cell]);
  }
  tables.unsure = more.size() >= kFewest ? std::max(1.0, half_of_95(more)) : 1;
}

void measure_lateness(const std::vector<Told>& all, Tables& tables) {
  std::array<std::array<std::vector<double>, Timing::kBiasColumns>, Timing::kBiasRows> late;
  for (const Told& told : all) {
    if (!told.voice) continue;
    if (const auto column = Timing::bias_column(static_cast<float>(tables.sigma_of(told))))
      late[Timing::bias_row(*told.voice)][*column].push_back(told.late_ms);
  }
  for (std::size_t row = 0; row < late.size(); ++row) {
    for (std::size_t column = 0; column < Timing::kBiasColumns; ++column) {
      const auto& own = late[row][column];
      const double before = column > 0 ? tables.late[row][column - 1] : 0;
      tables.late[row][column] = own.size() >= kFewest ? lab::percentile(own, 0.5) : before;
    }
  }
}

// Sigma says which lateness is taken off, and what is taken off changes sigma: two rounds settle it.
Tables measured_tables(const std::vector<Told>& all) {
  Tables tables;
  measure_sigmas(all, tables);
  for (int round = 0; round < 2; ++round) {
    measure_lateness(all, tables);
    measure_sigmas(all, tables);
  }
  return tables;
}

// Of the voices' median errors.
double spread_of_late(const std::vector<Told>& all, const Tables& tables) {
  std::array<std::vector<double>, ear::kHeardVoices> voices;
  for (const Told& told : all) {
    if (told.voice) voices[static_cast<std::size_t>(*told.voice)].push_back(tables.late_of(told));
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

void write_tables(const Tables& tables, const Losses& lost, double left, lab::FittedText& text) {
  text.remark("believed: ms from the net's own time, and as many more a dB of contrast");
  text.row(std::span<const double>(kBelieved), 1);
  text.remark("near the net's time: under so many ms; and sure: from this probability of a stroke on");
  text.row(std::span<const double>(kNear), 1);
  text.remark("sigma of a split: contrast below dB, ms near the net's time, ms far from it");
  for (std::size_t row = 0; row < kContrastBelow.size(); ++row) {
    const double numbers[] = {kContrastBelow[row], tables.sigma[2 * row], tables.sigma[2 * row + 1]};
    text.row(std::span<const double>(numbers), 2);
  }
  text.remark("times this in the first two rows, when it is not sure");
  text.row(std::span<const double>(&tables.unsure, 1), 2);
  text.remark("sigma of the net's own time: probability below, ms");
  for (std::size_t row = 0; row < kProbabilityBelow.size(); ++row) {
    const double numbers[] = {kProbabilityBelow[row], tables.sigma[kSplitCells + row]};
    text.row(std::span<const double>(numbers), 2);
  }
  text.remark(
      "told late, ms, with a sigma from 0.4, 0.8 and 1.5 ms on: kick, snare, hat, tom, ride and crash, pad,");
  text.remark("ride bell");
  for (const auto& row : tables.late) text.row(std::span<const double>(row), 2);
  text.remark("share of strokes missed, of ghosts missed, of strokes told that were none");
  const double shares[] = {lost.plain_missed / std::max(1.0, lost.plain),
                           lost.ghosts_missed / std::max(1.0, lost.ghosts),
                           lost.extra / std::max(1.0, lost.all)};
  text.row(std::span<const double>(shares), 2);
  text.remark("standard deviation over the voices of what is left of their lateness, ms");
  text.row(std::span<const double>(&left, 1), 2);
}

int run(const Options& options, const std::string& command) {
  const Result<Timing> plain = Timing::make();  // believed() alone is asked
  if (!plain) {
    fmt::print(stderr, "training_live_times: {}\n", plain.error().line());
    return 3;
  }
  const auto measure = [&](const std::string& condition, int pieces, Measured& into) {
    const Examples examples({.condition = condition, .seconds = kSeconds});
    for (int p = 0; p < pieces; ++p) {
      lab::Dice dice(7 * 1000003 + static_cast<std::uint64_t>(p));
      const lab::Rendering file = rendering_of(examples(p, dice), kAudible);
      Result<ear::Net> net = ear::Net::make();
      if (!net) {
        fmt::print(stderr, "training_live_times: {}\n", net.error().line());
        return;
      }
      into.add(file, Strokes(std::move(*net), *plain).of(file.sound));
    }
  };
  Measured trained, held;
  measure("", options.pieces, trained);
  for (const char* condition : {"clean", "room", "record"}) measure(condition, options.pieces / 3, held);
  if (trained.told.empty() || held.told.empty()) {
    fmt::print(stderr, "training_live_times: nothing was heard: no data.\n");
    return 3;
  }
  const Tables tables = measured_tables(trained.told);
  lab::FittedText text;
  write_tables(tables, held.lost, spread_of_late(held.told, tables), text);
  const Result<std::string> path = lab::write_fitted(
      options.out, "timing",
      lab::head_of(
          command,
          fmt::format("sigma and lateness: {} strokes of the training side; shares missed and extra, "
                      "and what is left of the lateness: {} of the validation side, clean, room and "
                      "record (docs/guide/hearing.md)",
                      trained.told.size(), held.told.size())),
      text);
  return lab::tell_fitted("training_live_times", path);
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  firstchair::lab::Flags flags("measures the times of the live ear");
  firstchair::training::Options options;
  flags.add("--out", options.out, "folder for timing-<hash>.weights");
  flags.add("--pieces", options.pieces, "of the training side, and as many of the other");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (options.out.empty()) {
    fmt::print(stderr, "training_live_times: say where to with --out FOLDER.\n");
    return 2;
  }
  // Where the files lay is nobody's business.
  const std::string command =
      fmt::format("training_live_times --out data/weights --pieces {}", options.pieces);
  return firstchair::training::run(options, command);
}
