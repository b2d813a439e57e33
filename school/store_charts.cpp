// Charts of a school, consents, and secrets that several servers share.
#include <fmt/format.h>

#include "school/assignment_rows.h"
#include "school/secrets.h"
#include "school/store.h"
#include "school/take_rows.h"
#include "store/chart_text.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

}  // namespace

Result<std::string> SchoolStore::keep_chart(std::int64_t school, const Chart& chart, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const std::string hash = insert_chart(work, store::chart_text(chart), chart.title,
                                          std::max<std::int64_t>(act.person, 1), act.at_s);
    work.note(act, "chart.keep", "school", hash.substr(0, 16));
    return hash;
  });
}

Result<Chart> SchoolStore::chart(std::int64_t school, const std::string& hash) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask("SELECT text FROM charts WHERE school = $1 AND hash = $2", {hash});
    if (rows.empty()) {
      work.fail(no_such("chart"));
      return Chart{};
    }
    Result<Chart> chart = store::read_chart_text(rows.front().text(0));
    if (!chart) work.fail(chart.error());
    return chart ? std::move(*chart) : Chart{};
  });
}

Result<std::vector<KeptChart>> SchoolStore::charts(std::int64_t school) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<KeptChart> all;
    for (const sql::Row& row : work.ask(
             "SELECT hash, title, owner FROM charts WHERE school = $1 AND owner <> 0 ORDER BY title, hash"))
      all.push_back({row.text(0), row.text(1), row.integer(2)});
    return all;
  });
}

Result<Done> SchoolStore::set_consent(std::int64_t school, std::int64_t person, bool given,
                                      const std::string& how, const Act& act) {
  if (how.empty() || how.size() > 200) return not_so("how consent was given has 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    work.ask(
        "INSERT INTO consents(school, person, given, how, by_person, at_s) VALUES ($1, $2, $3, $4, $5, $6) ON"
        " CONFLICT (school, person) DO UPDATE SET given = excluded.given, how = excluded.how, by_person ="
        " excluded.by_person, at_s = excluded.at_s",
        {person, given ? 1 : 0, how, act.person, act.at_s});
    work.note(act, given ? "consent.give" : "consent.withdraw", fmt::format("person {}", person), {}, how);
    return Done{};
  });
}

Result<bool> SchoolStore::consented(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows facts = work.ask("SELECT consent FROM schools WHERE school = $1");
    if (facts.empty() || facts.front().text(0) != "guardian") return true;
    const sql::Rows rows = work.ask("SELECT given FROM consents WHERE school = $1 AND person = $2", {person});
    return !rows.empty() && rows.front().integer(0) != 0;
  });
}

Result<std::string> SchoolStore::secret(std::int64_t school, const std::string& kind) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.ask(
        "INSERT INTO secrets(school, kind, secret) VALUES ($1, $2, $3) ON CONFLICT (school, kind) DO NOTHING",
        {kind, draw_secret(kSessionBits)});
    const sql::Rows rows = work.ask("SELECT secret FROM secrets WHERE school = $1 AND kind = $2", {kind});
    return rows.empty() ? std::string() : rows.front().text(0);
  });
}

}  // namespace firstchair::school
