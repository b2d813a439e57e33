// `firstchair chairs` says who sits where by what was played, and computes a seating again that is told.
#pragma once

#include <string>
#include <vector>

#include "apps/chairs/declaration.h"
#include "apps/cli/help/command.h"
#include "apps/cli/live/shared_flags.h"
#include "engine/ear/ear.h"

namespace firstchair::cli {

// AskedOptions say what everybody is asked.
struct AskedOptions {
  std::vector<std::string> excerpts;  // charts: files or built-in names
  std::string title;
  double bpm = 0;  // 0: each chart's own
  int bars = 0;    // 0: as the command says
  chairs::Claim claim = chairs::Claim::played;
  std::array<double, chairs::kCriterionCount> weights{1, 0.5, 0, 0};
  std::vector<chairs::Must> without;  // musts that are not asked
  double tau = 0.12;
  audition::Missing missing = audition::Missing::last;
  audition::TieBreak tie_break = audition::TieBreak::rotate;
};

struct ChairsSeatOptions : AskedOptions {
  std::vector<std::vector<std::string>> players;  // an id and a take for every excerpt; "-": none
  bool any_tempo = false;
  ear::VoicesMode voices = ear::VoicesMode::kit;
  std::string kit, out = ".", key;  // folder; file of the signing key, empty: the platform's
  bool json = false, force = false;
  std::int64_t audition = 0;  // instead of all these: one of the book, whose attempts are over; 0: none
  std::string book;
  bool reveal = false;  // and tell the names of those who agreed
};
Result<int> chairs_seat(const ChairsSeatOptions& options);

struct ChairsVerifyOptions {
  std::string record, signature, key, sound;  // files and a folder; empty: beside the record; none
  std::vector<std::string> receipts;          // digits that were handed out
  bool is_unsigned = false;
};
// Returns 0 when everything is as told and 4 when another engine tells otherwise.
Result<int> chairs_verify(const ChairsVerifyOptions& options);

struct ChairsDeclareOptions : AskedOptions {
  audition::Level level = audition::Level::live;
  bool midi = false;
  double draw = 2;  // ± %
  int appeal_hours = 72;
  std::string opens, closes;  // "2026-03-06 14:00", local time; empty: any time
  std::string book, key;
};
Result<int> chairs_declare(const ChairsDeclareOptions& options);

struct ChairsEnterOptions {
  std::int64_t audition = 0;
  std::string name, book, key;
  bool agrees = false;
};
Result<int> chairs_enter(const ChairsEnterOptions& options);

struct ChairsPlayOptions : LiveOptions {
  std::int64_t audition = 0;
  std::string entrant;  // blind id
  int excerpt = 1, challenge = 0;
  std::string book, file;  // file: a take that is sent; empty: it is played now
  bool practice = false, plain = false;
};
Result<int> chairs_play(const ChairsPlayOptions& options);

struct ChairsShowOptions {
  std::int64_t audition = 0;   // 0: all of the book
  std::string book, out, key;  // folder for record, signature and sheet; empty: none
  bool json = false, force = false;
  std::string strokes;  // a player, whose strokes of `excerpt` are listed; empty: none
  int excerpt = 1;
};
Result<int> chairs_show(const ChairsShowOptions& options);

struct ChairsAppealOptions {
  std::int64_t audition = 0;
  std::string entrant, text, effect, book, key;  // effect: "none", "again", "left-out", "strokes"
  int excerpt = 1, rule = 0;                     // rule: number of the appeal that is ruled on
  std::vector<std::size_t> strike;               // numbers of strokes
  std::vector<std::string> add;                  // strokes, "12.34:snare"
};
Result<int> chairs_appeal(const ChairsAppealOptions& options);

struct ChairsCancelOptions {
  std::int64_t audition = 0;
  std::string text, book, key;
};
Result<int> chairs_cancel(const ChairsCancelOptions& options);

struct ChairsChallengeOptions {
  std::int64_t audition = 0;
  std::string holder, challenger, book;
  int decline = 0;  // number of the challenge that its holder declines
};
Result<int> chairs_challenge(const ChairsChallengeOptions& options);

struct ChairsTauOptions {
  std::string book, player;
  int days = 14;
};
Result<int> chairs_tau(const ChairsTauOptions& options);

struct ChairsPowerOptions {
  int players = 0;  // 0: every row
};
Result<int> chairs_power(const ChairsPowerOptions& options);

Declare declare_chairs;

}  // namespace firstchair::cli
