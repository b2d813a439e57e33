#include <sqlite3.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <filesystem>

#include "school/sql/connection.h"

namespace firstchair::school::sql {
namespace {

constexpr int kBusyMs = 5000;
constexpr int kMostBytes = 64 << 20;  // of one value

Error error_of(int code, const std::string& file, const std::string& detail) {
  const auto error = [&](ErrorCode kind, std::string what, std::string advice) {
    return Error{kind, file, std::move(what), std::move(advice)};
  };
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorCode::unwritable, "the database is busy", "Try again in a moment");
    case SQLITE_FULL:
      return error(ErrorCode::unwritable, "the disk is full; the school is as it was before", "Make room");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return error(ErrorCode::unwritable, "the database cannot be opened or written",
                   "Check its folder and permissions, or name another with --database");
    case SQLITE_IOERR:
      return error(ErrorCode::unwritable, "the disk does not do as it is told", "Check the disk");
    case SQLITE_NOTADB:
      return error(ErrorCode::malformed, "this is no school of firstchair", "Name another with --database");
    case SQLITE_CORRUPT:
      return error(ErrorCode::malformed, "the database is damaged", "Go back to a backup");
    default:
      return error(ErrorCode::malformed, "the database refuses this (" + detail + ")", {});
  }
}

// "$1" as SQLite counts it: "?1".
std::string numbered(std::string_view sql) {
  std::string text(sql);
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '$' && text[i + 1] >= '0' && text[i + 1] <= '9') text[i] = '?';
  return text;
}

// A file system whose locks another machine does not see; SQLite loses data there.
const char* network_file_system(const std::string& file) {
#ifdef __linux__
  struct statfs found{};
  const std::string folder = std::filesystem::path(file).parent_path().string();
  if (::statfs(folder.empty() ? "." : folder.c_str(), &found) != 0) return nullptr;
  switch (static_cast<unsigned long>(found.f_type)) {
    case 0x6969:
      return "NFS";
    case 0xFF534D42:
    case 0xFE534D42:
    case 0x517B:
      return "SMB";
    default:
      return nullptr;
  }
#else
  return file.empty() ? "no disk" : nullptr;
#endif
}

class SqliteConnection : public Connection {
 public:
  SqliteConnection(sqlite3* handle, std::string file) : handle_(handle), file_(std::move(file)) {}
  ~SqliteConnection() override { sqlite3_close_v2(handle_); }

  Result<Rows> ask(std::string_view sql, const Values& values) override {
    const std::string text = numbered(sql);
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(handle_, text.c_str(), static_cast<int>(text.size()), &made, nullptr) != SQLITE_OK)
      return error();
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(made, sqlite3_finalize);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!bind(made, static_cast<int>(i) + 1, values[i])) return error();
    Rows rows;
    int code = SQLITE_OK;
    while ((code = sqlite3_step(made)) == SQLITE_ROW) rows.push_back(row_of(made));
    if (code != SQLITE_DONE) return error();
    return rows;
  }

  Result<Done> run(const std::string& script) override {
    if (sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
    return Done{};
  }

  // SQLite has no row security: the statements' own WHERE is all that holds schools apart.
  Result<Done> begin(std::int64_t, bool writes) override { return run(writes ? "BEGIN IMMEDIATE" : "BEGIN"); }
  Result<Done> commit() override { return run("COMMIT"); }
  void rollback() override { sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr); }
  // Pages of before lie in the file beside the database until they are written back.
  Result<Done> forget_deleted() override { return run("PRAGMA wal_checkpoint(TRUNCATE)"); }
  std::string_view now_s() const override { return "CAST(strftime('%s', 'now') AS INTEGER)"; }
  std::string_view skip_locked() const override { return {}; }  // one transaction writes at a time

 private:
  static bool bind(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value))
      return sqlite3_bind_int64(statement, at, *whole) == SQLITE_OK;
    if (const auto* real = std::get_if<double>(&value))
      return sqlite3_bind_double(statement, at, *real) == SQLITE_OK;
    if (const auto* text = std::get_if<std::string>(&value))
      return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8) ==
             SQLITE_OK;
    if (const auto* bytes = std::get_if<Bytes>(&value))
      return sqlite3_bind_blob64(statement, at, bytes->empty() ? "" : static_cast<const void*>(bytes->data()),
                                 bytes->size(), SQLITE_TRANSIENT) == SQLITE_OK;
    return sqlite3_bind_null(statement, at) == SQLITE_OK;
  }

  static Row row_of(sqlite3_stmt* statement) {
    Values values;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
          values.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, i)));
          break;
        case SQLITE_FLOAT:
          values.emplace_back(sqlite3_column_double(statement, i));
          break;
        case SQLITE_BLOB: {
          const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, i));
          const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
          values.emplace_back(bytes == nullptr ? Bytes() : Bytes(bytes, bytes + size));
          break;
        }
        case SQLITE_NULL:
          values.emplace_back();
          break;
        default: {
          const unsigned char* text = sqlite3_column_text(statement, i);
          const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
          values.emplace_back(text == nullptr ? std::string()
                                              : std::string(reinterpret_cast<const char*>(text), size));
        }
      }
    }
    return Row(std::move(values));
  }

  Error error() const { return error_of(sqlite3_extended_errcode(handle_), file_, sqlite3_errmsg(handle_)); }

  sqlite3* handle_;
  std::string file_;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& file, bool create) {
  std::error_code ignored;
  if (!create && !std::filesystem::exists(file, ignored))
    return Error{ErrorCode::not_found, file, "there is no school here", "firstchair school init makes one"};
  if (const char* network = file == ":memory:" ? nullptr : network_file_system(file))
    return Error{ErrorCode::unsupported, file,
                 std::string("lies on ") + network + "; SQLite loses data there",
                 "Use a local disk or PostgreSQL"};
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(handle, file);
  if (code != SQLITE_OK) return error_of(code, file, sqlite3_errstr(code));
  sqlite3_busy_timeout(handle, kBusyMs);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMostBytes);
  // Committed means on the disk; readers do not wait for who writes; what is deleted is overwritten.
  const Result<Done> set = connection->run(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema "
      "= OFF; PRAGMA secure_delete = ON");
  if (!set) return set.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace firstchair::school::sql
