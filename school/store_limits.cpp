// Breaking tempi that were found, as the book keeps them.
#include <cmath>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

}  // namespace

Result<Done> SchoolStore::keep_limit(std::int64_t school, std::int64_t person, const LimitKept& limit) {
  if (limit.item.empty() || limit.item.size() > 200 || !(limit.t50 > 0) || !(limit.sd_oct > 0) ||
      !std::isfinite(limit.t50 + limit.sd_oct + limit.sigma_oct + limit.held_bpm))
    return not_so("this is no limit");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    work.ask(
        "INSERT INTO limits(school, person, item, began_s, t50, sd_oct, sigma_oct, takes, broke, held_bpm) "
        "VALUES"
        " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (school, person, item, began_s) DO NOTHING",
        {person, limit.item, limit.began_s, limit.t50, limit.sd_oct, limit.sigma_oct, limit.takes,
         limit.broke, limit.held_bpm});
    return Done{};
  });
}

Result<std::vector<LimitKept>> SchoolStore::limits_of(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<LimitKept> all;
    for (const sql::Row& row :
         work.ask("SELECT item, began_s, t50, sd_oct, sigma_oct, takes, broke, held_bpm FROM limits"
                  " WHERE school = $1 AND person = $2 ORDER BY began_s, item",
                  {person}))
      all.push_back({.item = row.text(0),
                     .began_s = row.integer(1),
                     .t50 = row.real(2),
                     .sd_oct = row.real(3),
                     .sigma_oct = row.real(4),
                     .takes = static_cast<int>(row.integer(5)),
                     .broke = static_cast<int>(row.integer(6)),
                     .held_bpm = row.real(7)});
    return all;
  });
}

}  // namespace firstchair::school
