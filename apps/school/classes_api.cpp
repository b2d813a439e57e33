// Terms, classes, who is in them, and invites.
#include <fmt/format.h>

#include "apps/school/call.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

constexpr int kMostDays = 365;

Json json_of(const school::Class& klass) {
  return {{"id", klass.id}, {"term", klass.term}, {"title", klass.title}, {"archived", klass.archived}};
}

Json json_of(const school::Invite& invite) {
  return {{"id", invite.id},
          {"class", invite.klass},
          {"role", school::id_of(invite.role)},
          {"uses_left", invite.uses_left},
          {"until_s", invite.until_s}};
}

// The class of the path, if the actor may do `verb` in it. A class that is not there is told as such only to
// whom all classes are open.
Result<school::Class> class_of(Call& call, Verb verb, Told& refused) {
  const Error stop{};
  const auto id = call.number();
  if (!id || !call.allowed(verb, {.classes = {*id}})) {
    refused = id && call.store.klass(call.school, *id) ? forbidden() : nothing_there();
    return stop;
  }
  Result<school::Class> klass = call.store.klass(call.school, *id);
  if (!klass) refused = refusal(klass.error());
  return klass;
}

// The role that a body names; nothing: it names none that there is.
std::optional<Role> role_in(const std::optional<Json>& body, bool& wrong) {
  return school::role_of(body ? text(*body, "role", wrong) : std::string());
}

bool of_class(Role role) {
  return role == Role::teacher || role == Role::assistant || role == Role::student;
}

}  // namespace

Told list_terms(Call& call) {
  const auto terms = call.store.terms(call.school);
  if (!terms) return refusal(terms.error());
  Json list = Json::array();
  for (const school::Term& term : *terms)
    list.push_back({{"id", term.id}, {"name", term.name}, {"from_s", term.from_s}, {"to_s", term.to_s}});
  return told({{"terms", std::move(list)}});
}

Told add_term(Call& call) {
  if (!call.allowed(Verb::change_accounts, {})) return forbidden();
  const auto body = call.object();
  bool wrong = !body;
  school::Term term;
  if (!wrong) term.name = text(*body, "name", wrong);
  const auto from = wrong ? std::nullopt : whole(*body, "from_s", wrong),
             to = wrong ? std::nullopt : whole(*body, "to_s", wrong);
  if (wrong || !from || !to) return refusal(400, "a term has a name, from_s and to_s");
  term.from_s = *from;
  term.to_s = *to;
  const auto id = call.store.add_term(call.school, term, call.act());
  return id ? told({{"id", *id}}, 201) : refusal(id.error());
}

Told list_classes(Call& call) {
  const auto page = call.page();
  if (!page) return refusal(400, "after and limit (1 to 500) are numbers");
  Json list = Json::array();
  // Whoever may see any class gets the list; the others their own.
  if (call.allowed(Verb::see_class, {})) {
    const auto classes = call.store.classes(call.school, *page);
    if (!classes) return refusal(classes.error());
    for (const school::Class& klass : *classes) list.push_back(json_of(klass));
    return told({{"classes", std::move(list)}});
  }
  for (const school::Membership& held : call.actor.memberships) {
    if (held.klass <= page->after || !call.allowed(Verb::see_class, {.classes = {held.klass}})) continue;
    const auto klass = call.store.klass(call.school, held.klass);
    if (!klass) return refusal(klass.error());
    if (list.size() < static_cast<std::size_t>(page->limit)) list.push_back(json_of(*klass));
  }
  return told({{"classes", std::move(list)}});
}

Told add_class(Call& call) {
  if (!call.allowed(Verb::make_class, {})) return forbidden();
  const auto body = call.object();
  bool wrong = !body;
  school::Class klass;
  if (!wrong) klass.title = text(*body, "title", wrong);
  if (!wrong) klass.term = whole(*body, "term", wrong).value_or(0);
  if (wrong) return refusal(400, "a class has a title, and a term by its number");
  const auto id = call.store.add_class(call.school, klass, call.act());
  if (!id)
    return id.error().code == ErrorCode::not_found ? refusal(400, "there is no such term")
                                                   : refusal(id.error());
  klass.id = *id;
  return told(json_of(klass), 201);
}

Told one_class(Call& call) {
  Told refused;
  const Result<school::Class> klass = class_of(call, Verb::see_class, refused);
  return klass ? told(json_of(*klass)) : refused;
}

Told change_class(Call& call) {
  Told refused;
  Result<school::Class> klass = class_of(call, Verb::change_class, refused);
  if (!klass) return refused;
  const auto body = call.object();
  bool wrong = !body;
  if (!wrong && body->contains("title")) klass->title = text(*body, "title", wrong);
  if (!wrong) klass->term = whole(*body, "term", wrong).value_or(klass->term);
  if (!wrong) klass->archived = flag(*body, "archived", wrong).value_or(klass->archived);
  if (wrong) return refusal(400, "title, term, archived: one of them is not as it can be");
  const Result<Done> changed = call.store.change_class(call.school, *klass, call.act());
  if (!changed)
    return changed.error().code == ErrorCode::not_found ? refusal(400, "there is no such term")
                                                        : refusal(changed.error());
  return told(json_of(*klass));
}

Told archive_class(Call& call) {
  Told refused;
  Result<school::Class> klass = class_of(call, Verb::change_class, refused);
  if (!klass) return refused;
  klass->archived = true;
  const Result<Done> changed = call.store.change_class(call.school, *klass, call.act());
  return changed ? told_nothing() : refusal(changed.error());
}

Told list_members(Call& call) {
  Told refused;
  const Result<school::Class> klass = class_of(call, Verb::see_members, refused);
  if (!klass) return refused;
  const auto members = call.store.members(call.school, klass->id, call.now_s);
  if (!members) return refusal(members.error());
  Json list = Json::array();
  for (const school::Membership& held : *members) {
    const auto person = call.store.person(call.school, held.person);
    if (!person) return refusal(person.error());
    list.push_back({{"person", held.person},
                    {"name", person->name},
                    {"given", person->given},
                    {"role", school::id_of(held.role)},
                    {"from_s", held.from_s}});
  }
  return told({{"members", std::move(list)}});
}

// Teachers get members by invites: a number must not open somebody's account to them.
Told add_member(Call& call) {
  if (!call.allowed(Verb::change_accounts, {})) return forbidden();
  Told refused;
  const Result<school::Class> klass = class_of(call, Verb::change_class, refused);
  if (!klass) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const auto person = wrong ? std::nullopt : whole(*body, "person", wrong);
  const auto role = role_in(body, wrong);
  if (wrong || !person || !role || !of_class(*role))
    return refusal(400, "a person by number and a role (teacher, assistant, student) are needed");
  const Result<Done> set = call.store.set_member(call.school, klass->id, *person, *role, call.act());
  if (!set) return refusal(set.error());
  return told({{"person", *person}, {"role", school::id_of(*role)}}, 201);
}

namespace {

// What the member of the path is now, if the actor may change that: a teacher's place is changed by who keeps
// accounts.
std::optional<Role> changeable_member(Call& call, Told& refused, std::int64_t& klass, std::int64_t& person) {
  const Result<school::Class> found = class_of(call, Verb::change_class, refused);
  if (!found) return std::nullopt;
  refused = nothing_there();
  const auto number = call.number(1);
  if (!number) return std::nullopt;
  klass = found->id;
  person = *number;
  const auto members = call.store.members(call.school, klass, call.now_s);
  if (!members) {
    refused = refusal(members.error());
    return std::nullopt;
  }
  for (const school::Membership& held : *members) {
    if (held.person != person) continue;
    if (held.role == Role::teacher && !call.allowed(Verb::change_accounts, {})) {
      refused = forbidden();
      return std::nullopt;
    }
    return held.role;
  }
  return std::nullopt;
}

}  // namespace

Told change_member(Call& call) {
  Told refused;
  std::int64_t klass = 0, person = 0;
  if (!changeable_member(call, refused, klass, person)) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const auto role = role_in(body, wrong);
  if (wrong || !role || !of_class(*role))
    return refusal(400, "a role (teacher, assistant, student) is needed");
  if (*role == Role::teacher && !call.allowed(Verb::change_accounts, {})) return forbidden();
  const Result<Done> set = call.store.set_member(call.school, klass, person, *role, call.act());
  return set ? told({{"person", person}, {"role", school::id_of(*role)}}) : refusal(set.error());
}

Told end_member(Call& call) {
  Told refused;
  std::int64_t klass = 0, person = 0;
  if (!changeable_member(call, refused, klass, person)) return refused;
  const Result<Done> ended = call.store.end_member(call.school, klass, person, call.act());
  return ended ? told_nothing() : refusal(ended.error());
}

Told list_invites(Call& call) {
  const auto klass = call.asked_number("class", 0);
  if (!klass) return refusal(400, "class is a number");
  if (!call.allowed(Verb::invite, {.classes = {*klass}, .role = Role::student})) return forbidden();
  const auto invites = call.store.invites(call.school, *klass, call.now_s);
  if (!invites) return refusal(invites.error());
  Json list = Json::array();
  for (const school::Invite& invite : *invites) list.push_back(json_of(invite));
  return told({{"invites", std::move(list)}});
}

Told make_invite(Call& call) {
  const auto body = call.object();
  bool wrong = !body;
  school::Invite invite;
  if (!wrong) invite.klass = whole(*body, "class", wrong).value_or(0);
  const auto role = role_in(body, wrong);
  const auto uses = wrong ? std::nullopt : whole(*body, "uses", wrong),
             days = wrong ? std::nullopt : whole(*body, "days", wrong);
  if (wrong || !role || uses.value_or(1) < 1 || uses.value_or(1) > 500 || days.value_or(14) < 1 ||
      days.value_or(14) > kMostDays || (invite.klass != 0 && !of_class(*role)))
    return refusal(400, "class, role, uses (1 to 500), days (1 to 365): one of them is not as it can be");
  if (!call.allowed(Verb::invite, {.classes = {invite.klass}, .role = *role})) return forbidden();
  const auto child = whole(*body, "child", wrong);
  if (wrong || (child && (*role != Role::guardian || invite.klass != 0)))
    return refusal(400, "child is the number of whom a guardian of no class is invited for");
  if (child && !call.store.person(call.school, *child)) return nothing_there();
  invite.child = child.value_or(0);
  invite.role = *role;
  invite.uses_left = static_cast<int>(uses.value_or(1));
  invite.until_s = call.now_s + days.value_or(14) * 24 * 3600;
  const std::string code = fmt::format("{}-{}", call.school, school::draw_secret(school::kInviteBits));
  const auto id = call.store.make_invite(call.school, school::hash_of(code), invite, call.act());
  if (!id) return refusal(id.error());
  invite.id = *id;
  Json json = json_of(invite);
  json["code"] = code;
  json["link"] = invite_link(code);
  return told(json, 201);
}

Told end_invite(Call& call) {
  const auto id = call.number();
  const Result<school::Invite> invite = id ? call.store.invite_of_id(call.school, *id)
                                           : Result<school::Invite>(Error{ErrorCode::not_found, {}, {}, {}});
  if (!invite) return refusal(invite.error());
  if (!call.allowed(Verb::invite, {.classes = {invite->klass}, .role = invite->role})) return forbidden();
  const Result<Done> ended = call.store.end_invite(call.school, *id, call.act());
  return ended ? told_nothing() : refusal(ended.error());
}

}  // namespace firstchair::school_api
