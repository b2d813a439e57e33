// What was handed in, for who teaches and who played it: lists, the take itself, its sound.
#include <fmt/format.h>

#include "apps/school/assigned.h"
#include "report/report.h"

namespace firstchair::school_api {
namespace {

using school::May;
using school::SubmissionState;
using school::Verb;

Told told_one(Call& call, const Found& found) {
  Teller teller(call);
  const Json json =
      teller.json_of(found.submission, found.assignment, sees_as_student(call, found.assignment));
  return told_by(teller, json);
}

// The take of the submission of the path, for who may see its numbers.
Result<school::PlayedTake> take_of(Call& call, Told& refused) {
  const auto found = submission_of(call, Verb::read_takes, refused);
  if (!found) return Error{};
  if (!found->submission.take) {
    refused = nothing_there();
    return Error{};
  }
  auto take = call.store.take(call.school, *found->submission.take);
  if (!take) refused = refusal(take.error());
  return take;
}

std::string type_of(const school::Submission& one) {
  return one.sound_type.empty() ? "application/octet-stream" : one.sound_type;
}

}  // namespace

Told list_submissions(Call& call) {
  Told refused;
  const auto asked = assignment_of(call, Verb::see_class, 0, refused);
  if (!asked) return refused;
  const auto person = call.asked_number("person", 0);
  if (!person) return refusal(400, "person is a number");
  const bool all = call.allowed(Verb::read_takes, {.person = 0, .classes = {asked->klass}});
  const std::int64_t whose = all ? *person : call.actor.person;
  if (!all && *person != 0 && *person != whose) return teachers_only();
  const auto found = call.store.submissions(call.school, asked->id, whose);
  if (!found) return refusal(found.error());
  Teller teller(call);
  Json list = Json::array();
  for (const school::Submission& one : *found) list.push_back(teller.json_of(one, *asked, !all));
  return told_by(teller, {{"submissions", std::move(list)}});
}

Told one_submission(Call& call) {
  Told refused;
  const auto found = submission_of(call, Verb::read_takes, refused);
  return found ? told_one(call, *found) : refused;
}

Told take_out(Call& call) {
  Told refused;
  auto found = submission_of(call, Verb::override_result, refused);
  if (!found) return refused;
  const auto body = call.object();
  bool wrong = !body;
  const std::string state = wrong ? "" : text(*body, "state", wrong),
                    reason = wrong ? "" : text(*body, "reason", wrong);
  if (wrong || state != "taken_out" || reason.empty() || reason.size() > 2000)
    return refusal(400, "state (taken_out) and a reason are needed");
  if (found->submission.state == SubmissionState::taken_out) return refusal(409, "this is taken out already");
  const Result<Done> done = call.store.answer_submission(
      call.school, found->submission.id, {.state = SubmissionState::taken_out, .why = reason}, call.act());
  if (!done) return refusal(done.error());
  const auto now = call.store.submission(call.school, found->submission.id);
  if (!now) return refusal(now.error());
  return told_one(call, {*now, found->assignment});
}

Told hear_again(Call& call) {
  Told refused;
  auto found = submission_of(call, Verb::assign, refused);
  if (!found) return refused;
  const Result<Done> done = call.store.wait_again(call.school, found->submission.id, call.act());
  if (!done) return refused_by_rule(done.error());
  call.listener.wake();
  found->submission.state = SubmissionState::waiting;
  found->submission.why.clear();
  return told_one(call, *found);
}

Told take_json(Call& call) {
  Told refused;
  const auto played = take_of(call, refused);
  if (!played) return refused;
  return {.status = 200, .body = report::take_json(played->take, played->how.weights)};
}

Told take_html(Call& call) {
  Told refused;
  const auto played = take_of(call, refused);
  if (!played) return refused;
  Told page{.status = 200, .body = report::take_html(played->take, played->how.weights)};
  page.type = "text/html; charset=utf-8";
  return page;
}

Told sound(Call& call) {
  Told refused;
  const auto found = submission_of(call, Verb::listen, refused);
  if (!found) return refused;
  const school::Submission& one = found->submission;
  const school::Thing thing{.person = one.person, .classes = {found->assignment.klass}};
  if (one.sound.empty()) return nothing_there();
  const std::string link = call.sounds.link(call.school, one.sound, type_of(one));
  const Result<std::string> file =
      link.empty() ? call.sounds.found(call.school, one.sound) : Result<std::string>(link);
  if (!file && file.error().code == ErrorCode::not_found) return nothing_there();
  if (!file) {
    Told later = refusal(503, "the sound cannot be fetched now; try again in a moment");
    later.retry_after_s = 30;
    return later;
  }
  if (call.may(Verb::listen, thing) == May::with_reason) {
    // Breaking the glass: it is in the log, where the student reads it.
    const auto reason = call.asked.query.find("reason");
    if (reason == call.asked.query.end() || reason->second.empty() || reason->second.size() > 2000)
      return refusal(400, "say a reason; it is kept in the log, and the student reads it");
    const Result<Done> noted =
        call.store.note(call.school, call.act(), "sound.break_glass", fmt::format("person {}", one.person),
                        fmt::format("submission {}", one.id), reason->second);
    if (!noted) return refusal(noted.error());
  }
  // From the object store itself, for as long as an address lives that we have signed.
  if (!link.empty()) {
    Told elsewhere{.status = 307, .body = {}};
    elsewhere.location = link;
    return elsewhere;
  }
  Told answer{.status = 200, .body = {}};
  answer.type = type_of(one);
  answer.file = *file;
  return answer;
}

}  // namespace firstchair::school_api
