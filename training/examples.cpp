// Renders training examples: sound whose strokes are known exactly, seen through the ear's own spectrogram.
//
//   training_examples --out DIR --seconds 25 --pieces 400 --seed 1 [--nothing | --machine]
//
// writes DIR/levels.u8 (frames x 56 bands, (level + 70) / 95 * 255), DIR/pieces.i32 (first frame and frame
// count of every piece, both little-endian) and DIR/strokes.f32 (piece, seconds, voice, velocity of every
// stroke).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/ear/spectrogram.h"
#include "training/drums.h"
#include "training/effects.h"
#include "training/pieces.h"

namespace firstchair::training {
namespace {

struct Rendered {
  std::vector<float> sound;
  std::vector<lab::Stroke> strokes;
};

Rendered render_example(const std::vector<lab::Kit>& kits, const std::vector<lab::Piece>& played,
                        const Surroundings& around, double seconds, bool nothing, bool machine,
                        lab::Dice& dice) {
  if (nothing) {
    Rendered out{.sound = std::vector<float>(static_cast<std::size_t>(seconds * lab::kBenchRate)),
                 .strokes = {}};
    record_nothing(out.sound, around, dice);
    return out;
  }
  const lab::Piece piece = training_piece(played, seconds, dice);
  const DrumSet drums(kits, machine, dice);
  Rendered out{.sound = std::vector<float>(static_cast<std::size_t>(seconds * lab::kBenchRate)),
               .strokes = piece.strokes};
  for (std::size_t s = 0; s < out.strokes.size(); ++s) {
    lab::Stroke& stroke = out.strokes[s];
    const std::int64_t at = std::llround(stroke.seconds * lab::kBenchRate);
    stroke.seconds = static_cast<double>(at) / lab::kBenchRate;
    std::int64_t stop = static_cast<std::int64_t>(out.sound.size());
    if (stroke.voice == Voice::hat_open) {
      for (std::size_t next = s + 1; next < out.strokes.size(); ++next) {
        const lab::Stroke& later = out.strokes[next];
        if (family_of(later.voice) != Family::hat || later.seconds < stroke.seconds + 0.02) continue;
        stop = std::llround(later.seconds * lab::kBenchRate);
        break;
      }
    }
    drums.strike(out.sound, stroke, at, stop, dice);
  }
  double peak = 1e-9;
  for (const float value : out.sound) peak = std::max(peak, static_cast<double>(std::abs(value)));
  if (!out.strokes.empty()) {
    for (float& value : out.sound) value = static_cast<float>(0.7 * static_cast<double>(value) / peak);
  }
  record(out.sound, around, dice);
  return out;
}

void write(const std::string& folder, const std::vector<lab::Kit>& kits,
           const std::vector<lab::Piece>& played, int pieces, double seconds, std::uint64_t seed,
           bool nothing, bool machine) {
  const Surroundings around = training_surroundings();
  std::filesystem::create_directories(folder);
  std::ofstream levels(folder + "/levels.u8", std::ios::binary),
      index(folder + "/pieces.i32", std::ios::binary), strokes(folder + "/strokes.f32", std::ios::binary);
  std::int32_t frames = 0;
  for (int p = 0; p < pieces; ++p) {
    lab::Dice dice(seed * 1000003 + static_cast<std::uint64_t>(p));
    const Rendered example = render_example(kits, played, around, seconds, nothing, machine, dice);
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
    for (const lab::Stroke& stroke : example.strokes) {
      const float cells[4] = {static_cast<float>(p), static_cast<float>(stroke.seconds),
                              static_cast<float>(stroke.voice), static_cast<float>(stroke.velocity)};
      strokes.write(reinterpret_cast<const char*>(cells), sizeof cells);
    }
    if (p % 50 == 49) fmt::print("{} pieces\n", p + 1);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace firstchair::training

int main(int argc, char** argv) {
  CLI::App app("renders training examples for the ear's net");
  std::string out;
  int pieces = 400;
  double seconds = 25;
  std::uint64_t seed = 1;
  bool nothing = false, machine = false;
  app.add_option("--out", out, "folder")->required();
  app.add_option("--pieces", pieces, "how many");
  app.add_option("--seconds", seconds, "of each");
  app.add_option("--seed", seed, "of everything");
  app.add_flag("--nothing", nothing, "stretches in which nothing is struck");
  app.add_flag("--machine", machine, "a drum machine's drums");
  CLI11_PARSE(app, argc, argv);
  using namespace firstchair;
  using namespace firstchair::training;
  if (lab::corpora_folder().empty()) {
    fmt::print(
        stderr,
        "training_examples: no data: set FIRSTCHAIR_DATA to the folder with kits, rooms and groove-midi.\n");
    return 3;
  }
  write(out, training_kits(), lab::grooves(lab::Use::tuning, 400, 240), pieces, seconds, seed, nothing,
        machine);
}
