// What waits and what failed behind: hearings, and for an admin every other job.
#include <algorithm>

#include "apps/school/call.h"
#include "apps/school/told_json.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using school::Role;
using school::Verb;

Json hearing_json(Call& call, const school::HearingWaits& one) {
  const school::Thing thing{.person = one.person, .classes = {one.klass}};
  const std::string when = one.due_s && !one.why.empty() ? ", " + again_text(*one.due_s, one.running) : "";
  return Json{{"submission", one.submission},
              {"assignment", one.assignment},
              {"class", one.klass},
              {"person", one.person},
              {"name", one.name},
              {"given", one.given},
              {"state", one.failed    ? "failed"
                        : one.running ? "running"
                                      : "waiting"},
              {"came_s", one.came_s},
              {"why", one.why + when},
              {"tries", one.tries},
              {"due_s", maybe_json(one.due_s)},
              {"again", one.failed && call.allowed(Verb::assign, thing)}};
}

Json job_json(const school::QueuedJob& one, std::int64_t now_s) {
  return {{"id", one.id},       {"kind", one.kind},
          {"thing", one.thing}, {"state", one.running && one.due_s > now_s ? "running" : "waiting"},
          {"due_s", one.due_s}, {"tries", one.tries},
          {"why", one.error},   {"made_s", one.made_s}};
}

}  // namespace

Told list_jobs(Call& call) {
  const auto page = call.page();
  if (!page) return refusal(400, "after and limit (1 to 500) are numbers");
  const auto klass = call.asked_number("class", 0);
  if (!klass || *klass < 0) return refusal(400, "class is a number");
  const bool all = call.allowed(Verb::make_admin, {});
  std::vector<std::int64_t> own;
  bool teaches = false;
  for (const school::Membership& held : call.actor.memberships) {
    if (held.role != Role::teacher) continue;
    teaches = true;
    if (held.klass != 0) own.push_back(held.klass);
  }
  if (!all && !teaches) return forbidden();
  if (*klass > 0 && !all && std::find(own.begin(), own.end(), *klass) == own.end()) return teachers_only();
  if (*klass > 0) own = {*klass};
  const auto found = call.store.hearings(
      call.school, all && *klass == 0 ? std::nullopt : std::optional<std::vector<std::int64_t>>(own), *page);
  if (!found) return refusal(found.error());
  Json hearings = Json::array(), others = Json::array();
  for (const school::HearingWaits& one : *found) hearings.push_back(hearing_json(call, one));
  if (all && *klass == 0) {
    const auto jobs = call.store.jobs(call.school, {.after = 0, .limit = 500});
    if (!jobs) return refusal(jobs.error());
    for (const school::QueuedJob& one : *jobs)
      if (one.kind != school::kHearJob) others.push_back(job_json(one, call.now_s));
  }
  return told({{"hearings", std::move(hearings)}, {"others", std::move(others)}});
}

}  // namespace firstchair::school_api
