// The table of docs/design/school.md, every cell both ways: what a role may, and the nearest thing that it
// may not.
#include "school/may.h"

#include <gtest/gtest.h>

namespace firstchair::school {
namespace {

constexpr std::int64_t kSelf = 1, kChild = 2, kStudent = 3, kStranger = 4;
constexpr std::int64_t kOwnClass = 10, kOtherClass = 11;

// Somebody of that role: admins and registrars of the school, the others in kOwnClass; teachers in the
// school, too.
Actor actor_of(Role role) {
  const bool of_school = role == Role::admin || role == Role::registrar || role == Role::guardian;
  Actor actor{
      .person = kSelf, .memberships = {{of_school ? 0 : kOwnClass, kSelf, role, 0, {}}}, .children = {}};
  if (role == Role::teacher) actor.memberships.push_back({0, kSelf, role, 0, {}});
  if (role == Role::guardian) actor.children = {kChild};
  return actor;
}

Thing of(std::int64_t person, std::int64_t klass) {
  return {.person = person, .classes = {klass}};
}

struct Cell {
  Verb verb;
  Thing thing;
  // In the order student, guardian, assistant, teacher, registrar, admin: y yes, n no, r with a reason.
  const char* answers;
};

TEST(May, IsTheTableOfRolesInEveryCell) {
  const Cell cells[] = {
      // own takes
      {Verb::play, of(kSelf, kOwnClass), "ynyynn"},
      {Verb::play, of(kSelf, kOtherClass), "nnnnnn"},
      {Verb::play, of(kStudent, kOwnClass), "nnnnnn"},
      {Verb::play, of(kChild, kOwnClass), "nnnnnn"},
      {Verb::read_takes, of(kSelf, kOwnClass), "ynyyyy"},
      {Verb::read_takes, of(kChild, kOtherClass), "nynnyy"},
      // class's takes
      {Verb::read_takes, of(kStudent, kOwnClass), "nnyyyy"},
      {Verb::read_takes, of(kStudent, kOtherClass), "nnnnyy"},
      {Verb::listen, of(kSelf, kOwnClass), "ynyynr"},
      {Verb::listen, of(kStudent, kOwnClass), "nnyynr"},
      {Verb::listen, of(kStudent, kOtherClass), "nnnnnr"},
      {Verb::listen, of(kChild, kOtherClass), "nnnnnr"},
      {Verb::comment, of(kStudent, kOwnClass), "nnyynn"},
      {Verb::comment, of(kStudent, kOtherClass), "nnnnnn"},
      // make assignments
      {Verb::assign, of(0, kOwnClass), "nnnyny"},
      {Verb::assign, of(0, kOtherClass), "nnnnny"},
      // chairs of a class
      {Verb::hold_chairs, of(0, kOwnClass), "nnnyny"},
      {Verb::hold_chairs, of(0, kOtherClass), "nnnnny"},
      // override
      {Verb::override_result, of(kStudent, kOwnClass), "nnnrnr"},
      {Verb::override_result, of(kStudent, kOtherClass), "nnnnnr"},
      // accounts
      {Verb::see_account, of(kSelf, kOwnClass), "yynyyy"},
      {Verb::see_account, of(kStudent, kOwnClass), "nnnyyy"},
      {Verb::see_account, of(kStudent, kOtherClass), "nnnnyy"},
      {Verb::see_account, of(kChild, kOtherClass), "nynnyy"},
      {Verb::change_accounts, of(kStudent, kOwnClass), "nnnnyy"},
      {Verb::change_accounts, of(kSelf, kOwnClass), "nnnnyy"},
      {Verb::make_admin, {}, "nnnnny"},
      {Verb::invite, {.classes = {kOwnClass}, .role = Role::student}, "nnnyyy"},
      {Verb::invite, {.classes = {kOtherClass}, .role = Role::student}, "nnnnyy"},
      {Verb::invite, {.classes = {kOwnClass}, .role = Role::teacher}, "nnnnyy"},
      {Verb::invite, {.classes = {kOwnClass}, .role = Role::assistant}, "nnnnyy"},
      {Verb::invite, {.role = Role::student}, "nnnnyy"},
      {Verb::invite, {.role = Role::admin}, "nnnnny"},
      {Verb::invite, {.role = Role::owner}, "nnnnnn"},
      // export all
      {Verb::export_takes, of(kSelf, kOwnClass), "ynnyny"},
      {Verb::export_takes, of(kChild, kOtherClass), "nynnny"},
      {Verb::export_takes, of(kStudent, kOwnClass), "nnnyny"},
      {Verb::export_takes, of(kStudent, kOtherClass), "nnnnny"},
      // audit log
      {Verb::read_log, of(kSelf, kOwnClass), "ynnyny"},
      {Verb::read_log, of(kChild, kOtherClass), "nynnny"},
      {Verb::read_log, of(0, kOwnClass), "nnnyny"},
      {Verb::read_log, of(0, kOtherClass), "nnnnny"},
      {Verb::read_account_log, {}, "nnnnyy"},
      // links to a new password
      {Verb::reset_login, {.person = kStudent, .classes = {kOwnClass}, .role = Role::student}, "nnnyyy"},
      {Verb::reset_login, {.person = kStudent, .classes = {kOtherClass}, .role = Role::student}, "nnnnyy"},
      {Verb::reset_login, {.person = kStudent, .classes = {kOwnClass}, .role = Role::teacher}, "nnnnyy"},
      {Verb::reset_login, {.person = kStudent, .classes = {kOwnClass}}, "nnnnyy"},
      {Verb::reset_login, {.person = kStudent, .role = Role::admin}, "nnnnny"},
      {Verb::reset_login, {.person = kChild, .role = Role::student}, "nnnnyy"},
      // erase
      {Verb::ask_erasure, {.person = kSelf}, "ynnnnn"},
      {Verb::ask_erasure, {.person = kChild}, "nynnnn"},
      {Verb::ask_erasure, {.person = kStudent}, "nnnnnn"},
      {Verb::start_erasure, {.person = kStudent}, "nnnnyn"},
      {Verb::confirm_erasure, {.person = kStudent, .started_by = kStranger}, "nnnnny"},
      {Verb::confirm_erasure, {.person = kStudent, .started_by = kSelf}, "nnnnnn"},
      {Verb::confirm_erasure, {.person = kStudent}, "nnnnnn"},
      // classes
      {Verb::make_class, {}, "nnnyyy"},
      {Verb::change_class, of(0, kOwnClass), "nnnyyy"},
      {Verb::change_class, of(0, kOtherClass), "nnnnyy"},
      {Verb::see_class, of(0, kOwnClass), "ynyyyy"},
      {Verb::see_class, of(0, kOtherClass), "nnnnyy"},
      {Verb::see_members, of(0, kOwnClass), "nnyyyy"},
      {Verb::see_members, of(0, kOtherClass), "nnnnyy"},
  };
  const Role roles[] = {Role::student, Role::guardian,  Role::assistant,
                        Role::teacher, Role::registrar, Role::admin};
  std::vector<int> asked(static_cast<std::size_t>(Verb::confirm_erasure) + 1);
  for (const Cell& cell : cells) {
    ++asked[static_cast<std::size_t>(cell.verb)];
    for (std::size_t i = 0; i < std::size(roles); ++i) {
      const May answer = may(actor_of(roles[i]), cell.verb, cell.thing);
      const char letter = answer == May::yes ? 'y' : answer == May::no ? 'n' : 'r';
      EXPECT_EQ(letter, cell.answers[i])
          << id_of(roles[i]) << ", verb " << static_cast<int>(cell.verb) << ", person " << cell.thing.person;
    }
  }
  for (std::size_t verb = 0; verb < asked.size(); ++verb)
    EXPECT_GT(asked[verb], 0) << "no cell for verb " << verb;
}

TEST(May, NobodyWithoutAMembershipAndNoPartOfAnAuditionDoesAnything) {
  for (int verb = 0; verb <= static_cast<int>(Verb::confirm_erasure); ++verb) {
    const Thing thing{
        .person = kSelf, .classes = {kOwnClass}, .role = Role::student, .started_by = kStranger};
    EXPECT_EQ(may({.person = kSelf}, static_cast<Verb>(verb), thing), May::no);
    for (const Role role : {Role::owner, Role::proctor, Role::panel})
      EXPECT_EQ(may(actor_of(role), static_cast<Verb>(verb), thing), May::no) << id_of(role) << verb;
  }
}

TEST(May, ARoleOfTheSchoolHeldInAClassIsNone) {
  const Actor actor{.person = kSelf, .memberships = {{kOwnClass, kSelf, Role::admin, 0, {}}}};
  EXPECT_EQ(may(actor, Verb::change_accounts, {}), May::no);
}

TEST(May, MembersOfTheSchoolAreNoClassTogether) {
  const Actor teacher{.person = kSelf, .memberships = {{0, kSelf, Role::teacher, 0, {}}}};
  EXPECT_EQ(may(teacher, Verb::see_account, {.person = kStudent, .classes = {0}}), May::no);
  EXPECT_EQ(may(teacher, Verb::make_class, {}), May::yes);
}

TEST(May, ATeacherWithAChildHereReadsTheChildsTakes) {
  Actor both = actor_of(Role::teacher);
  EXPECT_EQ(may(both, Verb::read_takes, of(kChild, kOtherClass)), May::no);
  both.children = {kChild};
  EXPECT_EQ(may(both, Verb::read_takes, of(kChild, kOtherClass)), May::yes);
  EXPECT_EQ(may(both, Verb::override_result, of(kChild, kOtherClass)), May::no);
}

TEST(May, TheStrongestRoleAnswers) {
  Actor both = actor_of(Role::student);
  both.memberships.push_back({kOtherClass, kSelf, Role::teacher, 0, {}});
  EXPECT_EQ(may(both, Verb::read_takes, of(kStudent, kOtherClass)), May::yes);
  EXPECT_EQ(may(both, Verb::read_takes, of(kStudent, kOwnClass)), May::no);
  EXPECT_EQ(strongest(both), Role::teacher);
  EXPECT_FALSE(strongest({}));
}

}  // namespace
}  // namespace firstchair::school
