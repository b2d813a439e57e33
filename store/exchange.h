// This file writes takes as lines of text, for Book::write_lines and read_lines: JSON, one record a line.
// docs/formats/book.md describes them.
#pragma once

#include <string>
#include <string_view>

#include "store/auditions.h"
#include "store/book_state.h"

namespace firstchair::store::exchange {

// An AuditionText names an audition; `kept.id` is not in it. Its record follows, line by line.
struct AuditionText {
  KeptAudition kept;
  std::vector<EntrantName> names;
};

struct Record {
  enum class Kind {
    header,
    player,
    take,
    limit,
    goal,
    retest,
    review,
    pain,
    end,
    audition,
    audition_line,
    chart
  } kind = Kind::header;
  std::string player;  // a name; empty for header, end and auditions
  PackedTake take;
  LimitKept limit;
  Goal goal;
  Retest retest;
  Review review;
  PainTold pain;
  WrittenChart chart;
  AuditionText audition;
  std::string line;               // of an audition_line: one of its record
  int version = 0;                // of a header
  std::int64_t records = 0;       // of an end: lines before it
  std::string all;                // of an end: follow() of them, as hexadecimal digits
  bool checked = false;           // true: the line's own check was there, and fits
  std::uint64_t fingerprint = 0;  // of the line
};

std::string header_line();
std::string player_line(const std::string& name);
// Returns nothing when the take's bytes are damaged.
std::optional<std::string> take_line(const std::string& player, const PackedTake& take);
std::string limit_line(const std::string& player, const LimitKept& limit);
std::string goal_line(const std::string& player, const Goal& goal);
std::string retest_line(const std::string& player, const Retest& retest);
std::string review_line(const std::string& player, const Review& review);
std::string pain_line(const std::string& player, const PainTold& pain);
std::string chart_line(const std::string& player, const WrittenChart& chart);
std::string audition_text(const AuditionText& audition);
std::string audition_line(const std::string& line);
// `all`: from 0 on, follow() of every line before it.
std::string end_line(std::int64_t records, std::uint64_t all);
std::uint64_t follow(std::uint64_t all, std::uint64_t fingerprint);

// Law: read_line is the inverse of the above. A take comes out packed, with its laws checked, its numbers
// within what a take can have, and its key made anew from its strokes. Errors: malformed (also a check that
// does not fit), unsupported (a newer version).
Result<Record> read_line(std::string_view line);

}  // namespace firstchair::store::exchange
