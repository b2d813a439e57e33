#include "school/care/move.h"

#include <fmt/format.h>

#include "school/care/tables.h"
#include "school/sql/schema.h"

namespace firstchair::school {
namespace {

constexpr int kAtOnce = 200;

Result<std::unique_ptr<sql::Connection>> connected(const std::string& database) {
  return sql::is_postgres(database) ? sql::connect_postgres(database) : sql::connect_sqlite(database, false);
}

std::string insert_of(const Table& table) {
  std::string places;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    places += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
  return fmt::format("INSERT INTO {}({}) VALUES ({}) ON CONFLICT DO NOTHING", table.name,
                     fmt::join(table.columns, ", "), places);
}

// The key of the last row that is there; empty: none is. Rows come in the order of their key, so all before
// it are there.
Result<sql::Values> last_of(sql::Connection& to, const Table& table, std::int64_t school,
                            std::int64_t& there) {
  const sql::Transaction transaction(to, school, false);
  if (!transaction.begun()) return transaction.begun().error();
  const auto count = to.ask(fmt::format("SELECT count(*) FROM {} WHERE school = $1", table.name), {school});
  if (!count) return count.error();
  there = count->front().integer(0);
  if (there == 0 || table.key.empty()) return sql::Values{};
  std::string names, backwards;
  for (const std::size_t column : table.key) {
    names += (names.empty() ? "" : ", ") + table.columns[column];
    backwards += (backwards.empty() ? "" : ", ") + table.columns[column] + " DESC";
  }
  const auto last = to.ask(
      fmt::format("SELECT {} FROM {} WHERE school = $1 ORDER BY {} LIMIT 1", names, table.name, backwards),
      {school});
  if (!last) return last.error();
  return last->empty() ? sql::Values{} : last->front().values();
}

Result<std::int64_t> copy_table(sql::Connection& from, sql::Connection& to, const Table& table,
                                std::int64_t school, std::int64_t& before) {
  std::int64_t there = 0;
  Result<sql::Values> after = last_of(to, table, school, there);
  if (!after) return after.error();
  before += there;
  std::int64_t rows = there;
  if (there > 0 && table.key.empty()) return rows;
  const std::string insert = insert_of(table);
  while (true) {
    const auto some = rows_after(from, table, school, *after, kAtOnce);
    if (!some) return some.error();
    if (!some->empty()) {
      sql::Transaction transaction(to, school, true);
      if (!transaction.begun()) return transaction.begun().error();
      for (const sql::Row& row : *some)
        if (const auto done = to.ask(insert, row.values()); !done) return done.error();
      if (const Result<Done> done = transaction.commit(); !done) return done.error();
      rows += static_cast<std::int64_t>(some->size());
    }
    if (some->size() < static_cast<std::size_t>(kAtOnce) || table.key.empty()) return rows;
    after = key_of(table, some->back());
  }
}

}  // namespace

Result<std::vector<Moved>> move_schools(
    const std::string& from, const std::string& to,
    const std::function<void(std::int64_t, const std::string&, std::int64_t)>& told) {
  if (sql::is_postgres(from))
    return Error{ErrorCode::usage, "--from " + from, "not a file of SQLite",
                 "PostgreSQL is moved by its own tools"};
  const auto source = connected(from), target = connected(to);
  if (!source) return source.error();
  if (!target) return target.error();
  const auto source_step = step_of(**source, false), target_step = step_of(**target, sql::is_postgres(to));
  if (!source_step) return source_step.error();
  if (!target_step) return target_step.error();
  if (*source_step != *target_step || *source_step == 0)
    return Error{ErrorCode::unsupported, to,
                 fmt::format("it is at step {}, and {} at step {}", *target_step, from, *source_step),
                 "firstchair school migrate brings each up to date"};
  const auto tables = tables_at(*source_step);
  if (!tables) return tables.error();
  // Held until the end: nobody changes what is being moved.
  const sql::Transaction held(**source, 0, true);
  if (!held.begun()) return held.begun().error();
  const auto schools = (*source)->ask("SELECT school FROM schools ORDER BY school", {});
  if (!schools) return schools.error();
  std::vector<Moved> all;
  for (const sql::Row& row : *schools) {
    Moved moved{.school = row.integer(0)};
    for (const Table& table : *tables) {
      const auto rows = copy_table(**source, **target, table, moved.school, moved.before);
      if (!rows) return rows.error();
      moved.rows += *rows;
      told(moved.school, table.name, *rows);
    }
    const auto here = sums_of(**source, *tables, moved.school);
    if (!here) return here.error();
    const sql::Transaction reading(**target, moved.school, false);
    if (!reading.begun()) return reading.begun().error();
    const auto there = sums_of(**target, *tables, moved.school);
    if (!there) return there.error();
    for (std::size_t i = 0; i < here->size(); ++i)
      if ((*here)[i] != (*there)[i])
        return Error{
            ErrorCode::malformed, to,
            fmt::format("table {} of school {} differs ({} rows, and {} in {}): something was written while "
                        "it was moved",
                        (*here)[i].table, moved.school, (*there)[i].rows, (*here)[i].rows, from),
            "Stop every server, make the database anew, and move again"};
    all.push_back(moved);
  }
  return all;
}

}  // namespace firstchair::school
