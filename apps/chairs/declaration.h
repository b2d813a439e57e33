// A declaration says what an audition asks, before anybody plays: the excerpts, what counts and how much,
// what everybody must do, which question gives the chairs, and what happens where nothing is shown.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/chairs/musts.h"
#include "engine/chairs/score.h"
#include "engine/chairs/seating.h"
#include "engine/core/result.h"

namespace firstchair::audition {

struct Excerpt {
  Chart chart;
  double bpm = 0;  // asked for; 0: any tempo, and the norm is that of the player's own
  int bars = 0;    // from the first
  double weight = 1;
  bool left_out = false;  // for everybody, by a ruling; it is not declared
};

enum class Missing : unsigned char { last, out };  // who lacks a take sits last, or not at all
enum class TieBreak : unsigned char { rotate, holder, lot, panel, play_again };

// What is known of a take: that a file came; or that it was played in step with a tempo and a count-in that
// nobody knew before it was opened.
enum class Level : unsigned char { sent, live };

// Conditions are of attempts that are opened, one for each excerpt (audition.h).
struct Conditions {
  Level level = Level::live;  // the least that is asked
  SourceKind source = SourceKind::midi;
  double draw_percent = 2;                 // a tempo is drawn within ± so much of the one asked, 0 to 2
  int appeal_hours = 72;                   // 0 to 720, from the attempt on
  std::int64_t opens_s = 0, closes_s = 0;  // attempts are opened from and until, Unix seconds; 0: any time
};

struct Declaration {
  std::string title;
  std::vector<Excerpt> excerpts;  // 1 to 16
  std::array<double, chairs::kCriterionCount> weights{1, 0.5, 0, 0};
  Line unison_a = Line::hat, unison_b = Line::snare;
  chairs::Musts musts;  // its bpm is each excerpt's
  chairs::Claim claim = chairs::Claim::played;
  double tau = 0.12;
  Missing missing = Missing::last;
  TieBreak tie_break = TieBreak::rotate;
  std::optional<Conditions> attempts = {};  // none: takes come as files, and a seating is all there is

  chairs::ScoreConfig scoring(std::size_t excerpt) const;
  chairs::SeatingConfig seating(chairs::Claim claim) const;
};

// The JSON has no binary reals: numbers are texts with 4 decimals. Law: read_declaration(declaration_json(d))
// is d, but for what lies beyond the fourth decimal. Errors: malformed; unsupported (an excerpt that is too
// short, with the line to print).
nlohmann::json declaration_json(const Declaration& declaration);
Result<Declaration> read_declaration(const nlohmann::json& json);
// Returns the bars of a chart that count where nobody says how many.
int usual_bars(const Chart& chart);
// Returns an empty text, or what an audition cannot be made of.
std::string unlike_an_audition(const Declaration& declaration);

// Returns "0.1234": how a record writes a number.
std::string decimal(double value, int decimals);
// This is its inverse; nothing when the text is none.
bool read_decimal(const nlohmann::json& text, double& value);

}  // namespace firstchair::audition
