// Logging in and out, the own account, and taking an invite.
#include <fmt/format.h>

#include "apps/school/call.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

Json person_json(const school::Person& person) {
  return {{"id", person.id}, {"name", person.name}, {"given", person.given}};
}

}  // namespace

Told too_many(std::int64_t seconds) {
  Told answer = refusal(429, "too many tries; again in 15 minutes or ask your teacher");
  answer.retry_after_s = static_cast<int>(seconds);
  return answer;
}

Told open_line() {
  return refusal(400,
                 "behind a proxy, but it does not say https; set X-Forwarded-Proto or --insecure-for-tests");
}

Told login(Call& call) {
  if (!call.asked.secure) return open_line();
  const auto body = call.object();
  bool wrong = !body;
  const std::string name = wrong ? "" : text(*body, "name", wrong),
                    password = wrong ? "" : text(*body, "password", wrong);
  const auto school = wrong ? std::nullopt : whole(*body, "school", wrong);
  if (wrong || name.empty() || password.empty() || password.size() > kMostPassword)
    return refusal(400, "a name and a password are needed");
  call.school = school.value_or(call.config.school);
  call.actor = {};  // whoever was logged in before
  const std::string prefix = prefix_of(call.asked.address);
  const auto closed = call.store.address_locked_until(call.school, prefix, call.now_s);
  if (!closed) return refusal(closed.error());
  if (*closed > call.now_s) return too_many(*closed - call.now_s);
  const Result<school::Login> found = call.store.login(call.school, name);
  if (!found && found.error().code != ErrorCode::not_found) return refusal(found.error());
  if (found && found->locked_until_s > call.now_s) return too_many(found->locked_until_s - call.now_s);
  const auto checked = call.passwords.check(password, found ? found->secret : std::string());
  if (!checked) return refusal(checked.error());
  // Who has left the school is told the same.
  const bool here = found && checked->right && !call.store.person(call.school, found->person)->ended;
  const auto failed = [&](std::string_view line) {
    const Result<Done> counted = call.store.count_failure(call.school, name, call.act());
    if (!counted && counted.error().code == ErrorCode::unwritable) return refusal(counted.error());
    return refusal(401, line);
  };
  if (!here) return failed("name or password is wrong");
  const auto factor = call.store.factor(call.school, found->person);
  if (!factor) return refusal(factor.error());
  if (factor->confirmed) {
    const std::string code = text(*body, "code", wrong);
    if (wrong || code.empty())
      return told({{"error", "the code of your authenticator is needed"}, {"code_needed", true}}, 401);
    const auto shown = shows_factor(call, found->person, *factor, code);
    if (!shown) return refusal(shown.error());
    // Codes are guessed no oftener than passwords are.
    if (!*shown) return failed("the code is wrong, or it was used already");
  }
  if (checked->outdated)
    if (const auto kept = call.passwords.kept(password))
      if (const Result<Done> renewed = call.store.renew_secret(call.school, name, *kept); !renewed)
        return refusal(renewed.error());
  return welcome(call, found->person);
}

Told logout(Call& call) {
  const Result<Done> ended = call.store.end_session(call.school, call.hash);
  if (!ended) return refusal(ended.error());
  Told answer = told_nothing();
  answer.cookie = fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", kCookie);
  return answer;
}

Told me(Call& call) {
  const Result<school::Person> person = call.store.person(call.school, call.actor.person);
  const Result<school::SchoolFacts> facts = call.store.facts(call.school);
  if (!person) return refusal(person.error());
  if (!facts) return refusal(facts.error());
  Json memberships = Json::array();
  for (const school::Membership& held : call.actor.memberships) {
    Json one{{"class", held.klass}, {"role", school::id_of(held.role)}};
    if (held.klass != 0) {
      const Result<school::Class> klass = call.store.klass(call.school, held.klass);
      if (!klass) return refusal(klass.error());
      one["title"] = klass->title;
    }
    memberships.push_back(std::move(one));
  }
  Json children = Json::array();
  for (const std::int64_t id : call.actor.children) {
    const Result<school::Person> child = call.store.person(call.school, id);
    const Result<bool> consented = call.store.consented(call.school, id);
    if (!child || !consented) return refusal(child ? consented.error() : child.error());
    Json one = person_json(*child);
    // Nothing: the school asks for none.
    one["consent"] = facts->consent == school::Consent::guardian ? Json(*consented) : Json();
    children.push_back(std::move(one));
  }
  return told({{"person", person_json(*person)},
               {"school", {{"id", call.school}, {"name", facts->name}}},
               {"memberships", std::move(memberships)},
               {"children", std::move(children)},
               {"second_needed", lacks_factor(call)},
               {"csrf", call.session.csrf}});
}

Told change_password(Call& call) {
  const auto body = call.object();
  bool wrong = !body;
  const std::string old = wrong ? "" : text(*body, "old", wrong),
                    fresh = wrong ? "" : text(*body, "new", wrong);
  if (wrong || old.size() > kMostPassword) return refusal(400, "the old password and a new one are needed");
  const Result<school::Login> own = call.store.login_of_person(call.school, call.actor.person);
  if (!own) return refusal(own.error());
  if (own->locked_until_s > call.now_s) return too_many(own->locked_until_s - call.now_s);
  const auto checked = call.passwords.check(old, own->secret);
  if (!checked) return refusal(checked.error());
  if (!checked->right) {
    // A page that was left open is no place to try passwords either.
    const Result<Done> counted = call.store.count_failure(call.school, own->subject, call.act());
    return counted ? refusal(403, "the old password is wrong") : refusal(counted.error());
  }
  if (const Result<Done> fits = school::fit_password(fresh, own->subject); !fits)
    return refusal(fits.error());
  const auto kept = call.passwords.kept(fresh);
  if (!kept) return refusal(kept.error());
  const Result<Done> set =
      call.store.set_login(call.school, call.actor.person, own->subject, *kept, call.act());
  return set ? welcome(call, call.actor.person) : refusal(set.error());
}

Told take_invite(Call& call) {
  if (!call.asked.secure) return open_line();
  const std::string& code = call.words.front();
  const std::string hash = school::hash_of(code);
  const std::int64_t school = school_of(code);
  if (school == 0) return nothing_there();
  if (call.logged_in() && call.school == school) {
    if (!call.csrf_shown()) return refusal(403, "this page is out of date; load it again");
    const Result<Done> joined = call.store.join_by_invite(school, hash, call.actor.person, call.act());
    if (!joined) return refusal(joined.error());
    auto memberships = call.store.memberships_of(school, call.actor.person, call.now_s);
    if (!memberships) return refusal(memberships.error());
    call.actor.memberships = std::move(*memberships);
    return me(call);
  }
  call.school = school;
  call.actor = {};
  // Before the password is hashed: whoever has no invite costs nothing.
  const std::string prefix = prefix_of(call.asked.address);
  const auto closed = call.store.address_locked_until(school, prefix, call.now_s);
  if (!closed) return refusal(closed.error());
  if (*closed > call.now_s) return too_many(*closed - call.now_s);
  const Result<school::Invite> invite = call.store.invite(school, hash, call.now_s);
  if (!invite) return refusal(invite.error());
  const auto body = call.object();
  bool wrong = !body;
  school::Newcomer newcomer;
  if (!wrong) {
    newcomer.name = text(*body, "name", wrong);
    newcomer.given = text(*body, "given", wrong);
    newcomer.subject = text(*body, "login", wrong);
  }
  const std::string password = wrong ? "" : text(*body, "password", wrong);
  if (wrong || newcomer.name.empty() || newcomer.subject.empty())
    return refusal(400, "a name, a name to log in by and a password are needed");
  if (const Result<Done> fits = school::fit_password(password, newcomer.subject); !fits)
    return refusal(fits.error());
  const auto kept = call.passwords.kept(password);
  if (!kept) return refusal(kept.error());
  newcomer.secret = *kept;
  const Result<std::int64_t> person = call.store.accept_invite(school, hash, newcomer, call.act());
  return person ? welcome(call, *person) : refusal(person.error());
}

}  // namespace firstchair::school_api
