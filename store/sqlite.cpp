#include "store/sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <utility>

namespace firstchair::store::sqlite {

Error error_of(int code, const std::string& file, std::string_view detail) {
  const auto error = [&](ErrorCode kind, std::string what, std::string advice) {
    return Error{kind, file, std::move(what), std::move(advice)};
  };
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorCode::unwritable, "another program is writing to the book",
                   "End it, or try again when it is done");
    case SQLITE_FULL:
      return error(ErrorCode::unwritable, "the disk is full; the book is as it was before",
                   "Make room and try again");
    case SQLITE_READONLY:
      return error(ErrorCode::unwritable, "the book can only be read",
                   "Change its permissions and its folder's, or name another with --book");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return error(ErrorCode::unwritable, "the book cannot be opened",
                   "Check that its folder is there and can be written, or name another with --book");
    case SQLITE_CORRUPT:
      return error(ErrorCode::malformed, "the book is damaged",
                   "firstchair book check --book FILE says where; go back to a backup");
    case SQLITE_NOTADB:
      return error(ErrorCode::malformed, "this is not a book of firstchair", "Name another with --book");
    case SQLITE_IOERR:
      return error(code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ? ErrorCode::unreadable
                                                                                : ErrorCode::unwritable,
                   "the disk does not do as it is told; the book is as it was before",
                   "Check the disk and try again");
    case SQLITE_INTERRUPT:
      return error(ErrorCode::malformed, "the book takes too long to answer",
                   "firstchair book check --book FILE says whether it is whole");
    case SQLITE_TOOBIG:
      return error(ErrorCode::too_large, "this is more than a book can hold in one piece", {});
    default:
      return error(ErrorCode::malformed, "the book refuses this (" + std::string(detail) + ")",
                   "firstchair book check --book FILE says whether it is whole");
  }
}

Result<Database> Database::open(const std::string& file, bool create, int busy_ms, const char* vfs) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, vfs);
  Database database(handle, file);
  if (code != SQLITE_OK) return error_of(code, file, sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, busy_ms);
  return database;
}

Result<Database> Database::open_still(const std::string& file) {
  std::string address = "file:";
  constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : file) {
    const bool plain = c == '/' || c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') ||
                       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      address += c;
    else
      address += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2((address + "?immutable=1").c_str(), &handle,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database(handle, file);
  if (code != SQLITE_OK) return error_of(code, file, sqlite3_errstr(code));
  return database;
}

Database::Database(sqlite3* handle, std::string file)
    : handle_(handle), file_(std::move(file)), deadline_(std::make_unique<Deadline>()) {
  constexpr int kSteps = 100'000;        // of SQLite's machine between two looks at the clock
  constexpr int kMostBytes = 512 << 20;  // of one text or blob
  if (handle == nullptr) return;
  sqlite3_progress_handler(
      handle, kSteps,
      [](void* user) {
        const auto& deadline = *static_cast<const Deadline*>(user);
        return static_cast<int>(std::chrono::steady_clock::now() - deadline.began > deadline.most);
      },
      deadline_.get());
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMostBytes);
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      file_(std::move(other.file_)),
      deadline_(std::move(other.deadline_)),
      code_(other.code_),
      detail_(std::move(other.detail_)) {}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(file_, other.file_);
  std::swap(deadline_, other.deadline_);
  std::swap(code_, other.code_);
  std::swap(detail_, other.detail_);
  return *this;
}

bool Database::read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

bool Database::run(const char* sql) {
  begin_statement();
  const bool done = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  if (!done) note(sqlite3_extended_errcode(handle_));
  return done;
}

void Database::note(int code) const {
  code_ = code;
  detail_ = sqlite3_errmsg(handle_);
}

Error Database::error() const {
  return error_of(code_, file_, detail_);
}

Statement::Statement(const Database& database, std::string_view sql) : database_(database) {
  note(sqlite3_prepare_v2(database.get(), sql.data(), static_cast<int>(sql.size()), &statement_, nullptr));
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

void Statement::note(int code) {
  code_ = code;
  if (!ok()) database_.note(code);
}

void Statement::begin() {
  if (statement_ == nullptr) return;
  database_.begin_statement();
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  code_ = SQLITE_OK;
  next_ = 1;
}

void Statement::bind(std::int64_t value) {
  if (code_ == SQLITE_OK) note(sqlite3_bind_int64(statement_, next_++, value));
}

void Statement::bind(double value) {
  if (code_ == SQLITE_OK) note(sqlite3_bind_double(statement_, next_++, value));
}

void Statement::bind(std::string_view value) {
  const char* from = value.data() == nullptr ? "" : value.data();  // null would be NULL
  if (code_ == SQLITE_OK)
    note(sqlite3_bind_text64(statement_, next_++, from, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(Bytes value) {
  const void* from = value.data() == nullptr ? static_cast<const void*>("") : value.data();
  if (code_ == SQLITE_OK)
    note(sqlite3_bind_blob64(statement_, next_++, from, value.size(), SQLITE_TRANSIENT));
}

bool Statement::row() {
  if (code_ != SQLITE_OK && code_ != SQLITE_ROW) return false;
  note(sqlite3_step(statement_));
  return code_ == SQLITE_ROW;
}

bool Statement::run() {
  while (row()) {
  }
  return ok();
}

bool Statement::ok() const {
  return code_ == SQLITE_OK || code_ == SQLITE_ROW || code_ == SQLITE_DONE;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  return null(column) ? std::nan("") : sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const {
  const unsigned char* from = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return from == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(from), static_cast<std::size_t>(size));
}

Bytes Statement::bytes(int column) const {
  const void* from = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(size)};
}

bool Statement::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Transaction::Transaction(Database& database) : database_(database), open_(database.run("BEGIN IMMEDIATE")) {}

Transaction::~Transaction() {
  if (open_) database_.run("ROLLBACK");
}

bool Transaction::commit() {
  if (!open_ || !database_.run("COMMIT")) return false;
  open_ = false;
  return true;
}

}  // namespace firstchair::store::sqlite
