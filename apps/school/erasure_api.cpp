// Erasing somebody: asked for, started by one and confirmed by another.
#include "apps/school/call.h"
#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

using school::Verb;

Json maybe(const std::optional<std::int64_t>& value) {
  return value ? Json(*value) : Json();
}

// `gone`: what would be erased.
Json json_of(const school::Erasure& one, const school::Gone& gone) {
  return {{"person", one.person},
          {"asked_by", maybe(one.asked_by)},
          {"asked_s", maybe(one.asked_s)},
          {"started_by", maybe(one.started_by)},
          {"started_s", maybe(one.started_s)},
          {"text", school::text_of(gone)}};
}

Told told_erasure(Call& call, const school::Erasure& one, int status) {
  const auto gone = call.store.held_of(call.school, one.person);
  return gone ? told(json_of(one, *gone), status) : refusal(gone.error());
}

}  // namespace

Told list_erasures(Call& call) {
  if (!call.allowed(Verb::change_accounts, {})) return forbidden();
  const auto all = call.store.erasures(call.school, true);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::Erasure& one : *all) {
    const auto gone = call.store.held_of(call.school, one.person);
    const auto person = call.store.person(call.school, one.person);
    if (!gone || !person) return refusal(gone ? person.error() : gone.error());
    Json json = json_of(one, *gone);
    json["name"] = person->name;
    json["given"] = person->given;
    list.push_back(std::move(json));
  }
  return told({{"erasures", std::move(list)}});
}

Told ask_erasure(Call& call) {
  const auto id = call.number();
  const school::Thing thing{.person = id.value_or(0)};
  const bool start = call.allowed(Verb::start_erasure, thing);
  if (!start && !call.allowed(Verb::ask_erasure, thing)) {
    const bool there = id && call.store.person(call.school, *id);
    return there ? forbidden() : nothing_there();
  }
  if (start && id == call.actor.person)
    return refusal(400, "nobody erases themselves; another registrar does");
  const auto erasure = call.store.ask_erasure(call.school, *id, start, call.act());
  return erasure ? told_erasure(call, *erasure, 202) : refusal(erasure.error());
}

Told drop_erasure(Call& call) {
  const auto id = call.number();
  if (!call.allowed(Verb::change_accounts, {.person = id.value_or(0)})) {
    const bool there = id && call.store.person(call.school, *id);
    return there ? forbidden() : nothing_there();
  }
  const auto dropped = id ? call.store.drop_erasure(call.school, *id, call.act()) : Result<Done>(Error{});
  return dropped ? told_nothing() : id ? refusal(dropped.error()) : nothing_there();
}

Told confirm_erasure(Call& call) {
  const auto id = call.number();
  const auto person = id ? call.store.person(call.school, *id) : Result<school::Person>(Error{});
  if (!person) return id ? refusal(person.error()) : nothing_there();
  const auto erasure = call.store.erasure(call.school, *id);
  if (!erasure && erasure.error().code != ErrorCode::not_found) return refusal(erasure.error());
  const std::int64_t started_by = erasure ? erasure->started_by.value_or(0) : 0;
  if (!call.allowed(Verb::change_accounts, {.person = *id}) || !call.allowed(Verb::make_admin, {}))
    return forbidden();
  if (started_by == 0) return refusal(409, "a registrar starts an erasure, and an admin confirms it");
  if (!call.allowed(Verb::confirm_erasure, {.person = *id, .started_by = started_by}))
    return refusal(409, "whoever started an erasure does not confirm it; another admin does");
  if (*id == call.actor.person) return refusal(400, "nobody erases themselves; another admin does");
  if (call.config.erased.empty())
    return refusal(503, "this server keeps no list of who was erased; nobody is");
  const auto held = call.store.held_of(call.school, *id);
  if (!held) return refusal(held.error());
  const Told going_on = told({{"person", *id}, {"text", school::text_of(*held)}}, 202);
  if (erasure->confirmed_s) return going_on;
  // On the list first: what is erased stays erased in a backup that is restored.
  const auto listed =
      school::ErasedList(call.config.erased)
          .add({.school = call.school, .person = *id, .made_s = erasure->made_s, .at_s = call.now_s});
  if (!listed) return refusal(503, listed.error().line());
  // The account is closed at once; the rest is a job, since three years of a student are more than a moment.
  const auto confirmed = call.store.confirm_erasure(call.school, *id, call.act());
  if (!confirmed) return refusal(confirmed.error());
  call.listener.wake();
  return going_on;
}

}  // namespace firstchair::school_api
