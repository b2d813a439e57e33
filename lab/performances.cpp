#include "lab/performances.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "midi/performance.h"

namespace firstchair::lab {
namespace {

void sort(Piece& piece) {
  std::stable_sort(piece.strokes.begin(), piece.strokes.end(),
                   [](const Stroke& a, const Stroke& b) { return a.seconds < b.seconds; });
}

// Sixteenths at 80..140 bpm with hats or ride, backbeat, ghosts and a tom fill, each stroke moved by 6 ms
// (SD).
Piece generated(Dice& dice, double seconds, int number) {
  Piece piece{.name = "generated " + std::to_string(number), .strokes = {}, .seconds = seconds};
  const double step = 15 / (80 + 60 * dice.uniform());
  piece.bpm = 15 / step;
  piece.beat = 0.5;
  const Voice time_keeper = dice.uniform() < 0.7 ? Voice::hat_closed : Voice::ride;
  const int density = dice.uniform() < 0.5 ? 2 : 1;
  const double ghosts = 0.4 * dice.uniform();
  for (int s = 0; (s + 1) * step < seconds - 1; ++s) {
    const int in_bar = s % 16, bar = s / 16;
    const auto play = [&](Voice voice, double velocity) {
      const double when = 0.5 + s * step + 0.006 * dice.normal();
      piece.strokes.push_back({.seconds = std::max(0.01, when),
                               .voice = voice,
                               .velocity = std::clamp(velocity + 8 * dice.normal(), 8.0, 127.0)});
    };
    if (bar % 4 == 3 && in_bar >= 12) {
      play(in_bar == 12   ? Voice::snare
           : in_bar == 13 ? Voice::tom_high
           : in_bar == 14 ? Voice::tom_mid
                          : Voice::tom_low,
           95);
      continue;
    }
    if (in_bar == 0 && bar % 4 == 0)
      play(Voice::crash, 105);
    else if (in_bar % density == 0)
      play(in_bar == 14 && bar % 2 ? Voice::hat_open : time_keeper, in_bar % 4 ? 60 : 85);
    if (in_bar == 4 || in_bar == 12)
      play(Voice::snare, 105);
    else if (dice.uniform() < ghosts)
      play(Voice::snare, 28);
    if (in_bar == 0 || in_bar == 8 || dice.uniform() < 0.12) play(Voice::kick, 95);
  }
  sort(piece);
  return piece;
}

enum class Which { tuning, validation, held_drummers };

std::vector<Piece> dataset(const std::string& folder, Which which, int count, double seconds) {
  struct Row {
    std::string drummer, file;
    double bpm = 120;
  };
  std::vector<Row> rows;
  std::ifstream info(folder + "/info.csv");
  std::string line;
  std::getline(info, line);
  while (std::getline(info, line)) {
    std::vector<std::string> cells;
    std::stringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() < 10 || cells[5] != "beat" || std::stod(cells[8]) < 8) continue;
    const bool held = cells[0] == "drummer5" || cells[0] == "drummer8" || cells[0] == "drummer9";
    const bool training = cells[9].starts_with("train");
    if (which == Which::validation ? !training : training && held == (which == Which::held_drummers))
      rows.push_back({cells[0], cells[7], std::stod(cells[4])});
  }
  // Spread over the list, which is sorted by drummer and session.
  std::vector<Piece> pieces;
  const std::size_t wanted = std::min(rows.size(), static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < wanted; ++i) {
    const Row& row = rows[i * rows.size() / wanted];
    std::ifstream file(folder + "/" + row.file, std::ios::binary);
    const std::vector<char> raw{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::uint8_t> bytes(raw.begin(), raw.end());
    const Result<midi::Performance> played = midi::read_performance(bytes);
    if (!played || played->hits.empty()) continue;
    const double start = static_cast<double>(played->hits.front().frame) / kMidiRate;
    // It was played to a click that begins with the file.
    Piece piece{.name = row.file, .strokes = {}, .seconds = 0, .bpm = row.bpm, .beat = 0.5 - start};
    for (const Hit& hit : played->hits) {
      const double when = static_cast<double>(hit.frame) / kMidiRate - start + 0.5;
      if (when > seconds - 1) break;
      piece.strokes.push_back(
          {.seconds = when, .voice = hit.voice, .velocity = static_cast<double>(hit.strength)});
      piece.seconds = when + 1;
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

std::vector<Piece> grooves(Use use, int count, double seconds) {
  const std::string folder = corpora_folder() + "/groove-midi";
  if (!corpora_folder().empty() && std::filesystem::exists(folder + "/info.csv")) {
    return dataset(folder, use == Use::tuning ? Which::tuning : Which::validation, count, seconds);
  }
  Dice dice(use == Use::tuning ? 11 : 12);
  std::vector<Piece> pieces;
  for (int i = 0; i < count; ++i) pieces.push_back(generated(dice, seconds, i));
  return pieces;
}

std::vector<Piece> held_drummers(int count, double seconds) {
  const std::string folder = corpora_folder() + "/groove-midi";
  if (corpora_folder().empty() || !std::filesystem::exists(folder + "/info.csv")) return {};
  return dataset(folder, Which::held_drummers, count, seconds);
}

Piece flams(int count, Dice& dice) {
  Piece piece{.name = "flams", .strokes = {}, .seconds = count + 1.5};
  for (int i = 0; i < count; ++i) {
    const Voice voice = i % 4 == 3 ? Voice::tom_mid : Voice::snare;
    const double when = 0.5 + i, gap = 0.015 + 0.025 * dice.uniform();
    piece.strokes.push_back({when - gap, voice, 35 + 40 * dice.uniform()});
    piece.strokes.push_back({when, voice, 80 + 40 * dice.uniform()});
  }
  return piece;
}

Piece rolls(int count, Dice& dice) {
  Piece piece{.name = "rolls", .strokes = {}, .seconds = 1.5 * count + 1.5};
  for (int i = 0; i < count; ++i) {
    const double rate = 12 + 13 * dice.uniform();
    const Voice voice = i % 4 == 3 ? Voice::tom_mid : Voice::snare;
    for (int s = 0; s < static_cast<int>(rate); ++s) {
      piece.strokes.push_back(
          {0.5 + 1.5 * i + s / rate + 0.001 * dice.normal(), voice, 60 + 40 * dice.uniform()});
    }
  }
  sort(piece);
  return piece;
}

Piece solos(int count, Dice& dice) {
  Piece piece{.name = "solos", .strokes = {}, .seconds = 0.7 * count + 2};
  for (int i = 0; i < count; ++i) {
    piece.strokes.push_back({0.5 + 0.7 * i + 0.02 * dice.uniform(), static_cast<Voice>(i % (kVoiceCount - 1)),
                             20 + 107 * dice.uniform()});
  }
  return piece;
}

}  // namespace firstchair::lab
