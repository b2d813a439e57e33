#include "training/pieces.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace firstchair::training {
namespace {

Voice any_voice(lab::Dice& dice) {
  return static_cast<Voice>(dice.below(kVoiceCount - 1));
}

// Leaves voices out, adds others, moves one a little, so that no voice can be told from its neighbours.
void make_independent(lab::Piece& piece, double seconds, lab::Dice& dice) {
  std::vector<lab::Stroke>& strokes = piece.strokes;
  if (dice.uniform() < 0.35) {  // whole lines
    const double leaves = 0.15 + 0.4 * dice.uniform();
    std::array<bool, kLineCount> out{};
    for (bool& line : out) line = dice.uniform() < leaves;
    std::erase_if(strokes,
                  [&](const lab::Stroke& s) { return out[static_cast<std::size_t>(line_of(s.voice))]; });
  }
  if (dice.uniform() < 0.4) {  // single strokes
    const double leaves = 0.05 + 0.3 * dice.uniform();
    std::erase_if(strokes, [&](const lab::Stroke&) { return dice.uniform() < leaves; });
  }
  if (dice.uniform() < 0.3) {  // one line ahead of or behind the others
    const Line line = static_cast<Line>(dice.below(kLineCount));
    const double later = 0.03 * (2 * dice.uniform() - 1);
    for (lab::Stroke& stroke : strokes) {
      if (line_of(stroke.voice) == line) stroke.seconds += later;
    }
  }
  if (dice.uniform() < 0.4) {  // strokes of any voice, half of them with one that is there
    const std::size_t own = strokes.size();
    const int more = static_cast<int>(seconds * (0.2 + 1.5 * dice.uniform()));
    for (int i = 0; i < more; ++i) {
      double when = seconds * dice.uniform();
      if (own > 0 && dice.uniform() < 0.5)
        when = strokes[static_cast<std::size_t>(dice.below(static_cast<int>(own)))].seconds +
               0.01 * dice.normal();
      strokes.push_back({when, any_voice(dice), 15 + 112 * dice.uniform()});
    }
  }
}

// Draws what lies within 25 ms together: people play unisons of drums within 6 ms, pads of an e-kit (on which
// the performances were played) are wider.
void tighten(lab::Piece& piece, lab::Dice& dice) {
  constexpr double kUnison = 0.025, kTight = 0.006;
  std::stable_sort(piece.strokes.begin(), piece.strokes.end(),
                   [](const lab::Stroke& a, const lab::Stroke& b) { return a.seconds < b.seconds; });
  const double spread = kTight * dice.uniform();
  for (std::size_t first = 0; first < piece.strokes.size();) {
    std::size_t end = first + 1;
    bool twice = false;  // a flam is none
    for (; end < piece.strokes.size() && piece.strokes[end].seconds - piece.strokes[first].seconds < kUnison;
         ++end) {
      for (std::size_t s = first; s < end; ++s)
        twice = twice || piece.strokes[s].voice == piece.strokes[end].voice;
    }
    if (!twice) {
      const double centre = piece.strokes[first].seconds;
      for (std::size_t s = first + 1; s < end; ++s)
        piece.strokes[s].seconds = centre + spread * dice.uniform();
    }
    first = end;
  }
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
  make_independent(piece, seconds, dice);
  if (dice.uniform() < 0.6) tighten(piece, dice);
  return piece;
}

// Strokes anywhere, any voice, any strength: no rhythm to lean on.
lab::Piece scattered(double seconds, lab::Dice& dice) {
  lab::Piece piece{.name = "scattered", .strokes = {}, .seconds = seconds};
  const double density = 2 + 8 * dice.uniform();
  for (double when = 0.2; when < seconds - 0.3; when += -std::log(1 - dice.uniform()) / density) {
    piece.strokes.push_back({when, any_voice(dice), 8 + 119 * dice.uniform()});
    if (dice.uniform() < 0.3)
      piece.strokes.push_back({when + 0.006 * dice.uniform(), any_voice(dice), 20 + 107 * dice.uniform()});
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

void put_in_order(lab::Piece& piece, double seconds) {
  std::erase_if(piece.strokes,
                [&](const lab::Stroke& s) { return s.seconds < 0.02 || s.seconds > seconds - 0.06; });
  std::stable_sort(piece.strokes.begin(), piece.strokes.end(),
                   [](const lab::Stroke& a, const lab::Stroke& b) { return a.seconds < b.seconds; });
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
  put_in_order(piece, seconds);
  return piece;
}

lab::Piece validation_piece(const std::vector<lab::Piece>& played, int number, double seconds,
                            lab::Dice& dice) {
  lab::Piece piece{.name = "alone", .strokes = {}, .seconds = seconds};
  if (number % 6 == 5) {
    piece = alone(seconds, dice);
  } else {
    const lab::Piece& whole = played[static_cast<std::size_t>(dice.below(static_cast<int>(played.size())))];
    const double start = std::max(0.0, whole.seconds - seconds) * dice.uniform();
    piece.name = whole.name;
    for (lab::Stroke stroke : whole.strokes) {
      stroke.seconds -= start;
      piece.strokes.push_back(stroke);
    }
  }
  put_in_order(piece, seconds);
  return piece;
}

}  // namespace firstchair::training
