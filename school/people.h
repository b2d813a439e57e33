// These are the nouns of a school: who is in it, in which class, as what. A school's number stands in no
// noun; whoever asks the store says it. Times are Unix seconds, UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firstchair::school {

// A Role is held in one class, or in the whole school (class 0).
enum class Role : unsigned char {
  owner,      // of the installation; speaks through the command line alone
  admin,      // of a school
  registrar,  // accounts, rosters, names of auditions
  teacher,    // in a class; of the whole school: may make classes
  assistant,
  proctor,
  panel,
  student,
  guardian  // reads what is a child's
};
inline constexpr int kRoleCount = 9;
std::string_view id_of(Role role);                   // "teacher"
std::optional<Role> role_of(std::string_view text);  // nothing: it is none

// Retention says for how many days what is kept is kept; all are over 0, since "for ever" is not offered.
struct Retention {
  int sound_days = 90;
  int takes_days = 365;  // after the end of the term
  int audit_days = 730;
  int backup_days = 35;

  bool operator==(const Retention&) const = default;
};

enum class Consent : unsigned char {
  school,   // practising is the school's task
  guardian  // nothing of a student is kept before a guardian has agreed
};

struct SchoolFacts {
  std::string name;
  std::string country;  // two letters, ISO 3166
  Retention retention;
  Consent consent = Consent::school;

  bool operator==(const SchoolFacts&) const = default;
};

// A Person has a year of birth at most, and no address. The name is the only free text about a minor here.
struct Person {
  std::int64_t id = 0;
  std::string name;   // of 1 to 200 letters; the family name where `given` is not empty
  std::string given;  // may be empty
  std::optional<int> birth_year = {};
  std::string email = {};                   // may be empty; it opens nothing
  bool ended = false;                       // true: left the school; cannot log in
  std::string source = {}, source_id = {};  // the roster it came from and its number there; or both empty

  bool operator==(const Person&) const = default;
};
std::string full_name(const Person& person);  // "Ada Kern", or the name alone

struct Term {
  std::int64_t id = 0;
  std::string name;
  std::int64_t from_s = 0, to_s = 0;

  bool operator==(const Term&) const = default;
};

struct Class {
  std::int64_t id = 0;
  std::int64_t term = 0;  // 0: of none
  std::string title;
  std::string source_id = {};
  bool archived = false;

  bool operator==(const Class&) const = default;
};

struct Membership {
  std::int64_t klass = 0;  // 0: the whole school
  std::int64_t person = 0;
  Role role = Role::student;
  std::int64_t from_s = 0;
  std::optional<std::int64_t> to_s = {};  // nothing: it goes on

  bool operator==(const Membership&) const = default;
};

// A Login opens a person's account. The secret is what passwords.h makes of a password.
struct Login {
  std::int64_t person = 0;
  std::string subject;  // what is typed as the name; upper and lower case of ASCII are one
  std::string secret;
  int failed = 0;
  std::int64_t locked_until_s = 0;

  bool operator==(const Login&) const = default;
};

// A SecondFactor is what an authenticator and the school both know.
struct SecondFactor {
  std::string secret;  // bytes as hexadecimal digits; empty: there is none
  bool confirmed = false;
  std::int64_t last_step = 0;  // the latest code that was used
  int codes_left = 0;          // recovery codes

  bool operator==(const SecondFactor&) const = default;
};

struct LoginSession {
  std::int64_t person = 0;
  std::int64_t made_s = 0, seen_s = 0, until_s = 0;
  std::string csrf;  // what a change has to show

  bool operator==(const LoginSession&) const = default;
};

// A Recognised is who a session is of, with what holds now.
struct Recognised {
  LoginSession session;
  std::vector<Membership> memberships = {};
  std::vector<std::int64_t> children = {};
};

struct Invite {
  std::int64_t id = 0;
  std::int64_t klass = 0;  // 0: into the school alone
  Role role = Role::student;
  int uses_left = 1;
  std::int64_t until_s = 0;
  std::int64_t made_by = 0;
  std::int64_t child = 0;  // whose guardian comes by it; 0: nobody's

  bool operator==(const Invite&) const = default;
};

// An Act says who changes something, as what, from where and when. Every change is written into the log with
// it.
struct Act {
  std::int64_t person = 0;  // 0: the command line
  Role role = Role::owner;
  std::string prefix = {};  // of the address: /24, /48
  std::int64_t at_s = 0;

  bool operator==(const Act&) const = default;
};

// A Noted is one line of the log. Its hash is over its own fields and the hash of the line before.
struct Noted {
  std::int64_t n = 0;  // from 1
  Act act;
  std::string verb, thing, detail;  // "person.change", "person 12", "state ended"
  // What a person wrote as a reason. The detail ends with the hash of it, so that the words can be taken out
  // of the log and the log stays whole. Empty: there are none, or none any more.
  std::string words = {};
  std::string prev = {}, hash = {};  // SHA-256, hexadecimal

  bool operator==(const Noted&) const = default;
};

// Returns what a line says to a person: the detail, and its words in place of their hash.
std::string told_of(const Noted& line);

}  // namespace firstchair::school
