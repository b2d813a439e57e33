#include "apps/school/errand_job.h"

#include <algorithm>
#include <filesystem>

#include "apps/school/export.h"
#include "school/keeping.h"

namespace firstchair::school_api {
namespace {

namespace fs = std::filesystem;

constexpr int kFirstRetryS = 60, kLastRetryS = 3600;

class Errand {
 public:
  Errand(school::SchoolStore& store, const school::Sounds& sounds, const school::Job& job, std::int64_t now_s)
      : store_(store), sounds_(sounds), job_(job), now_s_(now_s) {}

  ErrandEnd make_export() {
    const auto asked = store_.export_of_id(job_.school, job_.thing);
    if (!asked) return over(asked.error());
    std::error_code ignored;
    const Result<std::string> folder = sounds_.folder_for_one();
    const auto kept = [&]() -> Result<Done> {
      if (!folder) return folder.error();
      const std::string file = *folder + "/export.zip";
      const auto made = export_person(store_, sounds_, job_.school, asked->person, now_s_, file);
      if (!made) return made;
      const auto bytes = static_cast<std::int64_t>(fs::file_size(file, ignored));
      const auto hash = sounds_.keep(job_.school, file);
      if (!hash) return hash.error();
      const auto told = store_.export_made(job_, *hash, bytes, act());
      // Somebody was erased meanwhile: nothing of them stays.
      if (!told) sounds_.drop(job_.school, *hash);
      return told;
    }();
    if (folder) fs::remove_all(*folder, ignored);
    if (kept) return ErrandEnd::done;
    if (kept.error().code == ErrorCode::not_found) return over(kept.error());
    if (job_.tries < kExportTries) return later(kept.error().line());
    return store_.export_failed(job_, kept.error().line()) ? ErrandEnd::put_off : ErrandEnd::lost;
  }

  ErrandEnd end_export() {
    if (const auto ended = store_.end_export(job_.school, job_.thing); !ended)
      return later(ended.error().line());
    return drop_and_end();
  }

  ErrandEnd erase() {
    const auto asked = store_.erasure(job_.school, job_.thing);
    if (!asked) return over(asked.error());
    if (!asked->confirmed_by) return over({ErrorCode::not_found, {}, {}, {}});
    const auto gone =
        store_.erase(job_.school, job_.thing,
                     {.person = *asked->confirmed_by, .role = school::Role::admin, .at_s = now_s_});
    // Who is gone already left sound, perhaps, that could not be removed then.
    if (!gone && gone.error().code != ErrorCode::not_found) return later(gone.error().line());
    return drop_and_end();
  }

  ErrandEnd retain() {
    const auto gone = school::retain(store_, sounds_, job_.school, act());
    if (!gone) return later(gone.error().line());
    return store_.renew_job(job_, kRetainEveryS) ? ErrandEnd::done : ErrandEnd::lost;
  }

 private:
  school::Act act() const { return {.role = school::Role::owner, .at_s = now_s_}; }

  ErrandEnd drop_and_end() {
    if (const auto dropped = school::drop_sounds(store_, sounds_, job_.school); !dropped)
      return later(dropped.error().line());
    return store_.end_job(job_) ? ErrandEnd::done : ErrandEnd::lost;
  }
  // What it was about is gone; where that is not known, it is asked again.
  ErrandEnd over(const Error& error) {
    if (error.code == ErrorCode::not_found) (void)store_.end_job(job_);
    return ErrandEnd::lost;
  }
  ErrandEnd later(const std::string& why) {
    const int after_s = std::min(kFirstRetryS << std::min(job_.tries - 1, 10), kLastRetryS);
    return store_.put_off(job_, why, after_s) ? ErrandEnd::put_off : ErrandEnd::lost;
  }

  school::SchoolStore& store_;
  const school::Sounds& sounds_;
  const school::Job& job_;
  const std::int64_t now_s_;
};

}  // namespace

ErrandEnd errand_job(school::SchoolStore& store, const school::Sounds& sounds, const school::Job& job,
                     std::int64_t now_s) {
  Errand errand(store, sounds, job, now_s);
  if (job.kind == school::kExportJob) return errand.make_export();
  if (job.kind == school::kExpireJob) return errand.end_export();
  if (job.kind == school::kEraseJob) return errand.erase();
  return errand.retain();
}

}  // namespace firstchair::school_api
