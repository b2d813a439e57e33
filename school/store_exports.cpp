// Exports of a person that were asked for: a row, a job, and a file that others keep.
#include <fmt/format.h>

#include "school/erasing.h"
#include "school/job_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::string_view kColumns = "id, person, by_person, asked_s, state, hash, bytes, until_s, why";

Export export_in(const sql::Row& row) {
  return {.id = row.integer(0),
          .person = row.integer(1),
          .by = row.integer(2),
          .asked_s = row.integer(3),
          .state = static_cast<ExportState>(row.integer(4)),
          .hash = row.text(5),
          .bytes = row.integer(6),
          .until_s = row.integer(7),
          .why = row.text(8)};
}

std::vector<Export> chosen(Working& work, const std::string& which, const sql::Values& values) {
  std::vector<Export> all;
  for (const sql::Row& row : work.ask(
           fmt::format("SELECT {} FROM exports WHERE school = $1 AND {} ORDER BY id DESC", kColumns, which),
           values))
    all.push_back(export_in(row));
  return all;
}

constexpr int kWaiting = static_cast<int>(ExportState::waiting),
              kReady = static_cast<int>(ExportState::ready), kFailed = static_cast<int>(ExportState::failed);

}  // namespace

void end_exports(Working& work, const std::string& which, const sql::Values& values) {
  for (const Export& one : chosen(work, which, values)) {
    if (!one.hash.empty())
      work.ask("INSERT INTO sounds_to_drop(school, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING", {one.hash});
    for (const char* kind : {kExportJob, kExpireJob}) drop_job(work, kind, one.id);
    work.ask("DELETE FROM exports WHERE school = $1 AND id = $2", {one.id});
  }
}

Result<Export> SchoolStore::ask_export(std::int64_t school, std::int64_t person, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
    work.hold("export");
    const auto waits = chosen(work, "person = $2 AND state = $3", {person, kWaiting});
    if (!waits.empty() || !work.ok()) return waits.empty() ? Export{} : waits.front();
    const Export one{.id = work.next("export"), .person = person, .by = act.person, .asked_s = act.at_s};
    work.ask(
        "INSERT INTO exports(school, id, person, by_person, asked_s, state, hash, bytes, until_s, why)"
        " VALUES ($1, $2, $3, $4, $5, $6, '', 0, 0, '')",
        {one.id, person, act.person, act.at_s, kWaiting});
    enqueue(work, kExportJob, one.id);
    work.note(act, "person.export", fmt::format("person {}", person), fmt::format("export {}", one.id));
    return one;
  });
}

Result<Export> SchoolStore::export_of_id(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const auto found = chosen(work, "id = $2", {id});
    if (found.empty()) work.fail(no_such("export"));
    return found.empty() ? Export{} : found.front();
  });
}

Result<std::vector<Export>> SchoolStore::exports_of(std::int64_t school, std::int64_t person) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return chosen(work, "person = $2", {person}); });
}

Result<Done> SchoolStore::export_made(const Job& job, const std::string& hash, std::int64_t bytes,
                                      const Act& act) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    work.demand(
        "export",
        "UPDATE exports SET state = $3, hash = $4, bytes = $5, until_s = $6 WHERE school = $1 AND id ="
        " $2 AND state = $7 RETURNING id",
        {job.thing, kReady, hash, bytes, act.at_s + kExportLivesS, kWaiting});
    drop_job(work, kExportJob, job.thing);
    enqueue(work, kExpireJob, job.thing, kExportLivesS);
    return Done{};
  });
}

Result<Done> SchoolStore::export_failed(const Job& job, const std::string& why) {
  return within(*connection_, job.school, Kind::writes, [&](Working& work) {
    work.ask("UPDATE exports SET state = $3, why = $4 WHERE school = $1 AND id = $2 AND state = $5",
             {job.thing, kFailed, why, kWaiting});
    drop_job(work, kExportJob, job.thing);
    enqueue(work, kExpireJob, job.thing, kExportLivesS);
    return Done{};
  });
}

Result<Done> SchoolStore::end_export(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    end_exports(work, "id = $2", {id});
    return Done{};
  });
}

}  // namespace firstchair::school
