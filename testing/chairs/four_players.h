// An audition of four players made by arithmetic: two excerpts of 16 bars, two drummers that are near each
// other, one looser, one with a take missing where asked. Tests of the record and the sheet share it.
#pragma once

#include <cmath>

#include "apps/chairs/seated.h"
#include "testing/chance.h"
#include "testing/judge/ekit_take.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::testing {

struct FourPlayers {
  audition::Declaration declaration;
  std::vector<audition::Entrant> players;
};

inline FourPlayers four_players(bool one_missing = false, double bpm = 100, int bars = 16) {
  FourPlayers four;
  four.declaration.title = "Groove";
  Chart chart = plain_rock_chart(bars);
  chart.tempi = {{0, 100}};
  for (int e = 0; e < 2; ++e) four.declaration.excerpts.push_back({chart, bpm, bars, 1});
  const struct {
    const char* id;
    double sd;
  } kPlayers[] = {{"K", 6}, {"B", 6.4}, {"C", 11}, {"D", 18}};
  std::uint64_t seed = 100;
  for (const auto& [id, sd] : kPlayers) {
    audition::Entrant player{id, {}};
    for (int e = 0; e < 2; ++e) {
      Chance chance(++seed);
      std::vector<Hit> hits;
      for (const Note& note : chart.notes) {
        const double s =
            1 + 0.6 * static_cast<double>(note.tick) / kTicksPerQuarter + 0.001 * sd * chance.normal();
        Hit hit{.frame = static_cast<Frames>(s * kMidiRate), .voice = note.voice, .sigma_ms = 1};
        hit.strength = static_cast<float>(70 + std::lround(6 * chance.normal()));
        hit.level_db = static_cast<float>(20 * std::log10(hit.strength / 127));
        hits.push_back(hit);
      }
      const std::string file = std::string(62, 'a') + std::to_string(seed).substr(1);
      player.takes.push_back(audition::PlayedTake{ekit_take(chart, bpm, std::move(hits)), file});
    }
    if (one_missing && player.id == "D") player.takes[1].reset();
    four.players.push_back(std::move(player));
  }
  return four;
}

}  // namespace firstchair::testing
