// Whether somebody may do something: one pure function. The store does not ask it; whoever answers a request
// does, before anything is read or changed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "school/people.h"

namespace firstchair::school {

enum class Verb : unsigned char {
  play,             // hand in a take as `person`
  read_takes,       // of `person`, in `classes`: numbers and strokes
  listen,           // to the sound of such a take
  comment,          // on such a take
  assign,           // make and change assignments of `classes`
  hold_chairs,      // declare chairs for `classes`, seat, see all seats and the record
  override_result,  // of `person` in `classes`
  see_account,      // of `person`
  change_accounts,  // make, change and end people; school-wide roles but admin
  make_admin,       // give or take the role of an admin
  invite,           // to `classes`, as `role`
  make_class,
  change_class,  // its title, its members
  see_class,     // `classes`: its title, and who teaches; a student sees no other student
  see_members,
  export_takes,      // of `person` in `classes`
  read_log,          // lines about `person` or `classes`
  read_account_log,  // lines about accounts
  reset_login,       // of `person` in `classes`, whose strongest role is `role`: a link that sets a password
  ask_erasure,       // of `person`
  start_erasure,
  confirm_erasure  // which `started_by` has started
};

enum class May : unsigned char {
  no,
  yes,
  with_reason  // yes, when a reason is said, which the log keeps
};

// Whom a question is about. What a verb does not name stays empty.
struct Thing {
  std::int64_t person = 0;
  std::vector<std::int64_t> classes = {};  // of which the actor has to be in one
  std::optional<Role> role = {};           // invite, memberships: as what
  std::int64_t started_by = 0;
};

// An Actor is who asks, with what is true of them now.
struct Actor {
  std::int64_t person = 0;
  std::vector<Membership> memberships = {};  // that hold now, class 0 too
  std::vector<std::int64_t> children = {};   // of a guardian
};

// The answer is that of the strongest of the actor's roles. An actor without a membership may nothing.
May may(const Actor& actor, Verb verb, const Thing& thing);
// Returns the strongest of the actor's roles, which the log names; nothing: it has none.
std::optional<Role> strongest(const Actor& actor);

}  // namespace firstchair::school
