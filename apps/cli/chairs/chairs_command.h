// `firstchair chairs` says who sits where by what was played, and computes a seating again that is told.
#pragma once

#include <string>
#include <vector>

#include "apps/chairs/declaration.h"
#include "apps/cli/help/command.h"
#include "engine/ear/ear.h"

namespace firstchair::cli {

struct ChairsSeatOptions {
  std::vector<std::string> excerpts;              // charts: files or built-in names
  std::vector<std::vector<std::string>> players;  // an id and a take for every excerpt; "-": none
  std::string title;
  double bpm = 0;  // 0: each chart's own
  bool any_tempo = false;
  int bars = 0;  // 0: the fewest that anybody played
  chairs::Claim claim = chairs::Claim::played;
  std::array<double, chairs::kCriterionCount> weights{1, 0.5, 0, 0};
  std::vector<chairs::Must> without;  // musts that are not asked
  double tau = 0.12;
  audition::Missing missing = audition::Missing::last;
  audition::TieBreak tie_break = audition::TieBreak::rotate;
  ear::VoicesMode voices = ear::VoicesMode::kit;
  std::string kit, out = ".", key;  // folder; file of the signing key, empty: the platform's
  bool json = false, force = false;
};
Result<int> chairs_seat(const ChairsSeatOptions& options);

struct ChairsVerifyOptions {
  std::string record, signature, key, sound;  // files and a folder; empty: beside the record; none
  bool is_unsigned = false;
};
// Returns 0 when everything is as told and 4 when another engine tells otherwise.
Result<int> chairs_verify(const ChairsVerifyOptions& options);

Declare declare_chairs;

}  // namespace firstchair::cli
