// firstchair chairs declare, enter.
#include <fmt/format.h>

#include <cstdio>
#include <ctime>

#include "apps/chairs/audition_steps.h"
#include "apps/cli/chairs/chairs_shared.h"
#include "engine/core/letters.h"
#include "engine/ear/ear.h"

namespace firstchair::cli {
namespace {

// Reads "2026-03-06 14:00" or "2026-03-06", local time; 0 for an empty text.
Result<std::int64_t> read_day(const std::string& flag, const std::string& text, bool end) {
  if (text.empty()) return std::int64_t{0};
  std::tm day{};
  int used = 0;
  const int parts = std::sscanf(text.c_str(), "%4d-%2d-%2d%n %2d:%2d%n", &day.tm_year, &day.tm_mon,
                                &day.tm_mday, &used, &day.tm_hour, &day.tm_min, &used);
  if (parts == 3 && end) day.tm_hour = 23, day.tm_min = 59, day.tm_sec = 59;
  const int month = day.tm_mon, number = day.tm_mday;
  day.tm_year -= 1900, day.tm_mon -= 1, day.tm_isdst = -1;
  const bool read = (parts == 3 || parts == 5) && used == static_cast<int>(text.size()) && month >= 1 &&
                    month <= 12 && number >= 1 && number <= 31 && day.tm_hour < 24 && day.tm_min < 60;
  const std::time_t s = read ? std::mktime(&day) : -1;
  if (!read || s < 0 || day.tm_mday != number)
    return Error{ErrorCode::usage, flag + " " + text, "not a day",
                 "Write it as 2026-03-06 or 2026-03-06 14:00"};
  return static_cast<std::int64_t>(s);
}

}  // namespace

Result<int> chairs_declare(const ChairsDeclareOptions& options) {
  Result<audition::Declaration> declaration = declaration_of(options, false);
  if (!declaration) return declaration.error();
  for (audition::Excerpt& excerpt : declaration->excerpts) {
    if (excerpt.bars == 0) excerpt.bars = audition::usual_bars(excerpt.chart);
  }
  audition::Conditions& asked = declaration->attempts.emplace();
  asked.level = options.level;
  asked.source = options.midi ? SourceKind::midi : SourceKind::audio;
  asked.draw_percent = options.draw;
  asked.appeal_hours = options.appeal_hours;
  const Result<std::int64_t> opens = read_day("--opens", options.opens, false);
  const Result<std::int64_t> closes = read_day("--closes", options.closes, true);
  if (!opens || !closes) return opens ? closes.error() : opens.error();
  asked.opens_s = *opens, asked.closes_s = *closes;
  if (std::string why = audition::unlike_an_audition(*declaration); !why.empty())
    return Error{ErrorCode::usage, "chairs declare", std::move(why), {}};
  // What is declared is what the record can hold: numbers of four decimals.
  declaration = audition::read_declaration(audition::declaration_json(*declaration));
  if (!declaration) return declaration.error();
  Result<store::SigningKey> key = signing_key(options.key);
  if (!key) return key.error();
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const Result<audition::GoingAudition> going =
      audition::declare(*auditions, *declaration, store::public_key_text(key->open),
                        options.midi ? "" : std::string(ear::ear_weights_name()), std::time(nullptr));
  if (!going) return going.error();
  for (const std::string& line : audition::standing(*going, std::time(nullptr))) say(line);
  say("What it asks cannot be changed from now on. Show its declaration's digits to everybody who enters.");
  return 0;
}

Result<int> chairs_enter(const ChairsEnterOptions& options) {
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const Result<audition::GoingAudition> going = audition::read_going(*auditions, options.audition);
  if (!going) return going.error();
  if (const auto key = directing_key(options.key, going->audition); !key) return key.error();
  const std::size_t letters = letters_of(options.name);
  if (letters == 0 || letters > 64 || options.name.find_first_of("\n\r\t\x1b") != std::string::npos)
    return Error{ErrorCode::usage, "chairs enter", "a name has 1 to 64 letters on one line", {}};
  const Result<audition::Entered> entered =
      audition::enter(*auditions, options.audition, options.name, options.agrees);
  if (!entered) return entered.error();
  say(fmt::format("{} is {} in audition {}. The record holds {} and no name. Declaration {}.", options.name,
                  entered->blind, options.audition, entered->blind,
                  entered->going.audition.declared_hash.substr(0, 16)));
  return 0;
}

}  // namespace firstchair::cli
