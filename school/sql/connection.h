// A Connection speaks SQL to one database, whichever it is: the store's statements are written once, in what
// SQLite and PostgreSQL both understand. Parameters are $1, $2, ...; every statement runs in a transaction of
// one school. It is for this room only. Thread: a Connection belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::school::sql {

using Bytes = std::vector<std::uint8_t>;
// The first alternative is NULL.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;
using Values = std::vector<Value>;

// A Row gives the columns of one answer, counted from 0. NULL reads as 0 or as no text.
class Row {
 public:
  explicit Row(Values values) : values_(std::move(values)) {}
  bool null(std::size_t column) const { return values_.at(column).index() == 0; }
  std::int64_t integer(std::size_t column) const;
  double real(std::size_t column) const;
  std::string text(std::size_t column) const;
  const Bytes& bytes(std::size_t column) const;  // of a column of bytes that is not NULL; else empty
  std::size_t size() const { return values_.size(); }
  const Values& values() const { return values_; }

 private:
  Values values_;
};
using Rows = std::vector<Row>;

class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  // Every call may fail with unwritable (full, locked, gone), unreadable or malformed (a constraint).
  virtual Result<Rows> ask(std::string_view sql, const Values& values) = 0;
  // Runs statements that take no values and give no rows.
  virtual Result<Done> run(const std::string& script) = 0;
  // Begins a transaction in which only rows of `school` are seen, where the database can hold to that.
  virtual Result<Done> begin(std::int64_t school, bool writes) = 0;
  virtual Result<Done> commit() = 0;
  virtual void rollback() = 0;
  // Takes what was deleted out of files beside the database, as far as the database lets its programs do
  // that. It is called outside a transaction, after the deletion is committed.
  virtual Result<Done> forget_deleted() = 0;
  // Returns the database's own clock as an expression of Unix seconds: programs' clocks may differ.
  virtual std::string_view now_s() const = 0;
  // Returns what a SELECT ends with that locks its rows and leaves out those that somebody else has locked.
  virtual std::string_view skip_locked() const = 0;
};

// What an error says where the database's role may not do something.
inline constexpr std::string_view kNotOurs = "its role may not do that";

// What a store is opened by: a file, or "postgresql://..." as libpq reads it.
bool is_postgres(std::string_view database);
// Errors: not_found (SQLite: there is no file and `create` is false), unwritable.
Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& file, bool create);
Result<std::unique_ptr<Connection>> connect_postgres(const std::string& address);

// A Transaction is rolled back unless committed.
class Transaction {
 public:
  Transaction(Connection& connection, std::int64_t school, bool writes)
      : connection_(connection), begun_(connection.begin(school, writes)) {}
  ~Transaction() {
    if (begun_) connection_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  const Result<Done>& begun() const { return begun_; }
  Result<Done> commit() {
    Result<Done> done = connection_.commit();
    if (done) begun_ = Error{};
    return done;
  }

 private:
  Connection& connection_;
  Result<Done> begun_;
};

}  // namespace firstchair::school::sql
