// Renders training examples: sound whose strokes are known exactly, seen through the ear's own spectrogram.
//
//   training_examples --out DIR --seconds 25 --pieces 400 --seed 1 [--nothing] [--validation CONDITION]
//
// writes
//   DIR/levels.u8    frames x 56 bands, (level + 70) / 95 * 255
//   DIR/pieces.i32   first frame and frame count of every piece
//   DIR/strokes.f32  piece, seconds, voice, velocity, audible share of every stroke (training/audible.h)
//   DIR/pieces.csv   kit, kind and condition of every piece
// all little-endian. CONDITION is clean, room or record; such examples use the kits, rooms, performances and
// noises of the validation side.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/ear/spectrogram.h"
#include "lab/render.h"
#include "training/dynamics.h"
#include "training/effects.h"
#include "training/mixes.h"
#include "training/pieces.h"

namespace firstchair::training {
namespace {

constexpr double kRecords = 0.5;  // of the training pieces
constexpr double kMachine = 0.03;
constexpr double kStill = 3e-4;  // -70 dB: a quiet room and a preamplifier

struct Options {
  std::string out, validation;
  int pieces = 400;
  double seconds = 25;
  std::uint64_t seed = 1;
  bool nothing = false;
};

struct Example {
  std::vector<float> sound;
  std::vector<lab::Stroke> strokes;
  std::vector<float> shares;
  std::string kit, kind;
};

class Renderer {
 public:
  explicit Renderer(const Options& options)
      : options_(options),
        held_(!options.validation.empty()),
        kits_(options.nothing ? KitSet{}
              : held_         ? validation_kits()
                              : training_kits()),
        around_(held_ ? validation_surroundings() : training_surroundings()),
        played_(options.nothing ? std::vector<lab::Piece>{}
                                : lab::grooves(held_ ? lab::Use::validation : lab::Use::tuning, 400, 240)) {}

  Example operator()(int number, lab::Dice& dice) const {
    if (options_.nothing) {
      Example out;
      out.sound.resize(static_cast<std::size_t>(options_.seconds * lab::kBenchRate));
      out.kind = "nothing";
      record_nothing(out.sound, around_, dice);
      return out;
    }
    return held_ ? for_validation(number, dice) : for_training(dice);
  }

 private:
  static Example finished(Mix mix, std::string kit, std::string kind) {
    Example out;
    out.shares = mix.audible.shares(mix.sound);
    out.sound = std::move(mix.sound);
    out.strokes = std::move(mix.strokes);
    out.kit = std::move(kit);
    out.kind = std::move(kind);
    return out;
  }

  Example for_training(lab::Dice& dice) const {
    const lab::Piece piece = training_piece(played_, options_.seconds, dice);
    const DrumSet drums = DrumSet::drawn(kits_, dice.uniform() < kMachine, dice);
    const bool as_record = dice.uniform() < kRecords;
    Mix mix = mix_of(piece, drums, as_record, around_, dice);
    if (!mix.strokes.empty()) scale(mix, 0.7 / peak_of(mix.sound));
    record(mix.sound, as_record, mix.audible, around_, dice);
    return finished(std::move(mix), "", piece.name);
  }

  Example for_validation(int number, lab::Dice& dice) const {
    const lab::Kit& kit = kits_.kits[static_cast<std::size_t>(number) % kits_.kits.size()];
    lab::Piece piece =
        validation_piece(played_, number / static_cast<int>(kits_.kits.size()), options_.seconds, dice);
    for (lab::Stroke& stroke : piece.strokes)
      stroke.voice = kit.stand_in(stroke.voice).value_or(stroke.voice);
    DrumSet drums = DrumSet::plain(kit, dice);
    const bool as_record = options_.validation == "record";
    if (as_record) {
      for (const Voice voice :
           {Voice::hat_closed, Voice::hat_open, Voice::hat_pedal, Voice::ride, Voice::ride_bell})
        drums.raise(voice, -4);
    }
    Mix mix = mix_of(piece, drums, as_record, around_, dice);
    if (options_.validation == "room") {
      const Room& room =
          around_.rooms[static_cast<std::size_t>(dice.below(static_cast<int>(around_.rooms.size())))];
      put_in_room(mix.sound, room, 1, mix.audible);
    }
    if (!mix.strokes.empty()) scale(mix, 0.708 / peak_of(mix.sound));
    for (float& value : mix.sound) value += static_cast<float>(kStill * dice.normal());
    return finished(std::move(mix), kit.name, piece.name == "alone" ? "alone" : "played");
  }

  static void scale(Mix& mix, double gain) {
    for (float& value : mix.sound) value *= static_cast<float>(gain);
    mix.audible.scaled(gain);
  }

  Options options_;
  bool held_;
  KitSet kits_;
  Surroundings around_;
  std::vector<lab::Piece> played_;
};

void write(const Options& options) {
  const Renderer render(options);
  std::filesystem::create_directories(options.out);
  const auto opened = [&](const char* name) {
    return std::ofstream(options.out + "/" + name, std::ios::binary);
  };
  std::ofstream levels = opened("levels.u8"), index = opened("pieces.i32"), strokes = opened("strokes.f32"),
                names = opened("pieces.csv");
  names << "kit,kind,condition\n";
  std::int32_t frames = 0;
  for (int p = 0; p < options.pieces; ++p) {
    lab::Dice dice(options.seed * 1000003 + static_cast<std::uint64_t>(p));
    const Example example = render(p, dice);
    ear::Spectrogram spectrogram(lab::kBenchRate);
    ear::SampleHistory history(2048);
    const std::int32_t first = frames;
    for (const float sample : example.sound) {
      history.push(sample);
      if (!spectrogram.push(history)) continue;
      std::array<std::uint8_t, ear::kBands> row{};
      for (std::size_t b = 0; b < ear::kBands; ++b) {
        row[b] = static_cast<std::uint8_t>(std::lround((spectrogram.levels()[b] - ear::kLeastLevel) /
                                                       (ear::kMostLevel - ear::kLeastLevel) * 255));
      }
      levels.write(reinterpret_cast<const char*>(row.data()), row.size());
      ++frames;
    }
    const std::int32_t row[2] = {first, frames - first};
    index.write(reinterpret_cast<const char*>(row), sizeof row);
    for (std::size_t s = 0; s < example.strokes.size(); ++s) {
      const lab::Stroke& stroke = example.strokes[s];
      const float cells[5] = {static_cast<float>(p), static_cast<float>(stroke.seconds),
                              static_cast<float>(stroke.voice), static_cast<float>(stroke.velocity),
                              example.shares[s]};
      strokes.write(reinterpret_cast<const char*>(cells), sizeof cells);
    }
    names << fmt::format("{},{},{}\n", example.kit, example.kind,
                         options.validation.empty() ? "training" : options.validation);
    if (p % 50 == 49) fmt::print("{} pieces\n", p + 1);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  CLI::App app("renders training examples for the ear's net");
  using namespace firstchair;
  training::Options options;
  app.add_option("--out", options.out, "folder")->required();
  app.add_option("--pieces", options.pieces, "how many");
  app.add_option("--seconds", options.seconds, "of each");
  app.add_option("--seed", options.seed, "of everything");
  app.add_flag("--nothing", options.nothing, "stretches in which nothing is struck");
  app.add_option("--validation", options.validation,
                 "kits, rooms and performances that nothing is trained on")
      ->check(CLI::IsMember({"clean", "room", "record"}));
  CLI11_PARSE(app, argc, argv);
  if (lab::corpora_folder().empty()) {
    fmt::print(
        stderr,
        "training_examples: no data: set FIRSTCHAIR_DATA to the folder with kits, rooms and groove-midi.\n");
    return 3;
  }
  training::write(options);
}
