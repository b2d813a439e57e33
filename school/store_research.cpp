// Consent to research: the school's, and of its students each one's.
#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

}  // namespace

Result<Done> SchoolStore::set_research(std::int64_t school, bool agreed, const std::string& how,
                                       const Act& act) {
  if (how.empty() || how.size() > 200) return not_so("how the school agreed has 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("school", "UPDATE schools SET research = $2 WHERE school = $1 RETURNING school",
                {agreed ? 1 : 0});
    work.note(act, agreed ? "research.agree" : "research.withdraw", fmt::format("school {}", school), {},
              how);
    return Done{};
  });
}

Result<Done> SchoolStore::set_research_consent(std::int64_t school, std::int64_t person, bool given,
                                               const std::string& how, const Act& act) {
  if (how.empty() || how.size() > 200) return not_so("how consent was given has 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    work.ask(
        "INSERT INTO research_consents(school, person, given, how, by_person, at_s) VALUES ($1, $2, $3, $4,"
        " $5, $6) ON CONFLICT (school, person) DO UPDATE SET given = excluded.given, how = excluded.how,"
        " by_person = excluded.by_person, at_s = excluded.at_s",
        {person, given ? 1 : 0, how, act.person, act.at_s});
    // The verbs are those of the other consent: erasing a guardian takes the words of both.
    work.note(act, given ? "consent.give" : "consent.withdraw", fmt::format("person {}", person), "research",
              how);
    return Done{};
  });
}

Result<std::vector<std::int64_t>> SchoolStore::in_research(std::int64_t school) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<std::int64_t> all;
    // Where guardians consent to practising, one who took that back took this back, too.
    for (const sql::Row& row : work.ask(
             "SELECT r.person FROM research_consents r JOIN schools h ON h.school = r.school WHERE r.school ="
             " $1 AND r.given = 1 AND h.research = 1 AND (h.consent <> 'guardian' OR EXISTS (SELECT 1 FROM"
             " consents c WHERE c.school = r.school AND c.person = r.person AND c.given = 1)) AND NOT EXISTS"
             " (SELECT 1 FROM erasures e WHERE e.school = r.school AND e.person = r.person AND"
             " e.confirmed_by IS NOT NULL) ORDER BY r.person"))
      all.push_back(row.integer(0));
    return all;
  });
}

}  // namespace firstchair::school
