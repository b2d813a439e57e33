#include "school/care/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "school/sha256.h"
#include "school/sql/schema.h"

namespace firstchair::school {
namespace {

constexpr int kAtOnce = 500;

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

std::vector<std::string> key_names(const Table& table) {
  std::vector<std::string> names;
  for (const std::size_t column : table.key) names.push_back(table.columns[column]);
  return names;
}

class Sum {
 public:
  // A value with its kind and its length before it, so that no two rows look alike.
  void value(const sql::Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      add(fmt::format("i{};", *whole));
    } else if (const auto* real = std::get_if<double>(&value)) {
      std::array<char, 32> digits{};
      const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), *real);
      add(std::string("r").append(digits.data(), end).append(";"));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      add(fmt::format("t{}:", text->size()));
      add(*text);
    } else if (const auto* bytes = std::get_if<sql::Bytes>(&value)) {
      add(fmt::format("b{}:", bytes->size()));
      add({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    } else {
      add("n;");
    }
  }
  std::string hash() { return sum_.text(); }

 private:
  void add(std::string_view text) { sum_.add(text); }
  Sha256 sum_;
};

}  // namespace

Result<std::vector<Table>> tables_at(std::size_t step) {
  // An empty database in memory knows its tables best.
  const auto connection = sql::connect_sqlite(":memory:", true);
  if (!connection) return connection.error();
  for (std::size_t i = 0; i < step && i < sql::steps().size(); ++i)
    if (const Result<Done> done = (*connection)->run(sql::steps()[i].sql); !done) return done.error();
  const auto names =
      (*connection)->ask("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", {});
  if (!names) return names.error();
  std::vector<Table> tables;
  for (const sql::Row& name : *names) {
    Table table{.name = name.text(0), .columns = {}, .key = {}};
    const auto columns =
        (*connection)->ask("SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", {table.name});
    if (!columns) return columns.error();
    std::map<std::int64_t, std::size_t> key;
    for (const sql::Row& column : *columns) {
      if (column.integer(1) > 0 && column.text(0) != "school") key[column.integer(1)] = table.columns.size();
      table.columns.push_back(column.text(0));
    }
    for (const auto& [place, column] : key) table.key.push_back(column);
    tables.push_back(std::move(table));
  }
  return tables;
}

Result<std::size_t> step_of(sql::Connection& connection, bool postgres) {
  const auto rows = connection.ask(postgres ? "SELECT coalesce(max(step), 0) FROM schema_steps"
                                            : "SELECT user_version FROM pragma_user_version",
                                   {});
  if (!rows) return rows.error();
  return rows->empty() ? 0 : static_cast<std::size_t>(rows->front().integer(0));
}

Result<sql::Rows> rows_after(sql::Connection& connection, const Table& table, std::int64_t school,
                             const sql::Values& after, int most) {
  const std::vector<std::string> names = key_names(table);
  std::string sql =
      fmt::format("SELECT {} FROM {} WHERE school = $1", joined(table.columns, ", "), table.name);
  sql::Values values{school};
  if (!after.empty()) {
    std::vector<std::string> places;
    for (std::size_t i = 0; i < after.size(); ++i) places.push_back(fmt::format("${}", i + 2));
    sql += fmt::format(" AND ({}) > ({})", joined(names, ", "), joined(places, ", "));
    values.insert(values.end(), after.begin(), after.end());
  }
  if (!names.empty()) sql += " ORDER BY " + joined(names, ", ");
  sql += fmt::format(" LIMIT {}", most);
  return connection.ask(sql, values);
}

sql::Values key_of(const Table& table, const sql::Row& row) {
  sql::Values key;
  for (const std::size_t column : table.key) key.push_back(row.values()[column]);
  return key;
}

Result<std::vector<TableSum>> sums_of(sql::Connection& connection, const std::vector<Table>& tables,
                                      std::int64_t school) {
  std::vector<TableSum> sums;
  for (const Table& table : tables) {
    TableSum one{.table = table.name, .hash = {}};
    Sum sum;
    sql::Values after;
    while (true) {
      const auto rows = rows_after(connection, table, school, after, kAtOnce);
      if (!rows) return rows.error();
      for (const sql::Row& row : *rows)
        for (const sql::Value& value : row.values()) sum.value(value);
      one.rows += static_cast<std::int64_t>(rows->size());
      if (rows->size() < static_cast<std::size_t>(kAtOnce) || table.key.empty()) break;
      after = key_of(table, rows->back());
    }
    one.hash = sum.hash();
    sums.push_back(std::move(one));
  }
  return sums;
}

}  // namespace firstchair::school
