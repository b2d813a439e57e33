#include "training/pieces.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::training {
namespace {

Voice any_voice(lab::Dice& dice) {
  return static_cast<Voice>(dice.below(kVoiceCount - 1));
}

// A stretch of a performance, faster or slower, with its dynamics bent and some voices moved to a rarer drum
// of the same limb, since cross-sticks, bells, low toms and crashes are few in the dataset.
lab::Piece from_performance(const lab::Piece& played, double seconds, lab::Dice& dice) {
  lab::Piece piece{.name = played.name, .strokes = {}, .seconds = seconds};
  const double pace = std::exp(0.22 * (2 * dice.uniform() - 1));
  const double span = seconds * pace;
  const double start = std::max(0.0, played.seconds - span) * dice.uniform();
  const double curve = std::exp(0.4 * (2 * dice.uniform() - 1));
  std::array<Voice, kVoiceCount> to{};
  for (int v = 0; v < kVoiceCount; ++v) to[static_cast<std::size_t>(v)] = static_cast<Voice>(v);
  const auto move = [&](Voice from, double chance, std::initializer_list<Voice> others) {
    if (dice.uniform() < chance)
      to[static_cast<std::size_t>(from)] = others.begin()[dice.below(static_cast<int>(others.size()))];
  };
  move(Voice::snare, 0.12, {Voice::cross_stick, Voice::tom_high, Voice::tom_mid, Voice::tom_low});
  move(Voice::hat_closed, 0.3,
       {Voice::ride, Voice::ride_bell, Voice::hat_open, Voice::crash, Voice::tom_low});
  move(Voice::ride, 0.35, {Voice::hat_closed, Voice::ride_bell, Voice::crash, Voice::hat_open});
  for (const lab::Stroke& stroke : played.strokes) {
    const double when = (stroke.seconds - start) / pace;
    if (when < 0.05 || when > seconds - 0.1) continue;
    piece.strokes.push_back({when, to[static_cast<std::size_t>(stroke.voice)],
                             std::clamp(127 * std::pow(stroke.velocity / 127, curve), 4.0, 127.0)});
  }
  return piece;
}

// Strokes anywhere, any voice, any strength: no rhythm to lean on.
lab::Piece scattered(double seconds, lab::Dice& dice) {
  lab::Piece piece{.name = "scattered", .strokes = {}, .seconds = seconds};
  const double density = 2 + 8 * dice.uniform();
  for (double when = 0.2; when < seconds - 0.3; when += -std::log(1 - dice.uniform()) / density) {
    piece.strokes.push_back({when, any_voice(dice), 8 + 119 * dice.uniform()});
    if (dice.uniform() < 0.2)
      piece.strokes.push_back({when + 0.004 * dice.uniform(), any_voice(dice), 20 + 107 * dice.uniform()});
  }
  return piece;
}

// Rolls, flams, drags and ghost runs on one drum, sometimes over a time keeper.
lab::Piece ornaments(double seconds, lab::Dice& dice) {
  lab::Piece piece{.name = "ornaments", .strokes = {}, .seconds = seconds};
  double when = 0.3;
  while (when < seconds - 0.6) {
    const Voice voice = dice.uniform() < 0.7 ? Voice::snare : any_voice(dice);
    const double kind = dice.uniform();
    if (kind < 0.35) {
      const double rate = 8 + 18 * dice.uniform(), level = 30 + 90 * dice.uniform();
      const int count = 4 + dice.below(20);
      for (int s = 0; s < count; ++s, when += 1 / rate) {
        piece.strokes.push_back({when + 0.0015 * dice.normal(), voice,
                                 std::clamp(level + 15 * dice.normal() - (s % 2) * 10, 6.0, 127.0)});
      }
    } else if (kind < 0.7) {
      const double gap = 0.012 + 0.035 * dice.uniform(), main = 60 + 67 * dice.uniform();
      const int graces = dice.uniform() < 0.75 ? 1 : 2;
      for (int g = graces; g > 0; --g)
        piece.strokes.push_back({when - g * gap, voice, main * (0.2 + 0.5 * dice.uniform())});
      piece.strokes.push_back({when, voice, main});
    } else {
      const double rate = 5 + 7 * dice.uniform();
      const int count = 4 + dice.below(10);
      for (int s = 0; s < count; ++s, when += 1 / rate)
        piece.strokes.push_back({when + 0.004 * dice.normal(), voice, 6 + 34 * dice.uniform()});
    }
    when += 0.15 + 0.5 * dice.uniform();
  }
  if (dice.uniform() < 0.4) {
    const double step = 0.15 + 0.35 * dice.uniform(), level = 30 + 70 * dice.uniform();
    const Voice keeper = dice.uniform() < 0.6 ? Voice::hat_closed : Voice::ride;
    for (double t = 0.2; t < seconds - 0.3; t += step)
      piece.strokes.push_back({t + 0.005 * dice.normal(), keeper, level});
  }
  return piece;
}

// Each voice alone, far apart.
lab::Piece alone(double seconds, lab::Dice& dice) {
  lab::Piece piece{.name = "alone", .strokes = {}, .seconds = seconds};
  for (double when = 0.3; when < seconds - 0.5; when += 0.3 + 0.7 * dice.uniform())
    piece.strokes.push_back({when, any_voice(dice), 5 + 122 * dice.uniform()});
  return piece;
}

}  // namespace

lab::Piece training_piece(const std::vector<lab::Piece>& played, double seconds, lab::Dice& dice) {
  const double kind = dice.uniform();
  lab::Piece piece =
      kind < 0.66
          ? from_performance(played[static_cast<std::size_t>(dice.below(static_cast<int>(played.size())))],
                             seconds, dice)
      : kind < 0.76 ? scattered(seconds, dice)
      : kind < 0.88 ? ornaments(seconds, dice)
      : kind < 0.95 ? alone(seconds, dice)
                    : lab::Piece{.name = "nothing", .strokes = {}, .seconds = seconds};
  std::erase_if(piece.strokes,
                [&](const lab::Stroke& s) { return s.seconds < 0.02 || s.seconds > seconds - 0.06; });
  std::stable_sort(piece.strokes.begin(), piece.strokes.end(),
                   [](const lab::Stroke& a, const lab::Stroke& b) { return a.seconds < b.seconds; });
  return piece;
}

}  // namespace firstchair::training
