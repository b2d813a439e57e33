#include "school/may.h"

#include <algorithm>

namespace firstchair::school {
namespace {

// Whoever is in the whole school is by that in no class.
bool in_class(const Membership& held, const Thing& thing) {
  return held.klass != 0 &&
         std::find(thing.classes.begin(), thing.classes.end(), held.klass) != thing.classes.end();
}

May when(bool allowed) {
  return allowed ? May::yes : May::no;
}

May student(const Actor& actor, Verb verb, const Thing& thing, const Membership& held) {
  const bool own = thing.person == actor.person;
  switch (verb) {
    case Verb::play:
      return when(own && in_class(held, thing));
    case Verb::read_takes:
    case Verb::listen:
    case Verb::see_account:
    case Verb::export_takes:
    case Verb::read_log:
    case Verb::ask_erasure:
      return when(own);
    case Verb::see_class:
      return when(in_class(held, thing));
    default:
      return May::no;
  }
}

May guardian(const Actor& actor, Verb verb, const Thing& thing) {
  const bool child =
      std::find(actor.children.begin(), actor.children.end(), thing.person) != actor.children.end();
  switch (verb) {
    case Verb::read_takes:
    case Verb::export_takes:
    case Verb::read_log:
    case Verb::ask_erasure:
      return when(child);
    case Verb::see_account:
      return when(child || thing.person == actor.person);
    default:
      return May::no;
  }
}

// What an assistant, and so a teacher, does in a class of theirs.
May helper(const Actor& actor, Verb verb, const Thing& thing, const Membership& held) {
  const bool own = thing.person == actor.person;
  switch (verb) {
    case Verb::play:
      return when(own && in_class(held, thing));
    case Verb::read_takes:
    case Verb::listen:
      return when(own || in_class(held, thing));
    case Verb::comment:
    case Verb::see_class:
    case Verb::see_members:
      return when(in_class(held, thing));
    default:
      return May::no;
  }
}

May teacher(const Actor& actor, Verb verb, const Thing& thing, const Membership& held) {
  switch (verb) {
    case Verb::assign:
    case Verb::hold_chairs:
    case Verb::change_class:
    case Verb::export_takes:
    case Verb::read_log:
      return when(in_class(held, thing));
    case Verb::override_result:
      return in_class(held, thing) ? May::with_reason : May::no;
    case Verb::invite:
    case Verb::reset_login:  // of nobody who sees more than a student
      return when(in_class(held, thing) && thing.role == Role::student);
    case Verb::make_class:
      return when(held.klass == 0);
    case Verb::see_account:
      return when(thing.person == actor.person || in_class(held, thing));
    default:
      return helper(actor, verb, thing, held);
  }
}

May registrar(Verb verb, const Thing& thing) {
  switch (verb) {
    case Verb::read_takes:  // without sound
    case Verb::see_account:
    case Verb::change_accounts:
    case Verb::make_class:
    case Verb::change_class:
    case Verb::see_class:
    case Verb::see_members:
    case Verb::read_account_log:
    case Verb::start_erasure:
      return May::yes;
    case Verb::invite:
    case Verb::reset_login:
      return when(thing.role != Role::owner && thing.role != Role::admin);
    default:
      return May::no;
  }
}

May admin(const Actor& actor, Verb verb, const Thing& thing) {
  switch (verb) {
    case Verb::play:
    case Verb::ask_erasure:
    case Verb::start_erasure:
    case Verb::comment:
      return May::no;
    case Verb::listen:  // breaking the glass, which the student is told
    case Verb::override_result:
      return May::with_reason;
    case Verb::confirm_erasure:
      return when(thing.started_by != 0 && thing.started_by != actor.person);
    case Verb::invite:
    case Verb::reset_login:
      return when(thing.role != Role::owner);
    default:
      return May::yes;
  }
}

May as(const Actor& actor, Verb verb, const Thing& thing, const Membership& held) {
  const bool of_school = held.klass == 0;
  switch (held.role) {
    case Role::admin:
      return of_school ? admin(actor, verb, thing) : May::no;
    case Role::registrar:
      return of_school ? registrar(verb, thing) : May::no;
    case Role::teacher:
      return teacher(actor, verb, thing, held);
    case Role::assistant:
      return helper(actor, verb, thing, held);
    case Role::student:
      return student(actor, verb, thing, held);
    case Role::guardian:
      return guardian(actor, verb, thing);
    case Role::owner:
    case Role::proctor:
    case Role::panel:
      break;
  }
  return May::no;
}

}  // namespace

May may(const Actor& actor, Verb verb, const Thing& thing) {
  May best = May::no;
  // Who has another role here may have a child here, too.
  if (!actor.memberships.empty() && !actor.children.empty() && guardian(actor, verb, thing) == May::yes)
    return May::yes;
  for (const Membership& held : actor.memberships) {
    const May one = as(actor, verb, thing, held);
    if (one == May::yes) return May::yes;
    if (one == May::with_reason) best = one;
  }
  return best;
}

std::optional<Role> strongest(const Actor& actor) {
  std::optional<Role> best;
  for (const Membership& held : actor.memberships)
    if (!best || held.role < *best) best = held.role;
  return best;
}

}  // namespace firstchair::school
