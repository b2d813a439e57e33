#include "apps/school/listener.h"

#include <fmt/format.h>
#include <unistd.h>

#include "apps/school/errand_job.h"
#include "apps/school/hear_job.h"
#include "school/secrets.h"

namespace firstchair::school_api {
namespace {

constexpr int kNameBits = 64;

}  // namespace

Listener::Listener(const Hearing& hearing, std::int64_t school, std::function<std::int64_t()> now,
                   school::StorePool& stores, const school::Sounds& sounds, ListenerConfig config)
    : hearing_(hearing), now_(std::move(now)), stores_(stores), sounds_(sounds), config_(std::move(config)) {
  sounds_.sweep();  // what a process that was killed has left on its way
  if (school != 0)
    if (const auto store = stores_.lend()) {
      (void)(*store)->adopt_waiting(school);
      (void)(*store)->plan_job(school, school::kRetainJob, 0, 0);
    }
  if (!hearing_.recording || config_.threads <= 0) return;
  const std::string name = config_.name.empty() ? school::draw_secret(kNameBits) : config_.name;
  for (int i = 0; i < config_.threads; ++i)
    threads_.emplace_back([this, own = fmt::format("{}-{}", name, i)] { work(own); });
  threads_.emplace_back([this] { keep_leases(); });
}

Listener::~Listener() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  end_.notify_all();
}

void Listener::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++woken_;
  }
  wake_.notify_all();
}

void Listener::work(std::string name) {
  std::uint64_t seen = 0;
  auto looked = std::chrono::steady_clock::now() - config_.errands;
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stop_) return;
      seen = woken_;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - looked >= config_.errands) {
      looked = now;
      if (errand(name)) {
        looked -= config_.errands;  // perhaps there is another
        continue;
      }
    }
    if (hear_one(name) || errand(name)) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, config_.poll, [&] { return stop_ || woken_ != seen; });
  }
}

void Listener::hold(const std::string& name, const school::Job& job) {
  const std::lock_guard lock(mutex_);
  held_[name] = job;
}

void Listener::let_go(const std::string& name) {
  {
    const std::lock_guard lock(mutex_);
    held_.erase(name);
  }
  end_.notify_all();
}

bool Listener::errand(const std::string& name) {
  const auto store = stores_.lend();
  if (!store) return false;
  for (const std::string_view kind : kErrandKinds) {
    const auto job = (*store)->claim_job(std::string(kind), name, config_.lease_s);
    if (!job) return false;
    if (!*job) continue;
    hold(name, **job);
    const ErrandEnd end = errand_job(**store, sounds_, **job, now_());
    let_go(name);
    if (end == ErrandEnd::done) ++counts_.errands;
    if (end == ErrandEnd::put_off) ++counts_.errands_put_off;
    return end != ErrandEnd::lost;
  }
  return false;
}

bool Listener::hear_one(const std::string& name) {
  const auto store = stores_.lend();
  if (!store) return false;
  const auto job = (*store)->claim_job(school::kHearJob, name, config_.lease_s);
  if (!job || !*job) return false;
  hold(name, **job);
  const auto began = std::chrono::steady_clock::now();
  const HearEnd end = hear_job(**store, sounds_, hearing_, **job, config_.retry_s, now_());
  let_go(name);
  counts_.milliseconds += static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)
          .count());
  switch (end) {
    case HearEnd::heard:
      ++counts_.heard;
      break;
    case HearEnd::failed:
      ++counts_.failed;
      break;
    case HearEnd::put_off:
      ++counts_.put_off;
      break;
    case HearEnd::lost:
      ++counts_.lost;
      return false;  // a moment's rest: the database may be gone
  }
  return true;
}

// A lease that could not be renewed is no harm: whoever comes second with an answer is not listened to.
void Listener::keep_leases() {
  const auto every = std::chrono::milliseconds(config_.lease_s * 1000 / 4 + 1);
  while (true) {
    std::map<std::string, school::Job> held;
    {
      std::unique_lock lock(mutex_);
      if (end_.wait_for(lock, every, [this] { return stop_ && held_.empty(); })) return;
      if (stop_ && held_.empty()) return;
      held = held_;
    }
    if (held.empty()) continue;
    if (const auto store = stores_.lend())
      for (const auto& [name, job] : held) (void)(*store)->keep_job(job, config_.lease_s);
  }
}

}  // namespace firstchair::school_api
