// A Call is one request on its way through the Api: who asks, what of, and how it is answered. It is for this
// room only.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/school/api.h"
#include "school/may.h"
#include "school/sounds.h"

namespace firstchair::school_api {

using Json = nlohmann::json;

struct Api::Call {
  const Asked& asked;
  const ApiConfig& config;
  school::SchoolStore& store;
  school::Passwords& passwords;
  const school::Sounds& sounds;
  Gradebooks& gradebooks;
  KeptChairs& kept_chairs;
  Listener& listener;
  std::int64_t now_s = 0;
  std::vector<std::string> words = {};  // what stands for "{...}" in the path
  std::int64_t school = 0;
  // Who is logged in; actor.person is 0 where nobody is.
  school::Actor actor = {};
  school::LoginSession session = {};
  std::string hash = {};  // of the session's secret

  bool logged_in() const { return actor.person != 0; }
  bool csrf_shown() const;
  school::May may(school::Verb verb, const school::Thing& thing) const {
    return school::may(actor, verb, thing);
  }
  bool allowed(school::Verb verb, const school::Thing& thing) const {
    return may(verb, thing) == school::May::yes;
  }
  school::Act act() const;
  // The number at word `at` of the path; nothing: it is none.
  std::optional<std::int64_t> number(std::size_t at = 0) const;
  // A number of the query; nothing: it is there and is none.
  std::optional<std::int64_t> asked_number(std::string_view key, std::int64_t otherwise) const;
  // after and limit (1 to 500); nothing: they are none.
  std::optional<school::Page> page() const;
  // The body as an object; an empty body is an empty one. Nothing: it is no object.
  std::optional<Json> object() const;
};
using Call = Api::Call;

Told told(const Json& json, int status = 200);
Told told_nothing();  // 204
Told refusal(int status, std::string_view line);
Told refusal(const Error& error);
Told forbidden();      // 403, of this school
Told teachers_only();  // the same, of what only teachers of a class see
Told nothing_there();  // 404, the same for another school's and for none
Told no_database();    // 503

// Returns the number that a text is, whole; nothing: it is none.
std::optional<std::int64_t> whole_of(std::string_view text);
// Returns what stands for the holes of a pattern ("/api/people/{id}"); nothing: the path is another.
std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view path);

// Fields of an object; they are empty or nothing where it has none. `wrong` is set where it has one of
// another kind.
std::string text(const Json& object, const char* key, bool& wrong);
std::optional<std::int64_t> whole(const Json& object, const char* key, bool& wrong);
std::optional<bool> flag(const Json& object, const char* key, bool& wrong);

// Begins a session for a person and answers with who that is.
Told welcome(Call& call, std::int64_t person);
// Finds who shows the cookie, and what is true of them now. Returns false where the database failed.
bool recognise(Call& call);

// Says whether the actor is an admin who has not set the second factor up that admins have.
bool lacks_factor(Call& call);
// Says whether a code is the person's: of the authenticator, or one of the recovery codes. It is used up.
// Errors: those of the store.
Result<bool> shows_factor(Call& call, std::int64_t person, const school::SecondFactor& factor,
                          const std::string& code);
inline constexpr std::size_t kMostPassword = 1000;  // bytes that are looked at
// Returns 429: somebody or an address is locked, for so many seconds.
Told too_many(std::int64_t seconds);
Told open_line();
// Returns the school that a code or a cookie begins with ("7-abc"); 0: there is none.
std::int64_t school_of(std::string_view token);

// These answer the routes, each file its part.
Told login(Call& call);
Told logout(Call& call);
Told me(Call& call);
Told change_password(Call& call);
Told take_invite(Call& call);
Told second_factor(Call& call);
Told propose_second_factor(Call& call);
Told confirm_second_factor(Call& call);
Told end_second_factor(Call& call);
Told end_second_factor_of(Call& call);
Told look_at_reset(Call& call);
Told take_reset(Call& call);
Told make_reset(Call& call);
Told make_cards(Call& call);
Told enrol(Call& call);
Told list_erasures(Call& call);
Told ask_erasure(Call& call);
Told drop_erasure(Call& call);
Told confirm_erasure(Call& call);
Told export_person(Call& call);
Told ask_export(Call& call);
Told list_exports(Call& call);
Told load_export(Call& call);
Told list_jobs(Call& call);
Told list_people(Call& call);
Told add_person(Call& call);
Told one_person(Call& call);
Told change_person(Call& call);
Told end_person(Call& call);
Told list_classes(Call& call);
Told add_class(Call& call);
Told one_class(Call& call);
Told change_class(Call& call);
Told archive_class(Call& call);
Told list_members(Call& call);
Told add_member(Call& call);
Told change_member(Call& call);
Told end_member(Call& call);
Told list_terms(Call& call);
Told add_term(Call& call);
Told list_invites(Call& call);
Told make_invite(Call& call);
Told end_invite(Call& call);
Told read_log(Call& call);
Told list_assignments(Call& call);
Told add_assignment(Call& call);
Told one_assignment(Call& call);
Told change_assignment(Call& call);
Told release_results(Call& call);
Told judge_again(Call& call);
Told list_overrides(Call& call);
Told set_override(Call& call);
Told open_attempt(Call& call);
Told list_submissions(Call& call);
Told hand_in(Call& call);
Told one_submission(Call& call);
Told take_out(Call& call);
Told hear_again(Call& call);
Told take_json(Call& call);
Told take_html(Call& call);
Told sound(Call& call);
Told list_comments(Call& call);
Told add_comment(Call& call);
Told change_comment(Call& call);
Told end_comment(Call& call);
Told gradebook(Call& call);
Told gradebook_table(Call& call);
Told due(Call& call);
Told own_takes(Call& call);
Told own_phrases(Call& call);
Told set_phrases(Call& call);
Told list_charts(Call& call);
Told keep_chart(Call& call);
Told set_consent(Call& call);
Told list_chairs(Call& call);
Told declare_chairs(Call& call);
Told one_chairs(Call& call);
Told seat_chairs(Call& call);
Told cancel_chairs(Call& call);
Told appeal_chairs(Call& call);
Told rule_chairs(Call& call);
Told chairs_sheet(Call& call);
Told chairs_record(Call& call);
Told chairs_signature(Call& call);
Told chairs_public_key(Call& call);

}  // namespace firstchair::school_api
