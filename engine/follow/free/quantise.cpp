#include "engine/follow/free/quantise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/follow/chart/score.h"

namespace firstchair::follow {
namespace {

struct Division {
  int places;    // per beat
  bool binary;   // swings
  double usual;  // share before the take has spoken
};
constexpr std::array<Division, 6> kSimple{
    {{1, true, 0.2}, {2, true, 0.35}, {4, true, 0.3}, {8, true, 0.02}, {3, false, 0.1}, {6, false, 0.03}}};
constexpr std::array<Division, 6> kCompound{
    {{1, true, 0.2}, {3, true, 0.45}, {6, true, 0.25}, {12, true, 0.02}, {2, false, 0.06}, {4, false, 0.02}}};

double nats(double share) {
  return -std::log(static_cast<float>(share));
}

double warp(double place, double swing) {
  const double half = swing / (1 + swing);
  return place < 0.5 ? place * 2 * half : half + (place - 0.5) * 2 * (1 - half);
}

struct Pass {
  std::vector<Ticks> tick;
  std::vector<double> error;
  double cost = 0;
};

struct BeatChoice {
  std::vector<int> place;
  std::vector<double> error;
  double cost = 0;
};

// One beat in one division: each stroke to its nearest place.
BeatChoice divide(std::span<const Placed> strokes, double beat_start, double beat, double spread,
                  const Division& division, double swing, double collision) {
  BeatChoice choice;
  int before = -1;
  for (std::size_t i = 0; i < strokes.size(); ++i) {
    const double at = (strokes[i].quarters - beat_start) / beat;
    int best = 0;
    double error = std::numeric_limits<double>::infinity();
    for (int p = 0; p <= division.places; ++p) {
      const double place = static_cast<double>(p) / division.places;
      const double d = at - (division.binary && division.places > 1 ? warp(place, swing) : place);
      if (std::abs(d) < std::abs(error)) error = d, best = p;
    }
    choice.cost += time_cost(error * beat, spread * spread);
    if (best != before) choice.cost += nats(1.0 / division.places);
    before = best;
    for (std::size_t j = 0; j < i; ++j) {
      if (choice.place[j] == best && strokes[j].voice == strokes[i].voice) choice.cost += collision;
    }
    choice.place.push_back(best);
    choice.error.push_back(error * beat);
  }
  return choice;
}

Pass divide_all(std::span<const Placed> strokes, double spread, bool compound, double swing,
                const QuantiseTuning& tuning) {
  const std::array<Division, 6>& divisions = compound ? kCompound : kSimple;
  const double beat = compound ? 1.5 : 1;
  const Ticks beat_ticks = compound ? kTicksPerQuarter * 3 / 2 : kTicksPerQuarter;
  std::array<double, 6> share{};
  for (std::size_t d = 0; d < divisions.size(); ++d) share[d] = divisions[d].usual;
  Pass pass;
  for (int round = 0; round < tuning.rounds; ++round) {
    pass = {};
    std::array<double, 6> count{};
    for (std::size_t i = 0; i < strokes.size();) {
      const double number = std::floor(strokes[i].quarters / beat);
      std::size_t end = i;
      while (end < strokes.size() && strokes[end].quarters < (number + 1) * beat) ++end;
      const std::span<const Placed> here = strokes.subspan(i, end - i);
      std::size_t best = 0;
      BeatChoice chosen;
      chosen.cost = std::numeric_limits<double>::infinity();
      for (std::size_t d = 0; d < divisions.size(); ++d) {
        BeatChoice choice = divide(here, number * beat, beat, spread, divisions[d], swing, tuning.collision);
        choice.cost += nats(share[d]);
        if (choice.cost < chosen.cost) chosen = std::move(choice), best = d;
      }
      pass.cost += chosen.cost;
      ++count[best];
      pass.error.insert(pass.error.end(), chosen.error.begin(), chosen.error.end());
      for (int place : chosen.place) {
        pass.tick.push_back(static_cast<Ticks>(number) * beat_ticks +
                            place * beat_ticks / divisions[best].places);
      }
      i = end;
    }
    double total = 0;
    for (std::size_t d = 0; d < divisions.size(); ++d) total += count[d] + 4 * divisions[d].usual;
    for (std::size_t d = 0; d < divisions.size(); ++d) share[d] = (count[d] + 4 * divisions[d].usual) / total;
  }
  return pass;
}

}  // namespace

Quantised quantise(std::span<const Placed> strokes, double spread, bool compound,
                   const QuantiseTuning& tuning) {
  Pass straight = divide_all(strokes, spread, compound, 1, tuning);
  if (compound) return {std::move(straight.tick), std::move(straight.error), 1};
  Pass swung = divide_all(strokes, spread, compound, 2, tuning);
  if (swung.cost + tuning.swing_margin < straight.cost)
    return {std::move(swung.tick), std::move(swung.error), 2};
  return {std::move(straight.tick), std::move(straight.error), 1};
}

}  // namespace firstchair::follow
