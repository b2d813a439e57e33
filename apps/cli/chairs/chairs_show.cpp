// firstchair chairs show, appeal, challenge.
#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "apps/chairs/audition_steps.h"
#include "apps/chairs/sheet.h"
#include "apps/cli/chairs/chairs_shared.h"

namespace firstchair::cli {
namespace {

using audition::Appeal;
using audition::GoingAudition;
using audition::More;

void tell(const GoingAudition& going) {
  for (const std::string& line : audition::standing(going, std::time(nullptr))) say(line);
}

}  // namespace

Result<int> chairs_show(const ChairsShowOptions& options) {
  Result<store::Auditions> auditions = open_auditions(options.book, false);
  if (!auditions) return auditions.error();
  if (options.audition == 0) {
    Result<std::vector<store::KeptAudition>> all = auditions->all();
    if (!all) return all.error();
    if (all->empty()) say("There is no audition in this book. firstchair chairs declare makes one.");
    for (const store::KeptAudition& one : *all) {
      const Result<GoingAudition> going = audition::read_going(*auditions, one.id);
      say(going ? audition::standing(*going, std::time(nullptr)).front() : going.error().line());
    }
    return 0;
  }
  Result<GoingAudition> going = audition::read_going(*auditions, options.audition);
  if (!going) return going.error();
  const bool seated = going->audition.seatings > 0;
  std::string html;
  if (seated || options.json) {
    if (!seated)
      return Error{ErrorCode::usage, fmt::format("audition {}", options.audition), "is not seated yet",
                   fmt::format("firstchair chairs seat --audition {}", options.audition)};
    // As it stands: appeals that were ruled on since the last seating are in it when it is seated again.
    const Result<audition::Seated> all = audition::seat_as_it_stands(*going);
    if (!all) return all.error();
    html = audition::sheet_html(*all, going->head);
    if (options.json) {
      fmt::print("{}", audition::sheet_json(*all, going->head));
    } else {
      fmt::print("{}\n", audition::sheet_text(*all, going->head));
    }
  }
  if (!options.json) tell(*going);
  if (options.out.empty()) return 0;
  const Result<store::SigningKey> key = directing_key(options.key, going->audition);
  if (!key) return key.error();
  const Result<Done> done =
      write_seating(options.out, store::sealed(going->record), html, *key, options.force);
  if (!done) return done.error();
  return 0;
}

Result<int> chairs_appeal(const ChairsAppealOptions& options) {
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const std::int64_t now = std::time(nullptr);
  if (options.rule > 0) {
    Result<GoingAudition> going = audition::read_going(*auditions, options.audition);
    if (!going) return going.error();
    if (const auto key = directing_key(options.key, going->audition); !key) return key.error();
  }
  const Result<GoingAudition> going =
      audition::add(*auditions, options.audition, [&](const GoingAudition& at) -> Result<More> {
        if (options.rule > 0) {
          const Appeal::Ruling ruling = options.effect == "again"      ? Appeal::Ruling::again
                                        : options.effect == "left-out" ? Appeal::Ruling::left_out
                                                                       : Appeal::Ruling::none;
          return More{
              {audition::ruling_line(static_cast<std::size_t>(options.rule) - 1, ruling, options.text, now)}};
        }
        const audition::Attempt* attempt =
            at.audition.last_attempt(options.entrant, static_cast<std::size_t>(options.excerpt) - 1);
        if (attempt == nullptr)
          return Error{
              ErrorCode::usage,
              fmt::format("audition {}", options.audition),
              fmt::format("{} has opened no attempt at excerpt {}", options.entrant, options.excerpt),
              {}};
        return More{{audition::appeal_line(*attempt, options.text, now)}};
      });
  if (!going) return going.error();
  tell(*going);
  return 0;
}

Result<int> chairs_challenge(const ChairsChallengeOptions& options) {
  if (options.decline == 0 && (options.holder.empty() || options.challenger.empty()))
    return Error{ErrorCode::usage, "chairs challenge", "a holder and a challenger are needed",
                 "Name both, or --decline and the challenge's number"};
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const Result<GoingAudition> going =
      audition::add(*auditions, options.audition, [&](const GoingAudition&) -> Result<More> {
        const std::int64_t now = std::time(nullptr);
        if (options.decline > 0) return More{{audition::declined_line(options.decline, now)}};
        return More{{audition::challenge_line(options.holder, options.challenger, now)}};
      });
  if (!going) return going.error();
  tell(*going);
  return 0;
}

}  // namespace firstchair::cli
