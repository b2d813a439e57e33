// An errand is a job of another kind than hearing, done by whoever has claimed it: an export is made, one
// whose time is over is taken away, somebody is erased, the school's table of days is kept.
#pragma once

#include <string_view>

#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::school_api {

// They are looked for in this order.
inline constexpr std::string_view kErrandKinds[] = {school::kEraseJob, school::kExportJob, school::kExpireJob,
                                                    school::kRetainJob};
inline constexpr int kExportTries = 3;
inline constexpr std::int64_t kRetainEveryS = 24 * 3600;

enum class ErrandEnd : unsigned char {
  done,
  put_off,  // what stopped it is told in the job; it comes back later
  lost      // the database does not answer, or it was done meanwhile
};

// An export is given up after its third try, and told so; an erasure and the table of days never are. `now_s`
// is for the log.
ErrandEnd errand_job(school::SchoolStore& store, const school::Sounds& sounds, const school::Job& job,
                     std::int64_t now_s);

}  // namespace firstchair::school_api
