// The parts of the store share what is here: one transaction with its statements, and the lines of the log.
// It is for this room only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "school/keeping.h"
#include "school/people.h"
#include "school/sql/connection.h"

namespace firstchair::school {

// A Working is one transaction of one school. The first failure stays: what follows does nothing, and done()
// tells it. Statements have the school as $1.
class Working {
 public:
  enum class Kind : unsigned char { reads, writes };
  Working(sql::Connection& connection, std::int64_t school, Kind kind);
  Working(const Working&) = delete;
  Working& operator=(const Working&) = delete;

  std::int64_t school() const { return school_; }
  bool ok() const { return !failed_; }
  const Error& error() const { return *failed_; }
  void fail(Error error);

  std::string_view now_s() const { return connection_.now_s(); }
  std::string_view skip_locked() const { return connection_.skip_locked(); }
  // Values are $2, $3, ...
  sql::Rows ask(std::string_view sql, sql::Values values = {});
  // Returns the next number of a kind in this school, from 1; nobody else gets it. The row of the newest is
  // written by the first call, which locks it, and by done(): PostgreSQL walks over every version that one
  // transaction made of a row, and a roster takes hundreds of thousands.
  std::int64_t next(const char* kind);
  // Holds others who ask the same off until the end of the transaction.
  void hold(const char* kind);
  // `words` are what a person wrote: they stand apart from the line, which keeps their salted hash.
  void note(const Act& act, std::string_view verb, std::string_view thing, std::string_view detail = {},
            std::string_view words = {});
  // Fails with not_found where the school has no such row.
  void demand(std::string_view what, std::string_view sql, sql::Values values);

  // Commits, unless something failed.
  Result<Done> done();

 private:
  sql::Connection& connection_;
  sql::Transaction transaction_;
  std::int64_t school_;
  std::optional<Error> failed_;
  struct Number {
    std::int64_t newest = 0, written = 0;
  };
  std::map<std::string, Number, std::less<>> numbers_;
  std::string newest_hash_;  // of the log's line that this transaction wrote last
};

// What the log's hash is over: every field with its length before it.
std::string hash_of_line(const Noted& line);
// Returns the mark that a line's detail has where words belong to it; empty: none do.
std::string_view mark_of_words(std::string_view detail);

Error no_such(std::string_view what);                     // not_found
Error not_so(std::string what, std::string advice = {});  // usage

// Runs `work` in a transaction and returns what it returned.
template <class Work>
auto within(sql::Connection& connection, std::int64_t school, Working::Kind kind, Work work)
    -> Result<decltype(work(std::declval<Working&>()))> {
  Working working(connection, school, kind);
  auto value = work(working);
  const Result<Done> done = working.done();
  if (!done) return done.error();
  return value;
}

sql::Value optional_value(const std::optional<std::int64_t>& value);
std::string folded(std::string_view subject);  // as two names to log in by are compared

inline constexpr std::size_t kMostMembers = 500;  // of a class

// These read rows inside a transaction: who is a student of a class now, by number; what holds of a person.
std::vector<Person> students_of(Working& working, std::int64_t klass, std::int64_t now_s);
std::vector<Membership> memberships_in(Working& working, std::int64_t person, std::int64_t now_s);
std::vector<std::int64_t> children_in(Working& working, std::int64_t guardian);
std::vector<Remaining> remains_in(Working& working, std::int64_t klass);
Class class_in(Working& working, std::int64_t id);  // fails with not_found
// Says that something changed which a gradebook shows and the log has no line of.
void note_shown(Working& working);

// What an invite or an added person goes by. These work inside a transaction.
std::int64_t insert_person(Working& working, const Person& person, const Act& act);
void insert_login(Working& working, std::int64_t person, const std::string& subject,
                  const std::string& secret);
void insert_guardian(Working& working, std::int64_t guardian, std::int64_t child, const Act& act);
void insert_member(Working& working, std::int64_t klass, std::int64_t person, Role role, const Act& act);

}  // namespace firstchair::school
