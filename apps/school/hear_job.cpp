#include "apps/school/hear_job.h"

#include <fmt/format.h>

#include <optional>

#include "apps/school/judged.h"
#include "apps/school/limits.h"
#include "charts/charts.h"
#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

constexpr std::size_t kHash = 64;

std::string not_heard(std::string_view why) {
  return fmt::format("this could not be heard ({}); it uses no attempt", why);
}

// Of what stops a machine and not a recording: a decoder that was killed, a disk, a network, a database.
bool may_pass(ErrorCode code) {
  return code == ErrorCode::unreadable || code == ErrorCode::unwritable;
}

}  // namespace

HearEnd hear_job(school::SchoolStore& store, const school::Sounds& sounds, const Hearing& hearing,
                 const school::Job& job, int retry_s, std::int64_t now_s) {
  const auto one = store.submission(job.school, job.thing);
  if (!one) return HearEnd::lost;
  if (one->state != school::SubmissionState::waiting) {
    (void)store.end_job(job);
    return HearEnd::lost;
  }
  const auto asked = store.assignment_version(job.school, one->assignment, one->version);
  if (!asked) return HearEnd::lost;
  const school::Act act{.person = one->person, .role = school::Role::student, .at_s = now_s};
  school::Answer answer{.state = school::SubmissionState::failed};
  const auto tell = [&] {
    const Result<Done> done = store.answer_submission(job.school, job.thing, answer, act);
    if (!done) return HearEnd::lost;
    return answer.state == school::SubmissionState::heard ? HearEnd::heard : HearEnd::failed;
  };
  const auto fail = [&](const Error& error, std::string_view why) {
    answer.why = not_heard(why);
    if (!may_pass(error.code) || job.tries >= kHearTries) return tell();
    return store.put_off(job, answer.why, retry_s << (job.tries - 1)) ? HearEnd::put_off : HearEnd::lost;
  };
  // Whoever had it before ended without a word, each time.
  if (job.tries > kHearTries) {
    answer.why = not_heard(fmt::format("worker stopped {} times", kHearTries));
    return tell();
  }
  const auto chart =
      asked->item.size() == kHash ? store.chart(job.school, asked->item) : charts::builtin_chart(asked->item);
  if (!chart && may_pass(chart.error().code)) return HearEnd::lost;
  if (!chart) return fail(chart.error(), "its chart is gone");
  const Result<std::string> file = sounds.found(job.school, one->sound);
  if (!file)
    return fail(file.error(),
                file.error().code == ErrorCode::not_found ? "its sound is gone" : file.error().what);
  const Result<Heard> take = hearing.recording(
      {.file = *file, .name = one->sent_name, .chart = *chart, .bpm = asked->bpm, .began_s = one->began_s});
  if (!take)
    return fail(take.error(), take.error().code == ErrorCode::unreadable
                                  ? job.tries == 1 ? "the decoder stopped"
                                                   : fmt::format("the decoder stopped {} times", job.tries)
                                  : take.error().what);
  const store::PackedTake packed = store::pack_take(take->take, take->how);
  answer.take = &packed;
  answer.why = not_as_asked(*asked, hearing.whole(*chart, take->how.item), *take);
  if (answer.why.empty()) {
    answer.state = school::SubmissionState::heard;
    const auto limit = limit_of(store, hearing, job.school, one->person, *chart);
    answer.answers = answers_of(asked->demands, asked->bpm, take->take, limit ? *limit : std::nullopt);
  }
  const HearEnd end = tell();
  if (end == HearEnd::heard && asked->sound == school::KeepSound::none)
    if (const auto hash = store.forget_sound(job.school, job.thing); hash && !hash->empty())
      (void)school::drop_sounds(store, sounds, job.school);
  return end;
}

}  // namespace firstchair::school_api
