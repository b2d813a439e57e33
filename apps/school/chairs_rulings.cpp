// Appeals of chairs of a class, rulings on them, and cancelling. What an appeal says is one of three grounds
// and a bar, since a record keeps its lines for ever: words of a child have no place in it.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "apps/school/chairs_told.h"

namespace firstchair::school_api {
namespace {

using audition::Appeal;

constexpr std::size_t kMostReason = 2000;

struct Ground {
  std::string_view id;
  std::string_view words;
};
constexpr Ground kGrounds[] = {{"heard", "strokes were heard wrongly"},
                               {"machine", "the machine stopped"},
                               {"rule", "a rule was broken"}};

struct Effect {
  std::string_view id;
  Appeal::Ruling ruling;
};
constexpr Effect kEffects[] = {
    {"none", Appeal::Ruling::none}, {"again", Appeal::Ruling::again}, {"left_out", Appeal::Ruling::left_out}};

template <class Choice>
const Choice* chosen(std::span<const Choice> all, const std::string& id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Choice& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

Told changed(Call& call, const GoingChairs& going, const Result<Done>& done, int status = 200) {
  return done ? told_now(call, going.chairs.id, status) : refused_by_rule(done.error());
}

// A reason is the log's, and not the record's; empty: there is none, or it is too long.
std::string reason_in(const std::optional<Json>& body, bool& wrong) {
  const std::string reason = body ? text(*body, "reason", wrong) : std::string();
  return reason.size() > kMostReason ? std::string() : reason;
}

}  // namespace

Told appeal_chairs(Call& call) {
  Told refused;
  const Going going = seen(call, school::Verb::see_class, refused);
  if (!going) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const auto assignment = wrong ? std::nullopt : whole(*body, "assignment", wrong);
  const auto person = wrong ? std::nullopt : whole(*body, "person", wrong);
  const auto bar = wrong ? std::nullopt : whole(*body, "bar", wrong);
  const Ground* ground = wrong ? nullptr : chosen<Ground>(kGrounds, text(*body, "why", wrong));
  const auto& pieces = going->chairs.pieces;
  const auto piece = std::find_if(pieces.begin(), pieces.end(), [&](const school::Piece& one) {
    return assignment && one.assignment == *assignment;
  });
  if (wrong || ground == nullptr || piece == pieces.end())
    return refusal(400, "an assignment of these chairs and why (heard, machine or rule) are needed");
  const std::int64_t whose = person.value_or(call.actor.person);
  if (whose != call.actor.person &&
      !call.allowed(school::Verb::hold_chairs, {.classes = {going->chairs.klass}}))
    return forbidden();
  const auto excerpt = static_cast<std::size_t>(piece - pieces.begin());
  if (bar && (*bar < 1 || *bar > going->audition.declaration.excerpts[excerpt].bars))
    return refusal(400, "there is no such bar");
  const std::string blind = going->blind_of(whose);
  const audition::Attempt* attempt = blind.empty() ? nullptr : going->audition.last_attempt(blind, excerpt);
  if (attempt == nullptr) {
    // Whoever has no take in these chairs may not appeal at all.
    if (whose == call.actor.person && blind.empty()) return forbidden();
    return refusal(409, "no take of that is on record");
  }
  const std::string words =
      std::string(ground->words) + (bar ? fmt::format(", bar {}", *bar) : std::string());
  return changed(
      call, *going,
      add_line(call, *going, audition::appeal_line(*attempt, words, std::max(call.now_s, going->t)),
               {.verb = "chairs.appeal", .person = whose}),
      201);
}

Told rule_chairs(Call& call) {
  Told refused;
  const Going going = held(call, refused);
  if (!going) return refused;
  const auto n = call.number(1);
  if (!n || *n < 1 || static_cast<std::size_t>(*n) > going->audition.appeals.size()) return nothing_there();
  const auto body = call.object();
  bool wrong = !body;
  const Effect* effect = wrong ? nullptr : chosen<Effect>(kEffects, text(*body, "effect", wrong));
  const std::string reason = reason_in(body, wrong);
  if (wrong || effect == nullptr || reason.empty())
    return refusal(400, "an effect (none, again or left_out) and a reason of 1 to 2,000 letters are needed");
  const auto appeal = static_cast<std::size_t>(*n - 1);
  const audition::Audition& audition = going->audition;
  const std::string& blind = audition.attempts[audition.appeals[appeal].attempt].player;
  return changed(call, *going,
                 add_line(call, *going,
                          audition::ruling_line(appeal, effect->ruling, "", std::max(call.now_s, going->t)),
                          {.verb = "chairs.rule", .person = going->person_of(blind), .words = reason}));
}

Told cancel_chairs(Call& call) {
  Told refused;
  const Going going = held(call, refused);
  if (!going) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const std::string reason = reason_in(body, wrong);
  if (wrong || reason.empty()) return refusal(400, "a reason of 1 to 2,000 letters is needed");
  return changed(call, *going,
                 add_line(call, *going,
                          audition::cancelled_line("cancelled by a teacher", std::max(call.now_s, going->t)),
                          {.verb = "chairs.cancel", .words = reason}));
}

}  // namespace firstchair::school_api
