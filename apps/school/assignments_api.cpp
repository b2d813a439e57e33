// Assignments of a class: making, changing, releasing, judging again, and what is changed for one student.
#include <fmt/format.h>

#include <charconv>

#include "apps/school/assigned.h"
#include "apps/school/judged.h"
#include "apps/school/limits.h"
#include "apps/school/words.h"

namespace firstchair::school_api {
namespace {

using school::May;
using school::Verb;

Error stop() {
  return {};
}

// What the header names: an edition, or a version alone (3, "3"), which tells of what is asked and not of
// titles and days.
struct LookedAt {
  int version = 0;
  std::string edition = {};  // empty: the header names none
};
std::optional<LookedAt> looked_at(std::string_view header) {
  if (header.starts_with('"') && header.ends_with('"') && header.size() > 2)
    header = header.substr(1, header.size() - 2);
  LookedAt seen;
  const char* const end = header.data() + header.size();
  const auto [after, failed] = std::from_chars(header.data(), end, seen.version);
  if (failed != std::errc{} || (after != end && *after != '.')) return std::nullopt;
  if (after != end) seen.edition = header;
  return seen;
}

Json json_of(const school::Override& one) {
  return {{"person", one.person},
          {"attempts", one.attempts ? Json(*one.attempts) : Json(nullptr)},
          {"due_s", maybe_json(one.due_s)},
          {"excused", one.excused},
          {"passed", one.passed ? Json(*one.passed) : Json(nullptr)},
          {"reason", one.reason}};
}

}  // namespace

Told refused_by_rule(const Error& error) {
  if (error.code != ErrorCode::usage) return refusal(error);
  return refusal(409, error.advice.empty() ? error.what : error.line());
}

std::optional<std::int64_t> class_in_path(Call& call, Verb verb, Told& refused) {
  const auto id = call.number();
  const bool there = id && *id > 0 && call.store.klass(call.school, *id);
  refused = !there ? nothing_there() : verb == Verb::see_class ? forbidden() : teachers_only();
  if (!there || !call.allowed(verb, {.classes = {*id}})) return std::nullopt;
  return id;
}

Result<school::Assignment> assignment_of(Call& call, Verb verb, std::int64_t person, Told& refused) {
  const auto id = call.number();
  Result<school::Assignment> found = id ? call.store.assignment(call.school, *id) : stop();
  if (!found) {
    refused = id ? refusal(found.error()) : nothing_there();
    return stop();
  }
  const bool of_teachers = verb != Verb::see_class && verb != Verb::play;
  refused = of_teachers ? teachers_only() : forbidden();
  if (call.may(verb, {.person = person, .classes = {found->klass}}) == May::no) return stop();
  return found;
}

Result<Found> submission_of(Call& call, Verb verb, Told& refused) {
  const auto id = call.number();
  const auto one = id ? call.store.submission(call.school, *id) : stop();
  if (!one) {
    refused = id ? refusal(one.error()) : nothing_there();
    return stop();
  }
  const auto assignment = call.store.assignment(call.school, one->assignment);
  if (!assignment) {
    refused = refusal(assignment.error());
    return stop();
  }
  refused = teachers_only();
  if (call.may(verb, {.person = one->person, .classes = {assignment->klass}}) == May::no) return stop();
  return Found{*one, *assignment};
}

bool sees_as_student(const Call& call, const school::Assignment& assignment) {
  return !call.allowed(Verb::read_takes, {.person = 0, .classes = {assignment.klass}});
}

Told told_by(const Teller& teller, const Json& json, int status) {
  return teller.failed() ? refusal(*teller.failed()) : told(json, status);
}

Told list_assignments(Call& call) {
  Told refused;
  const auto klass = class_in_path(call, Verb::see_class, refused);
  if (!klass) return refused;
  const auto all = call.store.assignments(call.school, *klass);
  if (!all) return refusal(all.error());
  Teller teller(call);
  Json list = Json::array();
  for (const school::Assignment& one : *all) list.push_back(teller.json_of(one));
  return told_by(teller, {{"assignments", std::move(list)}});
}

Told add_assignment(Call& call) {
  Told refused;
  const auto klass = class_in_path(call, Verb::assign, refused);
  if (!klass) return refused;
  const auto body = call.object();
  if (!body) return refusal(400, "an assignment is a JSON object");
  school::Assignment made;
  made.klass = *klass;
  made.opens_s = call.now_s;
  if (const std::string fault = fill(made, *body); !fault.empty()) return refusal(400, fault);
  if (const auto chart = chart_of(call, made.item); !chart)
    return chart.error().code == ErrorCode::not_found ? refusal(400, "there is no such chart: " + made.item)
                                                      : refusal(chart.error());
  const auto id = call.store.add_assignment(call.school, made, call.act());
  if (!id) return refused_by_rule(id.error());
  made.id = *id;
  Teller teller(call);
  const Json json = teller.json_of(made);
  return told_by(teller, json, 201);
}

Told one_assignment(Call& call) {
  Told refused;
  auto found = assignment_of(call, Verb::see_class, 0, refused);
  if (!found) return refused;
  const auto version = call.asked_number("version", found->version);
  if (!version) return refusal(400, "version is a number");
  if (*version != found->version)
    found = call.store.assignment_version(call.school, found->id, static_cast<int>(*version));
  if (!found) return refusal(found.error());
  Teller teller(call);
  const Json json = teller.json_of(*found);
  return told_by(teller, json);
}

Told change_assignment(Call& call) {
  Told refused;
  auto found = assignment_of(call, Verb::assign, 0, refused);
  if (!found) return refused;
  const auto seen = looked_at(call.asked.if_match);
  if (!seen) return refusal(400, "say in If-Match which version you have looked at");
  const std::string edition = edition_of(*found);
  if (seen->version != found->version || (!seen->edition.empty() && seen->edition != edition))
    return refusal(412, "somebody else has changed it meanwhile. Look at it again");
  const auto body = call.object();
  if (!body) return refusal(400, "an assignment is a JSON object");
  if (const std::string fault = fill(*found, *body); !fault.empty()) return refusal(400, fault);
  if (body->contains("item") && !chart_of(call, found->item)) return refusal(400, "there is no such chart");
  const auto changed = call.store.change_assignment(call.school, *found, call.act(), edition);
  if (!changed) return refused_by_rule(changed.error());
  Teller teller(call);
  const Json json = teller.json_of(*changed);
  return told_by(teller, json);
}

Told release_results(Call& call) {
  Told refused;
  const auto found = assignment_of(call, Verb::assign, 0, refused);
  if (!found) return refused;
  const auto shown = call.store.release_results(call.school, found->id, call.act());
  if (!shown) return refusal(shown.error());
  Teller teller(call);
  const Json json = teller.json_of(*shown);
  return told_by(teller, json);
}

Told judge_again(Call& call) {
  Told refused;
  const auto found = assignment_of(call, Verb::assign, 0, refused);
  if (!found) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const auto version = wrong ? std::nullopt : whole(*body, "version", wrong);
  const bool dry = !wrong && flag(*body, "dry_run", wrong).value_or(false);
  if (wrong || !version || *version < 1 || *version > found->version)
    return refusal(400, "version is the number of one that there is");
  const auto under = call.store.assignment_version(call.school, found->id, static_cast<int>(*version));
  if (!under) return refusal(under.error());
  const auto all = call.store.submissions(call.school, found->id, 0);
  if (!all) return refusal(all.error());
  const auto chart = chart_of(call, found->item);
  if (!chart) return refusal(chart.error());
  std::vector<school::Rejudged> anew;
  for (const school::Submission& one : *all) {
    if (one.state != school::SubmissionState::heard || !one.take) continue;
    const auto played = call.store.take(call.school, *one.take);
    if (!played) return refusal(played.error());
    const auto limit = limit_of(call.store, call.config.hearing, call.school, one.person, *chart);
    if (!limit) return refusal(limit.error());
    anew.push_back({one.id, under->version, answers_of(under->demands, under->bpm, played->take, *limit)});
  }
  const auto changes = call.store.judge_again(call.school, found->id, under->version, anew, !dry, call.act());
  if (!changes) return refusal(changes.error());
  Json list = Json::array();
  for (const school::ResultChange& one : *changes)
    list.push_back({{"person", one.person},
                    {"before", school::id_of(one.before)},
                    {"under", school::id_of(one.under)},
                    {"after", school::id_of(one.after)}});
  return told(
      {{"version", under->version}, {"dry_run", dry}, {"takes", anew.size()}, {"changes", std::move(list)}});
}

Told list_overrides(Call& call) {
  Told refused;
  const auto found = assignment_of(call, Verb::override_result, 0, refused);
  if (!found) return refused;
  const auto all = call.store.overrides(call.school, found->id);
  if (!all) return refusal(all.error());
  Json list = Json::array();
  for (const school::Override& one : *all) list.push_back(json_of(one));
  return told({{"overrides", std::move(list)}});
}

Told set_override(Call& call) {
  Told refused;
  const auto found = assignment_of(call, Verb::override_result, 0, refused);
  if (!found) return refused;
  const auto body = call.object();
  bool wrong = !body;
  school::Override one;
  if (!wrong) one.person = whole(*body, "person", wrong).value_or(0);
  const auto attempts = wrong ? std::nullopt : whole(*body, "attempts", wrong);
  if (attempts && (*attempts < 1 || *attempts > 1000)) wrong = true;
  if (attempts && !wrong) one.attempts = static_cast<int>(*attempts);
  if (!wrong) one.due_s = whole(*body, "due_s", wrong);
  if (!wrong) one.excused = flag(*body, "excused", wrong).value_or(false);
  if (!wrong) one.passed = flag(*body, "passed", wrong);
  if (!wrong) one.reason = text(*body, "reason", wrong);
  if (wrong || one.person == 0) return refusal(400, "a person, a reason, and what is changed are needed");
  // Somebody outside of the class is nobody here.
  const auto members = call.store.members(call.school, found->klass, call.now_s);
  if (!members) return refusal(members.error());
  bool inside = false;
  for (const school::Membership& held : *members) inside = inside || held.person == one.person;
  if (!inside) return refusal(400, "there is no such person in this class");
  const Result<Done> set = call.store.set_override(call.school, found->id, one, call.act());
  return set ? told(json_of(one), 201) : refused_by_rule(set.error());
}

}  // namespace firstchair::school_api
