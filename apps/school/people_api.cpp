// Accounts, as registrars and admins keep them.
#include <fmt/format.h>

#include <set>

#include "apps/school/call.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

// `held` has the person's memberships, and perhaps others'.
Json json_of(const school::Person& person, const std::vector<school::Membership>& held) {
  std::set<Role> roles;
  for (const school::Membership& one : held)
    if (one.person == person.id) roles.insert(one.role);
  Json names = Json::array();
  for (const Role role : roles) names.push_back(school::id_of(role));
  Json json{{"id", person.id},          {"name", person.name},   {"given", person.given},
            {"email", person.email},    {"ended", person.ended}, {"birth_year", nullptr},
            {"roles", std::move(names)}};
  if (person.birth_year) json["birth_year"] = *person.birth_year;
  return json;
}

// The person as it is now.
Told told_person(Call& call, const school::Person& person, int status = 200) {
  const auto held = call.store.memberships_of(call.school, person.id, call.now_s);
  return held ? told(json_of(person, *held), status) : refusal(held.error());
}

// Fills what the body says; false: it says what a person cannot be.
bool fill(school::Person& person, const Json& body) {
  bool wrong = false;
  const auto into = [&](const char* key, std::string& field) {
    if (body.contains(key)) field = text(body, key, wrong);
  };
  into("name", person.name);
  into("given", person.given);
  into("email", person.email);
  if (body.contains("birth_year")) {
    const auto year = whole(body, "birth_year", wrong);
    wrong = wrong || (year && (*year < 1900 || *year > 2100));
    person.birth_year = year && !wrong ? std::optional(static_cast<int>(*year)) : std::nullopt;
  }
  person.ended = flag(body, "ended", wrong).value_or(person.ended);
  return !wrong;
}

Told not_a_person() {
  return refusal(400,
                 "name, given, email, birth_year (1900 to 2100), ended: one of them is not as it can be");
}

// The person of the path, whom the actor may change. Registrars change no admin.
Result<school::Person> changeable(Call& call, Told& refused) {
  const Error stop{};
  const auto id = call.number();
  if (!call.allowed(Verb::change_accounts, {.person = id.value_or(0)})) {
    refused = forbidden();
    return stop;
  }
  if (!id) {
    refused = nothing_there();
    return stop;
  }
  const auto memberships = call.store.memberships_of(call.school, *id, call.now_s);
  Result<school::Person> person = call.store.person(call.school, *id);
  if (!memberships || !person) {
    refused = refusal(memberships ? person.error() : memberships.error());
    return stop;
  }
  for (const school::Membership& held : *memberships)
    if (held.klass == 0 && held.role == Role::admin && !call.allowed(Verb::make_admin, {})) {
      refused = forbidden();
      return stop;
    }
  return person;
}

}  // namespace

Told list_people(Call& call) {
  if (!call.allowed(Verb::change_accounts, {})) return forbidden();
  const auto page = call.page();
  if (!page) return refusal(400, "after and limit (1 to 500) are numbers");
  const auto people = call.store.people(call.school, *page);
  if (!people) return refusal(people.error());
  const std::int64_t first = people->empty() ? 0 : people->front().id;
  const std::int64_t last = people->empty() ? 0 : people->back().id;
  const auto held = call.store.memberships_between(call.school, first, last, call.now_s);
  if (!held) return refusal(held.error());
  Json list = Json::array();
  for (const school::Person& person : *people) list.push_back(json_of(person, *held));
  return told({{"people", std::move(list)}});
}

Told add_person(Call& call) {
  if (!call.allowed(Verb::change_accounts, {})) return forbidden();
  const auto body = call.object();
  school::Person person;
  if (!body || !fill(person, *body)) return not_a_person();
  bool wrong = false;
  const std::string word = text(*body, "role", wrong);
  const auto role = word.empty() ? std::nullopt : school::role_of(word);
  if (wrong || (!word.empty() && (!role || *role == Role::owner)))
    return refusal(400, "there is no such role");
  if (role == Role::admin && !call.allowed(Verb::make_admin, {})) return forbidden();
  const Result<std::int64_t> id = call.store.add_person(call.school, person, call.act());
  if (!id) return refusal(id.error());
  if (role)
    if (const Result<Done> set = call.store.set_member(call.school, 0, *id, *role, call.act()); !set)
      return refusal(set.error());
  person.id = *id;
  return told_person(call, person, 201);
}

Told one_person(Call& call) {
  const auto id = call.number();
  if (!id) return nothing_there();
  const Result<school::Person> person = call.store.person(call.school, *id);
  if (!person) return refusal(person.error());
  const auto memberships = call.store.memberships_of(call.school, *id, call.now_s);
  if (!memberships) return refusal(memberships.error());
  school::Thing thing{.person = *id};
  for (const school::Membership& held : *memberships) thing.classes.push_back(held.klass);
  return call.allowed(Verb::see_account, thing) ? told(json_of(*person, *memberships)) : forbidden();
}

Told change_person(Call& call) {
  Told refused;
  Result<school::Person> person = changeable(call, refused);
  if (!person) return refused;
  const auto body = call.object();
  if (!body || !fill(*person, *body)) return not_a_person();
  const Result<Done> changed = call.store.change_person(call.school, *person, call.act());
  return changed ? told_person(call, *person) : refusal(changed.error());
}

Told end_person(Call& call) {
  Told refused;
  Result<school::Person> person = changeable(call, refused);
  if (!person) return refused;
  if (person->id == call.actor.person) return refusal(400, "nobody ends themselves; another admin does");
  person->ended = true;
  const Result<Done> changed = call.store.change_person(call.school, *person, call.act());
  return changed ? told_nothing() : refusal(changed.error());
}

Told read_log(Call& call) {
  const auto page = call.page();
  const auto since = call.asked_number("since", 0), person = call.asked_number("person", 0),
             klass = call.asked_number("class", 0), actor = call.asked_number("actor", 0);
  if (!page || !since || !person || !klass || !actor)
    return refusal(400, "after, limit (1 to 500), since, person, class and actor are numbers");
  school::LogQuery query{.since_s = *since, .page = *page};
  if (*actor != 0) query.actor = *actor;
  if (*person != 0) {
    const auto memberships = call.store.memberships_of(call.school, *person, call.now_s);
    if (!memberships) return refusal(memberships.error());
    school::Thing thing{.person = *person};
    for (const school::Membership& held : *memberships) thing.classes.push_back(held.klass);
    if (!call.allowed(Verb::read_log, thing)) return forbidden();
    query.thing = fmt::format("person {}", *person);
  } else if (*klass != 0) {
    if (!call.allowed(Verb::read_log, {.classes = {*klass}})) return forbidden();
    query.thing = fmt::format("class {}", *klass);
  } else if (!call.allowed(Verb::read_log, {})) {
    if (!call.allowed(Verb::read_account_log, {})) return forbidden();
    query.verbs = "account.";
  }
  const auto lines = call.store.log(call.school, query);
  if (!lines) return refusal(lines.error());
  Json list = Json::array();
  for (const school::Noted& line : *lines)
    list.push_back({{"n", line.n},
                    {"at_s", line.act.at_s},
                    {"actor", line.act.person},
                    {"role", school::id_of(line.act.role)},
                    {"verb", line.verb},
                    {"thing", line.thing},
                    {"detail", school::told_of(line)}});
  return told({{"lines", std::move(list)}});
}

}  // namespace firstchair::school_api
