// This file gives SQLite's C interface an owner for everything and one line for every failure. It is for this
// room only. Thread: a Database and its Statements belong to one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace firstchair::store::sqlite {

using Bytes = std::span<const std::uint8_t>;

// Says how a failure is told: code, place and what to do, from SQLite's (extended) code.
Error error_of(int code, const std::string& file, std::string_view detail);

class Database {
 public:
  // `vfs` names the file layer; null means the system's. A file that may only be read is opened so:
  // read_only() is then true. Errors: not_found (create is false), unwritable, unreadable. Nothing is read
  // yet.
  static Result<Database> open(const std::string& file, bool create, int busy_ms, const char* vfs);
  // Opens the file as it lies there, without locks or files beside it: for a book in a folder that cannot be
  // written.
  static Result<Database> open_still(const std::string& file);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;

  sqlite3* get() const { return handle_; }
  const std::string& file() const { return file_; }
  bool read_only() const;
  // Says how long one statement may work before it is ended: a file of a stranger may be made to be slow.
  void set_patience(std::chrono::milliseconds most) { deadline_->most = most; }
  // Statements are looked at from here on as if they began now.
  void begin_statement() const { deadline_->began = std::chrono::steady_clock::now(); }
  // Runs statements that give no rows. When it returns false, error() says why.
  bool run(const char* sql);
  // Returns the error of the call that failed last.
  Error error() const;
  int code() const { return code_; }  // SQLite's, extended
  // Remembers a failure, since whatever SQLite does next forgets it.
  void note(int code) const;

 private:
  struct Deadline {
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    std::chrono::milliseconds most = std::chrono::minutes(5);
  };
  Database(sqlite3* handle, std::string file);
  sqlite3* handle_ = nullptr;
  std::string file_;
  std::unique_ptr<Deadline> deadline_;  // SQLite holds its address
  mutable int code_ = 0;
  mutable std::string detail_;
};

// A Statement is one statement. Bind with with(), then call row() until it is false; ok() then says whether
// it is done or broke.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Begins anew with these values, from the first parameter on.
  template <class... Values>
  Statement& with(const Values&... values) {
    begin();
    (bind(values), ...);
    return *this;
  }
  bool row();
  // Steps to the end, rows or not, and returns ok().
  bool run();
  bool ok() const;

  // These read the current row; columns count from 0. Text and bytes are valid until the next row.
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  Bytes bytes(int column) const;
  bool null(int column) const;

 private:
  void begin();
  void note(int code);
  void bind(std::int64_t value);
  void bind(int value) { bind(static_cast<std::int64_t>(value)); }
  void bind(bool value) { bind(static_cast<std::int64_t>(value)); }
  void bind(double value);  // NaN becomes NULL
  void bind(std::string_view value);
  void bind(const std::string& value) { bind(std::string_view(value)); }
  void bind(const char* value) { bind(std::string_view(value)); }
  void bind(Bytes value);

  const Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int code_ = 0;
  int next_ = 1;
};

// A Transaction is rolled back unless committed. It takes the one writer's place at once, so that it cannot
// be lost midway.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  bool begun() const { return open_; }
  bool commit();

 private:
  Database& database_;
  bool open_ = false;
};

}  // namespace firstchair::store::sqlite
