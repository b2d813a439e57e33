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

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/ear/spectrogram.h"
#include "lab/flags.h"
#include "training/rendered.h"

namespace firstchair::training {
namespace {

struct Options {
  std::string out, validation;
  int pieces = 400;
  double seconds = 25;
  std::uint64_t seed = 1;
  bool nothing = false;
};

void write(const Options& options) {
  const Examples examples(
      {.condition = options.validation, .seconds = options.seconds, .nothing = options.nothing});
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
    const Example example = examples(p, dice);
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
  firstchair::lab::Flags flags("renders training examples for the ear's net");
  using namespace firstchair;
  training::Options options;
  flags.add("--out", options.out, "folder");
  flags.add("--pieces", options.pieces, "how many");
  flags.add("--seconds", options.seconds, "of each");
  flags.add("--seed", options.seed, "of everything");
  flags.add("--nothing", options.nothing, "stretches in which nothing is struck");
  flags.add("--validation", options.validation, "kits, rooms and performances that nothing is trained on");
  if (const std::optional<int> status = flags.read(argc, argv)) return *status;
  if (options.out.empty()) {
    fmt::print(stderr, "training_examples: say where to with --out FOLDER.\n");
    return 2;
  }
  if (const std::string& one = options.validation;
      !one.empty() && one != "clean" && one != "room" && one != "record") {
    fmt::print(stderr, "training_examples: --validation {} is none of clean, room, record.\n", one);
    return 2;
  }
  if (lab::corpora_folder().empty()) {
    fmt::print(
        stderr,
        "training_examples: no data: set FIRSTCHAIR_DATA to the folder with kits, rooms and groove-midi.\n");
    return 3;
  }
  training::write(options);
}
