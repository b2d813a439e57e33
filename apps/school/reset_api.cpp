// Links that set a name to log in by and a password, once: for who has forgotten theirs and for who came by a
// roster and has none yet.
#include <fmt/format.h>

#include <algorithm>

#include "apps/school/call.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

Error no_such_person() {
  return Error{ErrorCode::not_found, {}, "there is no such person", {}};
}

constexpr std::int64_t kResetS = 3 * 24 * 3600, kCardS = 30 * 24 * 3600;

// Who a person is for may(): in which classes, and the most they are anywhere.
Result<school::Thing> thing_of(Call& call, std::int64_t person) {
  const auto memberships = call.store.memberships_of(call.school, person, call.now_s);
  if (!memberships) return memberships.error();
  school::Thing thing{.person = person, .role = school::strongest({person, *memberships, {}})};
  for (const school::Membership& held : *memberships) thing.classes.push_back(held.klass);
  return thing;
}

Result<std::string> new_code(Call& call, std::int64_t person, std::int64_t lasts_s) {
  const std::string code = fmt::format("{}-{}", call.school, school::draw_secret(school::kInviteBits));
  const auto made =
      call.store.make_reset(call.school, person, school::hash_of(code), call.now_s + lasts_s, call.act());
  if (!made) return made.error();
  return code;
}

// The person of a code's address. `refused` is told where there is none.
Result<school::Person> by_code(Call& call, Told& refused) {
  const std::string& code = call.words.front();
  call.school = school_of(code);
  call.actor = {};
  refused = refusal(404, "this link was used, or it is too old; ask for another");
  if (call.school == 0) return Error{};
  const auto whose = call.store.reset(call.school, school::hash_of(code), call.now_s);
  if (!whose && whose.error().code != ErrorCode::not_found) refused = refusal(whose.error());
  if (!whose) return Error{};
  auto person = call.store.person(call.school, *whose);
  if (!person) refused = refusal(person.error());
  return person;
}

}  // namespace

Told make_reset(Call& call) {
  const auto id = call.number();
  const auto person = id ? call.store.person(call.school, *id) : Result<school::Person>(no_such_person());
  const auto thing = id ? thing_of(call, *id) : Result<school::Thing>(no_such_person());
  if (!person || !thing) return refusal(person ? thing.error() : person.error());
  if (!call.allowed(Verb::reset_login, *thing)) return forbidden();
  if (person->ended) return refusal(409, "the account has ended; open it again first");
  const auto code = new_code(call, *id, kResetS);
  if (!code) return refusal(code.error());
  return told({{"code", *code}, {"until_s", call.now_s + kResetS}}, 201);
}

Told make_cards(Call& call) {
  const auto id = call.number();
  const auto klass =
      id && *id > 0 ? call.store.klass(call.school, *id) : Result<school::Class>(no_such_person());
  if (!klass) return refusal(klass.error());
  if (!call.allowed(Verb::invite, {.classes = {*id}, .role = Role::student})) return teachers_only();
  const auto members = call.store.members(call.school, *id, call.now_s);
  if (!members) return refusal(members.error());
  Json cards = Json::array();
  for (const school::Membership& held : *members) {
    if (held.role != Role::student) continue;
    const auto login = call.store.login_of_person(call.school, held.person);
    if (login) continue;  // who can log in needs no card
    if (login.error().code != ErrorCode::not_found) return refusal(login.error());
    const auto thing = thing_of(call, held.person);
    const auto person = call.store.person(call.school, held.person);
    if (!thing || !person) return refusal(thing ? person.error() : thing.error());
    if (person->ended || !call.allowed(Verb::reset_login, *thing)) continue;
    const auto code = new_code(call, held.person, kCardS);
    if (!code) return refusal(code.error());
    Json rows = Json::array();
    const auto origin = call.asked.query.find("origin");
    if (call.config.qr && origin != call.asked.query.end() && origin->second.size() < 200)
      for (const std::string& row : call.config.qr(origin->second + reset_link(*code))) rows.push_back(row);
    cards.push_back({{"person", held.person},
                     {"name", person->name},
                     {"given", person->given},
                     {"code", *code},
                     {"qr", std::move(rows)}});
  }
  return told({{"cards", std::move(cards)}, {"until_s", call.now_s + kCardS}}, 201);
}

Told look_at_reset(Call& call) {
  Told refused;
  const auto person = by_code(call, refused);
  if (!person) return refused;
  const auto login = call.store.login_of_person(call.school, person->id);
  if (!login && login.error().code != ErrorCode::not_found) return refusal(login.error());
  return told({{"given", person->given}, {"login", login ? Json(login->subject) : Json()}});
}

Told take_reset(Call& call) {
  if (!call.asked.secure) return open_line();
  Told refused;
  const auto person = by_code(call, refused);
  if (!person) return refused;
  const std::string prefix = prefix_of(call.asked.address);
  const auto closed = call.store.address_locked_until(call.school, prefix, call.now_s);
  if (!closed) return refusal(closed.error());
  if (*closed > call.now_s) return too_many(*closed - call.now_s);
  const auto body = call.object();
  bool wrong = !body;
  const std::string password = wrong ? "" : text(*body, "password", wrong);
  std::string subject = wrong ? "" : text(*body, "login", wrong);
  const auto login = call.store.login_of_person(call.school, person->id);
  if (!login && login.error().code != ErrorCode::not_found) return refusal(login.error());
  if (login) subject = login->subject;  // a name that one has stays
  if (wrong || subject.empty()) return refusal(400, "a name to log in by and a password are needed");
  if (const Result<Done> fits = school::fit_password(password, subject); !fits) return refusal(fits.error());
  const auto kept = call.passwords.kept(password);
  if (!kept) return refusal(kept.error());
  const auto set =
      call.store.use_reset(call.school, school::hash_of(call.words.front()), subject, *kept, call.act());
  if (!set) return refusal(set.error());
  const auto factor = call.store.factor(call.school, *set);
  if (!factor) return refusal(factor.error());
  // The link is no second factor: who has one shows it.
  if (factor->confirmed) return told({{"login", subject}, {"logged_in", false}});
  Told answer = welcome(call, *set);
  if (answer.status == 200) answer.body = Json{{"login", subject}, {"logged_in", true}}.dump();
  return answer;
}

Told end_second_factor_of(Call& call) {
  const auto id = call.number();
  const auto person = id ? call.store.person(call.school, *id) : Result<school::Person>(no_such_person());
  const auto thing = id ? thing_of(call, *id) : Result<school::Thing>(no_such_person());
  if (!person || !thing) return refusal(person ? thing.error() : person.error());
  const bool own = *id == call.actor.person;  // that takes a code
  if (own || !call.allowed(Verb::make_admin, *thing)) return forbidden();
  const auto ended = call.store.end_factor(call.school, *id, call.act());
  return ended ? told_nothing() : refusal(ended.error());
}

}  // namespace firstchair::school_api
