// firstchair chairs show, appeal, challenge.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
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

// Lists the strokes of a take as a panel speaks of them: number, second, place, drum.
Result<int> tell_strokes(const GoingAudition& going, const ChairsShowOptions& options) {
  const audition::Attempt* attempt =
      going.audition.last_attempt(options.strokes, static_cast<std::size_t>(options.excerpt) - 1);
  if (attempt == nullptr || attempt->take == 0)
    return Error{ErrorCode::usage,
                 fmt::format("audition {}", options.audition),
                 fmt::format("{} has no take of excerpt {}", options.strokes, options.excerpt),
                 {}};
  const Result<std::vector<std::string>> strokes = audition::strokes_told(going, *attempt);
  if (!strokes) return strokes.error();
  for (const std::string& line : *strokes) say(line);
  return 0;
}

// What a panel changes, of the flags --strike and --add.
Result<audition::ByHand> by_hand_of(const ChairsAppealOptions& options) {
  audition::ByHand by_hand{.struck_out = options.strike, .added = {}};
  std::sort(by_hand.struck_out.begin(), by_hand.struck_out.end());
  for (const std::string& word : options.add) {
    const std::size_t colon = std::min(word.find(':'), word.size());
    char* end = nullptr;
    const double at = std::strtod(word.c_str(), &end);
    const std::optional<Voice> voice =
        colon < word.size() ? voice_from_id(std::string_view(word).substr(colon + 1)) : std::nullopt;
    if (end != word.c_str() + colon || colon == 0 || !voice || !(at >= 0))
      return Error{ErrorCode::usage, "--add " + word, "is no second and drum", "Write it as 12.34:snare"};
    by_hand.added.push_back({at, *voice});
  }
  std::stable_sort(by_hand.added.begin(), by_hand.added.end(),
                   [](const auto& a, const auto& b) { return a.at_s < b.at_s; });
  return by_hand;
}

Appeal::Ruling ruling_of(const std::string& effect) {
  return effect == "again"      ? Appeal::Ruling::again
         : effect == "left-out" ? Appeal::Ruling::left_out
         : effect == "strokes"  ? Appeal::Ruling::strokes
                                : Appeal::Ruling::none;
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
  if (!options.strokes.empty()) return tell_strokes(*going, options);
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
    const Result<audition::ByHand> by_hand = by_hand_of(options);
    if (!by_hand) return by_hand.error();
    going = audition::rule(*auditions, options.audition, static_cast<std::size_t>(options.rule) - 1,
                           ruling_of(options.effect), options.text, *by_hand);
    if (!going) return going.error();
    tell(*going);
    return 0;
  }
  const Result<GoingAudition> going =
      audition::add(*auditions, options.audition, [&](const GoingAudition& at) -> Result<More> {
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

Result<int> chairs_cancel(const ChairsCancelOptions& options) {
  Result<store::Auditions> auditions = open_auditions(options.book, true);
  if (!auditions) return auditions.error();
  const Result<GoingAudition> before = audition::read_going(*auditions, options.audition);
  if (!before) return before.error();
  if (const auto key = directing_key(options.key, before->audition); !key) return key.error();
  const Result<GoingAudition> going = audition::cancel(*auditions, options.audition, options.text);
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
