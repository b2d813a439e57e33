// Measures how often a drum's family is right by how sure the ears said they were, and writes data/weights'
// right. The pieces are of the validation side, and others than the bench's.
//
//   training_right --out data/weights [--pieces N] [--kits] [--struck]
//
// With --kits nothing is written: for every three of the seven kits the table is made from the other four,
// and how far it is off is printed. With --struck it does so for takes on kits that were struck once
// (engine/ear/known_drums.h), and writes known-right: one row an ear for all families, since rows of their
// own were farther off on other kits.
#include "engine/ear/right_shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "engine/ear/file_weights.h"
#include "engine/ear/kit_sound_learn.h"
#include "lab/attacks.h"
#include "lab/fitted_file.h"
#include "lab/flags.h"
#include "lab/onset_score.h"
#include "training/rendered.h"
#include "training/struck_takes.h"

namespace firstchair::training {
namespace {

using ear::RightShares;
using Row = std::array<double, RightShares::kSteps + 1>;
using Rows = std::array<Row, RightShares::kFamilies>;

constexpr double kWindow = 0.025, kSeconds = 12;
constexpr double kFewest = 20;  // strokes of a tenth for a share of its own

struct Told {
  std::string kit;
  std::size_t family = 0;
  double said = 0;
  bool right = false;
};

constexpr const char* kConditions[] = {"clean", "room", "record"};

void add_told(const std::string& kit, const lab::Rendering& file, const lab::Heard& heard,
              std::vector<Told>& told) {
  const std::vector<lab::HeardAttack> attacks = lab::attacks_of(heard, lab::kBenchRate);
  std::vector<double> truth;
  for (const lab::Truth& attack : file.truth) truth.push_back(attack.seconds);
  for (const auto& [t, h] : lab::match_nearest(truth, lab::times_of(attacks), kWindow)) {
    for (const Hit& hit : attacks[h].hits) {
      const bool right = std::ranges::any_of(file.truth[t].strokes, [&](const lab::Stroke& stroke) {
        return family_of(stroke.voice) == family_of(hit.voice);
      });
      told.push_back({kit, static_cast<std::size_t>(family_of(hit.voice)),
                      static_cast<double>(hit.voice_probability), right});
    }
  }
}

std::vector<Told> told_by(ear::WhichEar which, int pieces) {
  std::vector<Told> told;
  for (const char* condition : kConditions) {
    const Examples examples({.condition = condition, .seconds = kSeconds});
    for (int p = 0; p < pieces; ++p) {
      lab::Dice dice(5 * 1000003 + static_cast<std::uint64_t>(p));
      Example example = examples(p, dice);
      const std::string kit = example.kit;
      const lab::Rendering file = rendering_of(std::move(example));
      add_told(kit, file,
               which == ear::WhichEar::file ? lab::listen_to_file(file.sound, lab::kBenchRate)
                                            : lab::listen(file.sound, lab::kBenchRate, 64),
               told);
    }
  }
  return told;
}

// What an ear tells on kits that were struck once, where their sound is used; and what it would tell of the
// same takes without.
struct ToldOnStruck {
  std::vector<Told> known, plain;
};
ToldOnStruck told_on_struck(ear::WhichEar which, int pieces, std::uint64_t draw) {
  ToldOnStruck told;
  const bool live = which == ear::WhichEar::live;
  const Result<ear::KnownDrumsFit> fit = live ? ear::KnownDrumsFit::make_live() : ear::KnownDrumsFit::make();
  if (!fit) return told;
  const double velocities[ear::kStrokesOfADrum] = {80, 80, 80, 80};
  for (const char* condition : kConditions) {
    const Examples examples({.condition = condition, .seconds = kSeconds});
    for (int p = 0; p < pieces; ++p) {
      lab::Dice dice(draw * 1000003 + static_cast<std::uint64_t>(p));
      StruckOnce once = examples.struck_once(p, velocities, dice);
      const HeardKnown heard =
          (live ? heard_known_live : heard_known)(once.take.sound, kit_sound_of(once), *fit);
      if (heard.other) continue;
      const std::string kit = once.take.kit;
      const lab::Rendering file = rendering_of(std::move(once.take));
      add_told(kit, file, heard.known, told.known);
      add_told(kit, file, heard.plain, told.plain);
    }
  }
  return told;
}

std::vector<const Told*> pointers_to(const std::vector<Told>& told) {
  std::vector<const Told*> all;
  for (const Told& one : told) all.push_back(&one);
  return all;
}

struct Block {
  double strokes = 0, said = 0, right = 0;  // the latter two are sums

  double share() const { return right / strokes; }
  void add(const Block& other) { strokes += other.strokes, said += other.said, right += other.right; }
};

// The shares of tenths, none less than the one before, and straight lines between them.
Row rising(const std::vector<const Told*>& told) {
  std::array<Block, RightShares::kSteps> tenths;
  for (const Told* one : told) {
    const auto tenth = static_cast<std::size_t>(std::clamp(one->said * RightShares::kSteps, 0.0, 9.0));
    tenths[tenth].add({1, one->said, one->right ? 1.0 : 0.0});
  }
  std::vector<Block> blocks;
  for (const Block& tenth : tenths) {
    if (tenth.strokes < kFewest) continue;
    blocks.push_back(tenth);
    while (blocks.size() > 1 && blocks[blocks.size() - 2].share() > blocks.back().share()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().add(last);
    }
  }
  Row row{};
  for (std::size_t k = 0; k < row.size() && !blocks.empty(); ++k) {
    const double at = static_cast<double>(k) / RightShares::kSteps;
    const auto place = [](const Block& block) { return block.said / block.strokes; };
    const auto after = std::ranges::find_if(blocks, [&](const Block& block) { return place(block) >= at; });
    if (after == blocks.begin() || after == blocks.end()) {
      row[k] = (after == blocks.end() ? blocks.back() : blocks.front()).share();
      continue;
    }
    const Block &low = *std::prev(after), &high = *after;
    row[k] = low.share() + (at - place(low)) / (place(high) - place(low)) * (high.share() - low.share());
  }
  return row;
}

// The mean of a family's shares and those of all: kits differ in a family more than in all.
Rows rows_of(const std::vector<const Told*>& told) {
  const Row all = rising(told);
  Rows rows{};
  for (std::size_t family = 0; family < rows.size(); ++family) {
    std::vector<const Told*> own;
    std::ranges::copy_if(told, std::back_inserter(own), [&](const Told* t) { return t->family == family; });
    rows[family] = rising(own);
    const bool any = rows[family].back() > 0;
    for (std::size_t k = 0; k < all.size(); ++k)
      rows[family][k] = any ? 0.5 * (rows[family][k] + all[k]) : all[k];
  }
  return rows;
}

double share_of(const Row& row, double said) {
  const double place = std::clamp(said, 0.0, 1.0) * RightShares::kSteps;
  const auto step = std::min(static_cast<std::size_t>(place), RightShares::kSteps - 1);
  return row[step] + (place - static_cast<double>(step)) * (row[step + 1] - row[step]);
}

// The mean distance of what is said from what is right over the tenths of what is said.
template <class Say>
double distance(const std::vector<const Told*>& told, const Say& say) {
  std::array<Block, RightShares::kSteps> tenths;
  for (const Told* one : told) {
    const double said = say(*one);
    tenths[static_cast<std::size_t>(std::clamp(said * RightShares::kSteps, 0.0, 9.0))].add(
        {1, said, one->right ? 1.0 : 0.0});
  }
  double sum = 0;
  for (const Block& tenth : tenths) sum += std::abs(tenth.said - tenth.right);
  return sum / std::max<double>(1, static_cast<double>(told.size()));
}

template <class Make>
void print_kits(const std::vector<Told>& told, const Make& rows_of) {
  std::set<std::string> names;
  for (const Told& one : told) names.insert(one.kit);
  const std::vector<std::string> kits(names.begin(), names.end());
  double raw = 0, mapped = 0, draws = 0;
  for (std::size_t a = 0; a < kits.size(); ++a) {
    for (std::size_t b = a + 1; b < kits.size(); ++b) {
      for (std::size_t c = b + 1; c < kits.size(); ++c) {
        std::vector<const Told*> fitted, scored;
        for (const Told& one : told) {
          const bool held = one.kit == kits[a] || one.kit == kits[b] || one.kit == kits[c];
          (held ? scored : fitted).push_back(&one);
        }
        const Rows rows = rows_of(fitted);
        raw += distance(scored, [](const Told& one) { return one.said; });
        mapped += distance(scored, [&](const Told& one) { return share_of(rows[one.family], one.said); });
        ++draws;
      }
    }
  }
  fmt::print("on kits that the table is not made from: said is off by {:.3f}, by the table {:.3f}\n",
             raw / std::max(1.0, draws), mapped / std::max(1.0, draws));
}

// How far what is said is off in the mean, and to which side.
template <class Say>
void print_off(const char* what, const std::vector<Told>& told, const Say& say) {
  const std::vector<const Told*> all = pointers_to(told);
  double lean = 0;
  for (const Told* one : all) lean += say(*one) - (one->right ? 1.0 : 0.0);
  fmt::print("  {:42} {:.3f}, {:+.3f}\n", what, distance(all, say),
             lean / std::max<double>(1, static_cast<double>(told.size())));
  for (std::size_t family = 0; family < RightShares::kFamilies; ++family) {
    std::vector<const Told*> own;
    std::ranges::copy_if(all, std::back_inserter(own), [&](const Told* t) { return t->family == family; });
    fmt::print("    {} of {} {:.3f}", family, own.size(), distance(own, say));
  }
  fmt::print("\n");
}

std::string_view name_of(ear::WhichEar which) {
  return which == ear::WhichEar::live ? ear::ear_weights_name() : ear::file_ear_weights_name();
}

// How far the tables are off where a kit's sound is used, on the pieces that the table was made from and on
// the bench's.
void print_struck(ear::WhichEar which, const ToldOnStruck& fitted, int pieces) {
  const ToldOnStruck scored = told_on_struck(which, pieces, 999);
  const std::optional<RightShares> plain = RightShares::of(name_of(which));
  const Row own = rising(pointers_to(fitted.known));
  constexpr Voice kOne[] = {Voice::kick, Voice::snare, Voice::hat_closed, Voice::tom_mid, Voice::ride};
  const auto said = [](const Told& one) { return one.said; };
  const auto by_net = [&](const Told& one) {
    return static_cast<double>((*plain)(kOne[one.family], static_cast<float>(one.said)));
  };
  fmt::print("off in the mean, to which side; and of each family's strokes\n");
  for (const ToldOnStruck* told : {&fitted, &scored}) {
    fmt::print("{} strokes, {} without the kit's sound\n", told->known.size(), told->plain.size());
    print_off("without the kit's sound, the net's table", told->plain, by_net);
    print_off("with it, said", told->known, said);
    print_off("with it, the net's table", told->known, by_net);
    print_off("with it, a table of its own", told->known,
              [&](const Told& one) { return share_of(own, one.said); });
  }
}

struct Options {
  std::string out;
  int pieces = 56;
  bool kits = false, struck = false;
};

int run_struck(const Options& options) {
  lab::FittedText text;
  std::size_t strokes = 0;
  for (const ear::WhichEar which : {ear::WhichEar::live, ear::WhichEar::file}) {
    const ToldOnStruck told = told_on_struck(which, options.pieces, 5);
    if (told.known.empty()) {
      fmt::print(stderr, "training_right: nothing was heard: no data.\n");
      return 3;
    }
    strokes += told.known.size();
    if (options.kits) {
      print_kits(told.known, [](const std::vector<const Told*>& some) {
        Rows rows;
        rows.fill(rising(some));
        return rows;
      });
      print_struck(which, told, options.pieces);
      continue;
    }
    text.remark(which == ear::WhichEar::live
                    ? "live ear where a kit's sound is used: share right where it says 0, .1 ... 1"
                    : "file ear: likewise");
    text.row(std::span<const double>(rising(pointers_to(told.known))), 2);
  }
  if (options.kits) return 0;
  const Result<std::string> path = lab::write_fitted(
      options.out, "known-right",
      lab::head_of(
          fmt::format("training_right --struck --out data/weights --pieces {}", options.pieces),
          fmt::format("{} strokes that {} and {} told on struck kits of the validation side, clean, room and "
                      "record",
                      strokes, ear::ear_weights_name(), ear::file_ear_weights_name())),
      text);
  return lab::tell_fitted("training_right", path);
}

int run(const Options& options) {
  if (options.struck) return run_struck(options);
  lab::FittedText text;
  std::size_t strokes = 0;
  for (const ear::WhichEar which : {ear::WhichEar::live, ear::WhichEar::file}) {
    const std::vector<Told> told = told_by(which, options.pieces);
    if (told.empty()) {
      fmt::print(stderr, "training_right: nothing was heard: no data.\n");
      return 3;
    }
    strokes += told.size();
    if (options.kits) {
      print_kits(told, rows_of);
      continue;
    }
    const Rows rows = rows_of(pointers_to(told));
    text.remark(which == ear::WhichEar::live ? "live ear: share right where the ear says 0, .1 ... 1"
                                             : "file ear: likewise");
    constexpr const char* kNames[] = {"kick", "snare", "hat", "tom", "ride and crash"};
    for (std::size_t family = 0; family < rows.size(); ++family) {
      text.remark(kNames[family]);
      text.row(std::span<const double>(rows[family]), 2);
    }
  }
  if (options.kits) return 0;
  const std::string command = fmt::format("training_right --out data/weights --pieces {}", options.pieces);
  const Result<std::string> path = lab::write_fitted(
      options.out, "right",
      lab::head_of(
          command,
          fmt::format("{} strokes that {} and {} told on the validation side, clean, room and record",
                      strokes, ear::ear_weights_name(), ear::file_ear_weights_name())),
      text);
  return lab::tell_fitted("training_right", path);
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  firstchair::lab::Flags flags(
      "measures how often the ears are right about a drum by how sure they said they were");
  firstchair::training::Options options;
  flags.add("--out", options.out, "folder for right-<hash>.weights");
  flags.add("--pieces", options.pieces, "of every condition");
  flags.add("--kits", options.kits, "only prints how far a table is off on other kits");
  flags.add("--struck", options.struck, "does so where a kit's sound is used, and writes known-right");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (options.out.empty() && !options.kits) {
    fmt::print(stderr, "training_right: say where to with --out FOLDER, or --kits.\n");
    return 2;
  }
  return firstchair::training::run(options);
}
