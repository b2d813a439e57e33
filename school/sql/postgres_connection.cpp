#include <libpq-fe.h>

#include <charconv>
#include <optional>

#include "io/late/late.h"
#include "school/sql/connection.h"

namespace firstchair::school::sql {
namespace {

// PostgreSQL is asked for by few schools: its library is loaded when it is called.
constinit late::Libraries libpq{{FIRSTCHAIR_LATE_FILE("pq", 5)}, "Install libpq5"};

FIRSTCHAIR_LATE(libpq, PQclear);
FIRSTCHAIR_LATE(libpq, PQcmdStatus);
FIRSTCHAIR_LATE(libpq, PQconnectdb);
FIRSTCHAIR_LATE(libpq, PQerrorMessage);
FIRSTCHAIR_LATE(libpq, PQexec);
FIRSTCHAIR_LATE(libpq, PQexecParams);
FIRSTCHAIR_LATE(libpq, PQfinish);
FIRSTCHAIR_LATE(libpq, PQftype);
FIRSTCHAIR_LATE(libpq, PQgetisnull);
FIRSTCHAIR_LATE(libpq, PQgetlength);
FIRSTCHAIR_LATE(libpq, PQgetvalue);
FIRSTCHAIR_LATE(libpq, PQnfields);
FIRSTCHAIR_LATE(libpq, PQntuples);
FIRSTCHAIR_LATE(libpq, PQreset);
FIRSTCHAIR_LATE(libpq, PQresultErrorField);
FIRSTCHAIR_LATE(libpq, PQresultStatus);
FIRSTCHAIR_LATE(libpq, PQserverVersion);
FIRSTCHAIR_LATE(libpq, PQsetNoticeProcessor);
FIRSTCHAIR_LATE(libpq, PQstatus);

// Of PostgreSQL's catalogue; they never change.
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kBytea = 17, kFloat4 = 700, kFloat8 = 701;

struct Clear {
  void operator()(PGresult* answer) const { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// A line of libpq's, without its end and without what it repeats.
std::string one_line(const char* text) {
  std::string line = text == nullptr ? "" : text;
  line = line.substr(0, line.find('\n'));
  constexpr std::string_view kPrefix = "ERROR:  ";
  return line.starts_with(kPrefix) ? line.substr(kPrefix.size()) : line;
}

// Bytes as PostgreSQL writes and reads them: "\\x00ff".
Bytes bytes_of(std::string_view text) {
  Bytes bytes;
  if (!text.starts_with("\\x")) return bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    bytes.push_back(static_cast<std::uint8_t>(value));
  }
  return bytes;
}

std::string text_of_bytes(const Bytes& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + 2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Value value_of(const PGresult* answer, int row, int column) {
  if (PQgetisnull(answer, row, column) == 1) return {};
  const char* text = PQgetvalue(answer, row, column);
  const auto size = static_cast<std::size_t>(PQgetlength(answer, row, column));
  switch (PQftype(answer, column)) {
    case kBool:
      return static_cast<std::int64_t>(*text == 't');
    case kInt8:
    case kInt2:
    case kInt4: {
      std::int64_t value = 0;
      std::from_chars(text, text + size, value);
      return value;
    }
    case kFloat4:
    case kFloat8: {
      double value = 0;
      std::from_chars(text, text + size, value);
      return value;
    }
    case kBytea:
      return bytes_of({text, size});
    default:
      return std::string(text, size);
  }
}

// Numbers and texts as PostgreSQL reads them; nothing: NULL.
std::optional<std::string> text_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* bytes = std::get_if<Bytes>(&value)) return text_of_bytes(*bytes);
  if (const auto* real = std::get_if<double>(&value)) {
    char digits[32];
    const auto [end, failed] = std::to_chars(std::begin(digits), std::end(digits), *real);
    return failed == std::errc{} ? std::string(std::begin(digits), end) : std::string("NaN");
  }
  return std::nullopt;
}

class PostgresConnection : public Connection {
 public:
  explicit PostgresConnection(PGconn* handle) : handle_(handle) {}
  ~PostgresConnection() override { PQfinish(handle_); }

  Result<Rows> ask(std::string_view sql, const Values& values) override {
    std::vector<std::optional<std::string>> texts;
    texts.reserve(values.size());
    for (const Value& value : values) {
      texts.push_back(text_of(value));
      // It has no such letter, and would end the text there.
      if (texts.back() && texts.back()->find('\0') != std::string::npos)
        return Error{ErrorCode::malformed, "the database", "a text has a zero byte in it", {}};
    }
    std::vector<const char*> given;
    given.reserve(texts.size());
    for (const auto& text : texts) given.push_back(text ? text->c_str() : nullptr);
    // Without a name: a statement lives as long as its question, so that pgbouncer may hand the server on.
    const Answer answer(PQexecParams(handle_, std::string(sql).c_str(), static_cast<int>(given.size()),
                                     nullptr, given.data(), nullptr, nullptr, 0));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return error(answer.get());
    Rows rows;
    const int columns = PQnfields(answer.get());
    for (int row = 0; row < PQntuples(answer.get()); ++row) {
      Values found;
      for (int column = 0; column < columns; ++column) found.push_back(value_of(answer.get(), row, column));
      rows.emplace_back(std::move(found));
    }
    return rows;
  }

  Result<Done> run(const std::string& script) override {
    const Answer answer(PQexec(handle_, script.c_str()));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return error(answer.get());
    return Done{};
  }

  // The school is set for this transaction alone: what comes after it on the same connection, of another
  // program even, sees nothing by it.
  Result<Done> begin(std::int64_t school, bool writes) override {
    const std::string script = (writes ? "BEGIN; SET LOCAL firstchair.school = "
                                       : "BEGIN READ ONLY; SET LOCAL firstchair.school = ") +
                               std::to_string(school);
    // A connection that was lost is made anew here, where nothing is half done. One that nobody used
    // meanwhile may be lost and not know it.
    if (PQstatus(handle_) == CONNECTION_OK) {
      const Answer answer(PQexec(handle_, script.c_str()));
      if (PQresultStatus(answer.get()) == PGRES_COMMAND_OK) return Done{};
      if (!is_lost(answer.get())) return error(answer.get());
    }
    PQreset(handle_);
    if (const Result<Done> set = set_up(); !set) return set;
    return run(script);
  }
  // Nothing of ours takes long; whoever waits for us must not wait for ever.
  Result<Done> set_up() {
    return run(
        "SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '10s'; SET client_encoding "
        "= "
        "'UTF8'");
  }
  Result<Done> commit() override {
    const Answer answer(PQexec(handle_, "COMMIT"));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) return error(answer.get());
    // What failed before makes COMMIT a ROLLBACK, without an error.
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
      return Error{ErrorCode::malformed, "the database", "the change was taken back", {}};
    return Done{};
  }
  void rollback() override { const Answer answer(PQexec(handle_, "ROLLBACK")); }
  // Only a table's owner may vacuum it; PostgreSQL does it by itself.
  Result<Done> forget_deleted() override { return Done{}; }
  std::string_view now_s() const override { return "CAST(extract(epoch FROM clock_timestamp()) AS bigint)"; }
  std::string_view skip_locked() const override { return " FOR UPDATE SKIP LOCKED"; }

 private:
  static std::string_view state_of(const PGresult* answer) {
    const char* found = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    return found == nullptr ? "" : found;
  }
  // What the library says by itself has no state; the handle can look well after it (a failed write).
  bool is_lost(const PGresult* answer) const {
    const std::string_view state = state_of(answer);
    return PQstatus(handle_) != CONNECTION_OK || state.empty() || state.starts_with("08") ||
           state.starts_with("57P");
  }
  Error error(const PGresult* answer) const {
    const std::string_view state = state_of(answer);
    if (is_lost(answer))
      return Error{ErrorCode::unwritable, {}, "the database does not answer", "Try again in a moment"};
    if (state.starts_with("53") || state.starts_with("55") || state.starts_with("57") ||
        state.starts_with("40"))
      return Error{ErrorCode::unwritable, "the database",
                   "it is busy or full (" + one_line(PQerrorMessage(handle_)) + ")", "Try again in a moment"};
    if (state == "42501")
      return Error{ErrorCode::unwritable, "the database", std::string(kNotOurs),
                   "Ask the owner of its tables"};
    return Error{ErrorCode::malformed,
                 "the database",
                 "it refuses this (" + one_line(PQerrorMessage(handle_)) + ")",
                 {}};
  }

  PGconn* handle_;
};

}  // namespace

Result<std::unique_ptr<Connection>> connect_postgres(const std::string& address) {
  if (const Result<Done> there = libpq.load(); !there) return there.error();
  PGconn* handle = PQconnectdb(address.c_str());
  auto connection = std::make_unique<PostgresConnection>(handle);
  if (PQstatus(handle) != CONNECTION_OK)
    return Error{ErrorCode::unwritable, "the database", one_line(PQerrorMessage(handle)),
                 "Check --database and whether PostgreSQL runs"};
  if (PQserverVersion(handle) < 150000)
    return Error{ErrorCode::unsupported, "the database", "PostgreSQL 15 or newer is needed", {}};
  PQsetNoticeProcessor(handle, [](void*, const char*) {}, nullptr);
  if (const Result<Done> set = connection->set_up(); !set) return set.error();
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace firstchair::school::sql
