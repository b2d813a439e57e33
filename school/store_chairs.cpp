// Chairs of a class: what was declared, the lines of its record, and who plays.
#include <fmt/format.h>

#include "school/assignment_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::size_t kMostTitle = 200;

std::vector<Chairs> chosen(Working& work, const std::string& which, const sql::Values& values) {
  std::vector<Chairs> all;
  for (const sql::Row& row :
       work.ask("SELECT id, class, title, seats, made_s, closes_s, seated_s FROM chairs WHERE school = $1 "
                "AND " +
                    which + " ORDER BY id",
                values)) {
    Chairs& one = all.emplace_back(Chairs{.id = row.integer(0),
                                          .klass = row.integer(1),
                                          .title = row.text(2),
                                          .seats = static_cast<int>(row.integer(3)),
                                          .made_s = row.integer(4),
                                          .closes_s = maybe(row, 5),
                                          .seated_s = maybe(row, 6)});
    for (const sql::Row& piece : work.ask(
             "SELECT assignment, version FROM chairs_excerpts WHERE school = $1 AND chairs = $2 ORDER BY n",
             {one.id}))
      one.pieces.push_back({piece.integer(0), static_cast<int>(piece.integer(1))});
  }
  return all;
}

void insert_line(Working& work, std::int64_t chairs, std::size_t n, const std::string& line) {
  work.ask("INSERT INTO chairs_lines(school, chairs, n, line) VALUES ($1, $2, $3, $4)",
           {chairs, static_cast<std::int64_t>(n), line});
}

}  // namespace

Result<std::int64_t> SchoolStore::declare_chairs(std::int64_t school, const Chairs& chairs,
                                                 const std::string& first_line, const Act& act) {
  if (chairs.title.empty() || chairs.title.size() > kMostTitle)
    return not_so("chairs have a title of 1 to 200 letters");
  if (chairs.seats < 1 || chairs.seats > kMostSeats) return not_so("there are 1 to 200 seats");
  if (chairs.pieces.empty() || chairs.pieces.size() > kMostPieces)
    return not_so("chairs ask for 1 to 16 assignments");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    class_in(work, chairs.klass);
    const std::int64_t id = work.next("chairs");
    work.ask(
        "INSERT INTO chairs(school, id, class, title, seats, made_s, closes_s) VALUES ($1, $2, $3, $4, $5, "
        "$6, $7)",
        {id, chairs.klass, chairs.title, chairs.seats, act.at_s, optional_value(chairs.closes_s)});
    std::int64_t n = 0;
    for (const Piece& piece : chairs.pieces) {
      work.demand("assignment", "SELECT id FROM assignments WHERE school = $1 AND id = $2 AND class = $3",
                  {piece.assignment, chairs.klass});
      work.ask(
          "INSERT INTO chairs_excerpts(school, chairs, n, assignment, version) VALUES ($1, $2, $3, $4, $5)",
          {id, n++, piece.assignment, piece.version});
    }
    insert_line(work, id, 0, first_line);
    work.note(act, "chairs.declare", fmt::format("class {}", chairs.klass), fmt::format("chairs {}", id));
    return id;
  });
}

Result<Chairs> SchoolStore::chairs(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const std::vector<Chairs> found = chosen(work, "id = $2", {id});
    if (found.empty()) work.fail(no_such("chairs"));
    return found.empty() ? Chairs{} : found.front();
  });
}

Result<std::vector<Chairs>> SchoolStore::chairs_of_class(std::int64_t school, std::int64_t klass) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return chosen(work, "class = $2", {klass}); });
}

Result<std::string> SchoolStore::chairs_record(std::int64_t school, std::int64_t id, std::size_t from) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::string record;
    for (const sql::Row& row :
         work.ask("SELECT line FROM chairs_lines WHERE school = $1 AND chairs = $2 AND n >= $3 ORDER BY n",
                  {id, static_cast<std::int64_t>(from)}))
      record += row.text(0) + "\n";
    if (record.empty() && from == 0) work.fail(no_such("chairs"));
    return record;
  });
}

Result<ChairsNews> SchoolStore::chairs_news(std::int64_t school, std::int64_t id, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const std::string submissions =
        " FROM submissions s JOIN chairs_excerpts e ON e.school = s.school AND e.assignment = s.assignment"
        " WHERE s.school = $1 AND e.chairs = $2";
    const std::string students =
        " FROM memberships m WHERE m.school = $1 AND m.class = c.class AND m.role = 'student' AND"
        " (m.to_s IS NULL OR m.to_s > $3)";
    const sql::Rows rows = work.ask(
        "SELECT c.class, c.seated_s, (SELECT count(*) FROM chairs_lines WHERE school = $1 AND chairs = $2),"
        " (SELECT count(person) FROM chairs_players WHERE school = $1 AND chairs = $2),"
        " n.submissions, n.newest, n.waiting, n.heard, (SELECT count(*)" +
            students + "), (SELECT CAST(coalesce(sum(m.person), 0) AS bigint)" + students +
            ") FROM chairs c, (SELECT count(*) AS submissions, coalesce(max(s.id), 0) AS newest,"
            " count(CASE WHEN s.state = 0 THEN 1 END) AS waiting, count(CASE WHEN s.state = 1 THEN 1 END)"
            " AS heard" +
            submissions + ") n WHERE c.school = $1 AND c.id = $2",
        {id, now_s});
    static_assert(static_cast<int>(SubmissionState::waiting) == 0 &&
                  static_cast<int>(SubmissionState::heard) == 1);
    if (rows.empty()) {
      work.fail(no_such("chairs"));
      return ChairsNews{};
    }
    const sql::Row& row = rows.front();
    return ChairsNews{.klass = row.integer(0),
                      .lines = row.integer(2),
                      .players = row.integer(3),
                      .submissions = row.integer(4),
                      .newest = row.integer(5),
                      .waiting = row.integer(6),
                      .heard = row.integer(7),
                      .students = row.integer(8),
                      .who = row.integer(9),
                      .seated_s = maybe(row, 1).value_or(0)};
  });
}

Result<std::vector<OwnChairs>> SchoolStore::chairs_of_person(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<OwnChairs> all;
    for (const sql::Row& row : work.ask("SELECT c.id, c.title, p.blind, p.salt FROM chairs_players p"
                                        " JOIN chairs c ON c.school = p.school AND c.id = p.chairs"
                                        " WHERE p.school = $1 AND p.person = $2 ORDER BY c.id",
                                        {person}))
      all.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
    return all;
  });
}

Result<std::vector<ChairsPlayer>> SchoolStore::chairs_players(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<ChairsPlayer> all;
    for (const sql::Row& row :
         work.ask("SELECT blind, person, salt FROM chairs_players WHERE school = $1 AND chairs = $2 ORDER BY "
                  "blind",
                  {id}))
      all.push_back({row.text(0), maybe(row, 1).value_or(0), row.text(2)});
    return all;
  });
}

Result<bool> SchoolStore::add_to_chairs(std::int64_t school, std::int64_t id, std::size_t after,
                                        const ChairsMore& more, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("chairs");
    const std::vector<Chairs> found = chosen(work, "id = $2", {id});
    if (found.empty()) work.fail(no_such("chairs"));
    const sql::Rows lines =
        work.ask("SELECT count(*) FROM chairs_lines WHERE school = $1 AND chairs = $2", {id});
    if (!work.ok() || lines.front().integer(0) != static_cast<std::int64_t>(after)) return false;
    for (const std::string& line : more.lines) insert_line(work, id, after++, line);
    for (const ChairsPlayer& player : more.players)
      work.ask("INSERT INTO chairs_players(school, chairs, blind, person, salt) VALUES ($1, $2, $3, $4, $5)",
               {id, player.blind, player.person, player.salt});
    if (more.seated)
      work.ask("UPDATE chairs SET seated_s = $3 WHERE school = $1 AND id = $2", {id, act.at_s});
    work.note(act, more.verb,
              more.person != 0 ? fmt::format("person {}", more.person)
                               : fmt::format("class {}", found.front().klass),
              fmt::format("chairs {}", id), more.words);
    return true;
  });
}

}  // namespace firstchair::school
