// The SchoolStore keeps schools: people, logins, sessions, invites, classes, assignments, what is handed in,
// and the log, in one SQLite file or in PostgreSQL. docs/design/school.md says how they lie there.
//
//   auto store = SchoolStore::open({.database = "school.sqlite"});
//   auto id = store->make_school({.name = "Lessing", .country = "DE"}, act);
//
// Every call names its school first, sees nothing of another one, and is one transaction: one that fails
// leaves everything as it was. What changes something writes a line of the log in the same transaction. Any
// call may fail with unwritable (locked, full, gone), malformed (damaged) or unreadable; not_found is a
// number that this school does not have. The store asks nobody whether the actor may (may.h). Thread: a
// SchoolStore belongs to one thread at a time; store_pool.h lends them out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/practice/history.h"
#include "engine/core/result.h"
#include "school/assignments.h"
#include "school/chairs.h"
#include "school/class_book.h"
#include "school/grades.h"
#include "school/jobs.h"
#include "school/keeping.h"
#include "school/people.h"
#include "school/played.h"
#include "school/roster.h"
#include "store/packed_take.h"

namespace firstchair::school {

namespace sql {
class Connection;
}

struct StoreConfig {
  std::string database;  // a file, or "postgresql://..."
  bool create = true;    // SQLite: make the file when it is not there
};

// A Page of a list: those behind the number `after`, `limit` at most, in order of their numbers.
struct Page {
  std::int64_t after = 0;
  int limit = 100;
};

struct LogQuery {
  std::int64_t since_s = 0;
  std::optional<std::int64_t> actor = {};
  std::string thing = {};  // "person 12"; empty: any
  std::string verbs = {};  // what the verb begins with: "account."; empty: any
  Page page = {};
};

// What a new person writes into an invite.
struct Newcomer {
  std::string name, given;
  std::string subject;  // the name to log in by
  std::string secret;   // as passwords.h made it
};

// An Answer says what became of a submission that waited.
struct Answer {
  SubmissionState state = SubmissionState::heard;
  std::vector<assign::Answered> answers = {};
  std::string why = {};                     // of failed and taken_out
  const store::PackedTake* take = nullptr;  // what was heard; nullptr: it was known before, or nothing was
};

inline constexpr std::string_view kBackupVerb = "backup.make";  // of the log

class SchoolStore {
 public:
  static constexpr int kLoginFailures = 10, kAddressFailures = 20;
  static constexpr std::int64_t kLockedS = 15 * 60;

  // [setup] Brings a SQLite file up to date. Errors: not_found, unsupported (another version than this
  // program serves, a network file system), malformed (something else's file).
  static Result<SchoolStore> open(const StoreConfig& config);
  SchoolStore(SchoolStore&&) noexcept;
  SchoolStore& operator=(SchoolStore&&) noexcept;
  ~SchoolStore();

  // --- schools
  // Returns the new school's number. Errors: usage (name, country, retention).
  Result<std::int64_t> make_school(const SchoolFacts& facts, const Act& act);
  Result<SchoolFacts> facts(std::int64_t school);

  // --- people
  // Returns the number. Errors: usage (no name; the roster's number is known already).
  Result<std::int64_t> add_person(std::int64_t school, const Person& person, const Act& act);
  Result<Person> person(std::int64_t school, std::int64_t id);
  Result<std::vector<Person>> people(std::int64_t school, const Page& page);
  // Writes all fields but the number. Whoever has ended loses every session. Errors: not_found, usage.
  Result<Done> change_person(std::int64_t school, const Person& person, const Act& act);
  Result<Done> set_guardian(std::int64_t school, std::int64_t guardian, std::int64_t child, const Act& act);
  Result<std::vector<std::int64_t>> children_of(std::int64_t school, std::int64_t guardian);

  // Puts a roster into the school in one transaction: the same one again changes nothing. Nobody is ended.
  // Whoever has a number of the roster keeps their account; without numbers the class and the name say who it
  // is. `dry_run`: nothing changes, and the answer is the same.
  Result<Enrolled> enrol(std::int64_t school, const Roster& roster, const std::string& file, bool dry_run,
                         const Act& act);

  // --- logins and sessions
  // Makes or changes a person's one password login; sessions of before end. Errors: usage (somebody else's
  // name), not_found (person).
  Result<Done> set_login(std::int64_t school, std::int64_t person, const std::string& subject,
                         const std::string& secret, const Act& act);
  // Keeps what was made of the same password with today's parameters.
  Result<Done> renew_secret(std::int64_t school, const std::string& subject, const std::string& secret);
  Result<Login> login(std::int64_t school, const std::string& subject);     // not_found
  Result<Login> login_of_person(std::int64_t school, std::int64_t person);  // not_found
  // Counts a wrong password for a name (known or not) and an address. The tenth locks the login, the
  // twentieth within 15 minutes the address, for 15 minutes; both are logged.
  Result<Done> count_failure(std::int64_t school, const std::string& subject, const Act& act);
  // Returns until when nobody logs in from there; 0: they may.
  Result<std::int64_t> address_locked_until(std::int64_t school, const std::string& prefix,
                                            std::int64_t now_s);
  // Begins a session, and forgets the login's failures. `hash` is that of the drawn secret.
  Result<Done> begin_session(std::int64_t school, const std::string& hash, const LoginSession& session,
                             const Act& act);
  // Errors: not_found (none, over, or the person has ended).
  Result<LoginSession> session(std::int64_t school, const std::string& hash, std::int64_t now_s);
  // The same with all that is true of whoever it is.
  Result<Recognised> recognised(std::int64_t school, const std::string& hash, std::int64_t now_s);
  Result<Done> touch_session(std::int64_t school, const std::string& hash, std::int64_t now_s,
                             std::int64_t until_s);
  Result<Done> end_session(std::int64_t school, const std::string& hash);
  Result<Done> end_sessions(std::int64_t school, std::int64_t person);

  // --- second factors (totp.h), and links that set a password once
  // Keeps a secret that is not asked for before it is confirmed. Errors: usage (one is confirmed), not_found.
  Result<Done> propose_factor(std::int64_t school, std::int64_t person, const std::string& secret,
                              const Act& act);
  Result<SecondFactor> factor(std::int64_t school, std::int64_t person);  // an empty secret: there is none
  // Says whether the step was later than every one that was used; it is used from now on.
  Result<bool> use_step(std::int64_t school, std::int64_t person, std::int64_t step);
  // From now on a login asks for a code. `hashes` are those of the recovery codes, in place of earlier ones.
  Result<Done> confirm_factor(std::int64_t school, std::int64_t person,
                              const std::vector<std::string>& hashes, const Act& act);
  Result<bool> use_recovery_code(std::int64_t school, std::int64_t person, const std::string& hash,
                                 const Act& act);
  Result<Done> end_factor(std::int64_t school, std::int64_t person, const Act& act);
  // A person has one link at a time: a new one takes its place. Errors: not_found (or the person has ended).
  Result<Done> make_reset(std::int64_t school, std::int64_t person, const std::string& hash,
                          std::int64_t until_s, const Act& act);
  // Returns whose it is. Errors: not_found (none, used, over).
  Result<std::int64_t> reset(std::int64_t school, const std::string& hash, std::int64_t now_s);
  // Uses it up: sets the login, ends every session and a lock. Errors: not_found; usage (somebody else has
  // that name to log in by; the link is as it was).
  Result<std::int64_t> use_reset(std::int64_t school, const std::string& hash, const std::string& subject,
                                 const std::string& secret, const Act& act);

  // --- terms and classes
  Result<std::int64_t> add_term(std::int64_t school, const Term& term, const Act& act);
  Result<std::vector<Term>> terms(std::int64_t school);
  // The actor becomes its teacher, if it is one. Errors: usage (no title), not_found (term).
  Result<std::int64_t> add_class(std::int64_t school, const Class& klass, const Act& act);
  Result<Class> klass(std::int64_t school, std::int64_t id);
  Result<std::vector<Class>> classes(std::int64_t school, const Page& page);
  Result<Done> change_class(std::int64_t school, const Class& klass, const Act& act);

  // --- memberships; class 0 is the school
  // A person has one role in a class: another one takes its place.
  Result<Done> set_member(std::int64_t school, std::int64_t klass, std::int64_t person, Role role,
                          const Act& act);
  Result<Done> end_member(std::int64_t school, std::int64_t klass, std::int64_t person, const Act& act);
  // These give those that hold at `now_s`.
  Result<std::vector<Membership>> members(std::int64_t school, std::int64_t klass, std::int64_t now_s);
  Result<std::vector<Membership>> memberships_of(std::int64_t school, std::int64_t person,
                                                 std::int64_t now_s);
  // Returns those of people whose numbers are `first` to `last`, by person.
  Result<std::vector<Membership>> memberships_between(std::int64_t school, std::int64_t first,
                                                      std::int64_t last, std::int64_t now_s);

  // --- invites
  Result<std::int64_t> make_invite(std::int64_t school, const std::string& hash, const Invite& invite,
                                   const Act& act);
  Result<Invite> invite(std::int64_t school, const std::string& hash, std::int64_t now_s);  // not_found: over
  Result<Invite> invite_of_id(std::int64_t school, std::int64_t id);
  // Returns those of one class that may still be used.
  Result<std::vector<Invite>> invites(std::int64_t school, std::int64_t klass, std::int64_t now_s);
  Result<Done> end_invite(std::int64_t school, std::int64_t id, const Act& act);
  // Uses an invite up by one: makes the person, the login and the membership. Errors: not_found (over), usage
  // (the name to log in by is taken; the invite is as it was).
  Result<std::int64_t> accept_invite(std::int64_t school, const std::string& hash, const Newcomer& newcomer,
                                     const Act& act);
  // The same for somebody who is here already; who is in the class stays what they are.
  Result<Done> join_by_invite(std::int64_t school, const std::string& hash, std::int64_t person,
                              const Act& act);

  // --- assignments; what is played for a version is judged by that version
  // Errors: usage (assignments.h's fault_of), not_found (class).
  Result<std::int64_t> add_assignment(std::int64_t school, const Assignment& assignment, const Act& act);
  Result<Assignment> assignment(std::int64_t school, std::int64_t id);
  // Returns the assignment with the demands and the pass rule that it had then.
  Result<Assignment> assignment_version(std::int64_t school, std::int64_t id, int version);
  Result<std::vector<Assignment>> assignments(std::int64_t school, std::int64_t klass);
  // `assignment.version` is the one that was looked at, and `seen` its edition (empty: not known). Returns it
  // with the next version where it asks otherwise. Errors: usage (somebody else changed it meanwhile; fewer
  // attempts; another class), not_found.
  Result<Assignment> change_assignment(std::int64_t school, const Assignment& assignment, const Act& act,
                                       const std::string& seen = {});
  // Takes the place of what was changed for that student before. Errors: usage (no reason, fewer attempts).
  Result<Done> set_override(std::int64_t school, std::int64_t assignment, const Override& one,
                            const Act& act);
  Result<std::vector<Override>> overrides(std::int64_t school, std::int64_t assignment);
  Result<Assignment> release_results(std::int64_t school, std::int64_t id, const Act& act);

  // --- what students hand in
  // Returns the number; the same sent_name gives the same one. Errors: usage (attempts are used up, closed,
  // the name was sent for something else), not_found.
  // `take` goes into the person's book with it; one that was heard already needs nothing more.
  Result<std::int64_t> hand_in(std::int64_t school, const Submission& submission, const Act& act,
                               const store::PackedTake* take = nullptr);
  // Ends the waiting. A second answer is dropped, since what was told stays told; taken_out is always heard,
  // and what was told is then made anew.
  Result<Done> answer_submission(std::int64_t school, std::int64_t id, const Answer& answer, const Act& act);
  Result<Done> wait_again(std::int64_t school, std::int64_t id, const Act& act);  // of failed
  Result<std::vector<Submission>> waiting(std::int64_t school, int limit);        // the oldest first
  // Returns what was sent under a name, by the same person for the same assignment; nothing: nothing was.
  Result<std::optional<Submission>> sent(std::int64_t school, const Submission& named);
  // The sound goes from the submission. Returns its hash where nothing else has the same, and it is then one
  // of sounds_to_drop(); else nothing.
  Result<std::string> forget_sound(std::int64_t school, std::int64_t id);
  Result<bool> sound_used(std::int64_t school, const std::string& hash);  // by any submission
  Result<int> handed_in_since(std::int64_t school, std::int64_t person, std::int64_t since_s);
  Result<std::vector<Submission>> submissions_of(std::int64_t school, std::int64_t person);
  Result<Submission> submission(std::int64_t school, std::int64_t id);
  // Returns them in the order they were played; person 0: everybody's.
  Result<std::vector<Submission>> submissions(std::int64_t school, std::int64_t assignment,
                                              std::int64_t person);
  // Returns every student of now beside every assignment of the class, by assignment and person.
  Result<std::vector<Grade>> gradebook(std::int64_t school, std::int64_t klass, std::int64_t now_s);
  Result<ClassBook> class_book(std::int64_t school, std::int64_t klass, std::int64_t now_s);
  // Returns the same of one student: every class that is not archived, without who else is in it.
  Result<std::vector<ClassBook>> own_books(std::int64_t school, std::int64_t person, std::int64_t now_s);
  // Returns a number that grows with every change in the school that class_book() of this class could show;
  // who read it before the book knows that the book is no older. Only time changes a book without it: a day
  // that is over. Errors: not_found.
  Result<std::int64_t> changes(std::int64_t school, std::int64_t klass);
  Result<Grade> grade(std::int64_t school, std::int64_t assignment, std::int64_t person);
  // Returns whose result is another under `version`, by what was judged `anew` under it. With `keep` the
  // better ones are told from now on; none falls.
  Result<std::vector<ResultChange>> judge_again(std::int64_t school, std::int64_t assignment, int version,
                                                const std::vector<Rejudged>& anew, bool keep, const Act& act);

  // --- chairs of a class (chairs.h)
  // `first_line` is the record's. `made_s` is the act's. Returns the number. Errors: usage (no title, seats
  // or pieces), not_found (class, an assignment of it).
  Result<std::int64_t> declare_chairs(std::int64_t school, const Chairs& chairs,
                                      const std::string& first_line, const Act& act);
  Result<Chairs> chairs(std::int64_t school, std::int64_t id);
  Result<std::vector<Chairs>> chairs_of_class(std::int64_t school, std::int64_t klass);
  // Returns lines of a record from `from` on, without a seal. Errors: not_found, where it has no line at all.
  Result<std::string> chairs_record(std::int64_t school, std::int64_t id, std::size_t from = 0);
  Result<ChairsNews> chairs_news(std::int64_t school, std::int64_t id, std::int64_t now_s);
  Result<std::vector<OwnChairs>> chairs_of_person(std::int64_t school, std::int64_t person);
  Result<std::vector<ChairsPlayer>> chairs_players(std::int64_t school, std::int64_t id);  // by their letters
  // Adds to a record that has exactly `after` lines. Returns false, and adds nothing, where it has others:
  // somebody else was first.
  Result<bool> add_to_chairs(std::int64_t school, std::int64_t id, std::size_t after, const ChairsMore& more,
                             const Act& act);

  // --- work that is done behind: a job is there if and only if what asked for it was kept (jobs.h)
  // Gives submissions that wait and have no job theirs; returns how many.
  Result<int> adopt_waiting(std::int64_t school);
  // Lends the next job of a kind out until `lease_s` from now, of the school whose turn it is; nothing: none
  // is due. One that was lent out and not brought back in time is lent out again, and its tries count on.
  Result<std::optional<Job>> claim_job(const std::string& kind, const std::string& worker, int lease_s);
  // Lengthens the lease. Errors: not_found (it is no longer this worker's).
  Result<Done> keep_job(const Job& job, int lease_s);
  // Gives it back, to be claimed again after `after_s`, and tells why; a recording's teacher reads it. One
  // that is no longer this worker's stays as it is.
  Result<Done> put_off(const Job& job, const std::string& why, int after_s);
  // Makes one that is due after_s from now, unless it is there. Errors: those of a school that is not there.
  Result<Done> plan_job(std::int64_t school, const std::string& kind, std::int64_t thing,
                        std::int64_t after_s);
  // It was done, and comes again `after_s` from now, as if it were new.
  Result<Done> renew_job(const Job& job, std::int64_t after_s);
  Result<Done> end_job(const Job& job);  // done; one that is no longer this worker's stays as it is
  Result<std::vector<QueuedJob>> jobs(std::int64_t school, const Page& page);
  Result<std::optional<QueuedJob>> job_of(std::int64_t school, const std::string& kind, std::int64_t thing);
  Result<Queue> queue(const std::string& kind);  // of all schools together

  // Returns what waits to be heard or could not be, in order of its number: of `classes`, or of all.
  Result<std::vector<HearingWaits>> hearings(std::int64_t school,
                                             const std::optional<std::vector<std::int64_t>>& classes,
                                             const Page& page);

  // --- exports of a person, made by a job; the caller keeps and drops their files
  // Returns the one that waits already, if one does. Errors: not_found (person).
  Result<Export> ask_export(std::int64_t school, std::int64_t person, const Act& act);
  Result<Export> export_of_id(std::int64_t school, std::int64_t id);                 // not_found
  Result<std::vector<Export>> exports_of(std::int64_t school, std::int64_t person);  // the newest first
  // It lies in the file `hash` until kExportLivesS from now; then a job takes it away. Errors: not_found.
  Result<Done> export_made(const Job& job, const std::string& hash, std::int64_t bytes, const Act& act);
  Result<Done> export_failed(const Job& job, const std::string& why);
  // Takes it away; its file is listed as to be dropped (sounds_to_drop). One that is not there is gone.
  Result<Done> end_export(std::int64_t school, std::int64_t id);

  // --- takes in everybody's own book
  // Returns the number; the same name of the same person is the same take.
  Result<std::int64_t> keep_take(std::int64_t school, std::int64_t person, const std::string& sent_name,
                                 const store::PackedTake& take, const Act& act);
  Result<PlayedTake> take(std::int64_t school, std::int64_t id);
  // Returns the newest first; page.after: they are older than that one.
  Result<std::vector<OwnTake>> takes_of(std::int64_t school, std::int64_t person, const Page& page);

  // --- charts that teachers have kept, by their hash
  Result<std::string> keep_chart(std::int64_t school, const Chart& chart, const Act& act);
  Result<Chart> chart(std::int64_t school, const std::string& hash);
  Result<std::vector<KeptChart>> charts(std::int64_t school);

  // --- breaking tempi, as the book keeps them; the same moment of the same item is the same one
  Result<Done> keep_limit(std::int64_t school, std::int64_t person, const LimitKept& limit);
  Result<std::vector<LimitKept>> limits_of(std::int64_t school, std::int64_t person);  // the oldest first

  // --- consent of guardians
  Result<Done> set_consent(std::int64_t school, std::int64_t person, bool given, const std::string& how,
                           const Act& act);
  Result<bool> consented(std::int64_t school, std::int64_t person);  // true where the school asks for none
  // To research: the school agrees, and of its students each one (or a guardian). Nobody has, before.
  Result<Done> set_research(std::int64_t school, bool agreed, const std::string& how, const Act& act);
  Result<Done> set_research_consent(std::int64_t school, std::int64_t person, bool given,
                                    const std::string& how, const Act& act);
  // Returns the numbers of whoever agreed, where the school did and nothing was taken back; in order.
  Result<std::vector<std::int64_t>> in_research(std::int64_t school);

  // Returns a secret that is drawn at the first call and the same for every server.
  Result<std::string> secret(std::int64_t school, const std::string& kind);

  // --- comments, in order of bar and beat
  Result<std::int64_t> add_comment(std::int64_t school, const Comment& comment, const Act& act);
  // Only who wrote it changes it; an empty text takes it away. The log tells that it was changed.
  Result<Done> change_comment(std::int64_t school, std::int64_t id, const std::string& text, const Act& act);
  Result<std::vector<Comment>> comments(std::int64_t school, std::int64_t submission);
  Result<Comment> comment(std::int64_t school, std::int64_t id);
  Result<std::vector<std::string>> phrases(std::int64_t school, std::int64_t person);
  Result<Done> set_phrases(std::int64_t school, std::int64_t person, const std::vector<std::string>& texts);

  // --- erasure (keeping.h); the numbers of a person are never given again
  // The student or a guardian asks; `start`: a registrar starts it. The first of each stays. Errors:
  // not_found.
  Result<Erasure> ask_erasure(std::int64_t school, std::int64_t person, bool start, const Act& act);
  // Takes back one that is not confirmed. Errors: not_found.
  Result<Done> drop_erasure(std::int64_t school, std::int64_t person, const Act& act);
  // From now on the person cannot log in, and a job erases them. Errors: not_found (nobody has started it).
  Result<Done> confirm_erasure(std::int64_t school, std::int64_t person, const Act& act);
  Result<Erasure> erasure(std::int64_t school, std::int64_t person);  // not_found
  // Returns those that wait to be confirmed, or those that were.
  Result<std::vector<Erasure>> erasures(std::int64_t school, bool open);
  // Deletes the person and everything of them; the log keeps numbers. Whoever calls this has put them on the
  // list before. Returns what went; the caller drops the sound (drop_sounds). Errors: not_found.
  Result<Gone> erase(std::int64_t school, std::int64_t person, const Act& act);
  Result<Gone> held_of(std::int64_t school, std::int64_t person);  // what erase() would take away
  Result<bool> is_there(const Erased& named);
  // Returns hashes that no submission has any more, and whose files may still be there.
  Result<std::vector<std::string>> sounds_to_drop(std::int64_t school);
  Result<Done> sound_dropped(std::int64_t school, const std::string& hash);
  // Lists those of `hashes` that no row names as to be dropped, and returns how many those are.
  Result<std::int64_t> drop_unnamed(std::int64_t school, const std::vector<std::string>& hashes);
  Result<std::vector<Remaining>> remains(std::int64_t school, std::int64_t klass);

  // --- the school's table of days
  // Returns what has been kept for as long as the table says.
  Result<Gone> overdue(std::int64_t school, std::int64_t now_s);
  // Deletes it, some hundred takes a transaction, and writes a line of the log where something went. Of the
  // log itself PostgreSQL lets only the owner of the tables delete: for others its lines are left.
  Result<Gone> retain(std::int64_t school, const Act& act);

  // --- the log
  Result<Done> note(std::int64_t school, const Act& act, const std::string& verb, const std::string& thing,
                    const std::string& detail, const std::string& words = {});
  Result<std::vector<Noted>> log(std::int64_t school, const LogQuery& query);
  // Returns when the newest backup was made that the log knows of; nothing: none was.
  Result<std::optional<std::int64_t>> newest_backup(std::int64_t school);
  // Returns the number of the first line that is not as it was written, or is missing; 0: the log is whole.
  Result<std::int64_t> first_broken(std::int64_t school);

 private:
  explicit SchoolStore(std::unique_ptr<sql::Connection> connection);
  std::unique_ptr<sql::Connection> connection_;
};

// Brings a PostgreSQL database up to date, as the owner of its tables; programs then connect as `app_role`.
// Errors: usage, unsupported, unwritable.
Result<Done> migrate(const std::string& database, const std::string& app_role);

}  // namespace firstchair::school
