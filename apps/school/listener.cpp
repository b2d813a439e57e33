#include "apps/school/listener.h"

#include <fmt/format.h>

#include "apps/school/judged.h"
#include "apps/school/limits.h"
#include "charts/charts.h"
#include "school/store.h"

namespace firstchair::school_api {
namespace {

constexpr int kMostAtStart = 1000, kTries = 2;
constexpr std::size_t kHash = 64;

// A recording is heard twice at most: a decoder that stops may have been stopped.
Result<Heard> heard(const Hearing& hearing, const Wanted& wanted) {
  Result<Heard> result = hearing.recording(wanted);
  for (int tries = 1; tries < kTries && !result && result.error().code == ErrorCode::unreadable; ++tries)
    result = hearing.recording(wanted);
  return result;
}

}  // namespace

Listener::Listener(const Hearing& hearing, std::int64_t school, std::function<std::int64_t()> now,
                   school::StorePool& stores, const school::Sounds& sounds)
    : hearing_(hearing), school_(school), now_(std::move(now)), stores_(stores), sounds_(sounds) {
  if (!hearing_.recording) return;
  if (const auto store = stores_.lend())
    if (const auto all = (*store)->waiting(school_, kMostAtStart))
      for (const school::Submission& one : *all) waiting_.emplace_back(school_, one.id);
  thread_ = std::thread([this] { work(); });
}

Listener::~Listener() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Listener::add(std::int64_t school, std::int64_t submission) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(school, submission);
  }
  wake_.notify_all();
}

void Listener::wait() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return (waiting_.empty() && !busy_) || !thread_.joinable(); });
}

void Listener::work() {
  while (true) {
    std::pair<std::int64_t, std::int64_t> next;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      if (waiting_.empty()) idle_.notify_all();
      wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (stop_) return;
      next = waiting_.front();
      waiting_.pop_front();
      busy_ = true;
    }
    hear(next.first, next.second);
  }
}

void Listener::hear(std::int64_t school, std::int64_t submission) {
  const auto store = stores_.lend();
  if (!store) return;  // it waits for the next beginning
  const auto one = (*store)->submission(school, submission);
  if (!one || one->state != school::SubmissionState::waiting) return;
  const auto asked = (*store)->assignment_version(school, one->assignment, one->version);
  if (!asked) return;
  const school::Act act{.person = one->person, .role = school::Role::student, .at_s = now_()};
  school::Answer answer{.state = school::SubmissionState::failed};
  std::optional<store::PackedTake> packed;
  const auto chart =
      asked->item.size() == kHash ? (*store)->chart(school, asked->item) : charts::builtin_chart(asked->item);
  const std::string file = sounds_.file(school, one->sound);
  if (!chart || file.empty()) {
    answer.why = "this could not be heard (its sound is gone); it uses no attempt";
  } else if (const Result<Heard> take = heard(hearing_, {.file = file,
                                                         .name = one->sent_name,
                                                         .chart = *chart,
                                                         .bpm = asked->bpm,
                                                         .began_s = one->began_s});
             !take) {
    const std::string why =
        take.error().code == ErrorCode::unreadable ? "worker stopped twice" : take.error().what;
    answer.why = fmt::format("this could not be heard ({}); it uses no attempt", why);
  } else {
    packed = store::pack_take(take->take, take->how);
    answer.take = &*packed;
    answer.why = not_as_asked(*asked, hearing_.whole(*chart, take->how.item), *take);
    if (answer.why.empty()) {
      answer.state = school::SubmissionState::heard;
      const auto limit = limit_of(**store, hearing_, school, one->person, *chart);
      answer.answers = answers_of(asked->demands, asked->bpm, take->take, limit ? *limit : std::nullopt);
    }
  }
  const Result<Done> done = (*store)->answer_submission(school, submission, answer, act);
  if (!done || answer.state != school::SubmissionState::heard || asked->sound != school::KeepSound::none)
    return;
  if (const auto hash = (*store)->forget_sound(school, submission); hash && !hash->empty())
    sounds_.drop(school, *hash);
}

}  // namespace firstchair::school_api
