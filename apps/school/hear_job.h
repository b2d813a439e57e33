// Hearing one recording that a worker has claimed: the sound is fetched, heard beside its chart, judged, and
// told.
#pragma once

#include <string>

#include "apps/school/hearing.h"
#include "school/sounds.h"
#include "school/store.h"

namespace firstchair::school_api {

inline constexpr int kHearTries = 3;

enum class HearEnd : unsigned char {
  heard,
  failed,   // told to the teacher, who may have it heard again; it uses no attempt
  put_off,  // it is claimed again later
  lost      // it was answered meanwhile, or the database does not answer: its lease says what comes next
};

// What went wrong while the machine was at it is tried again, `retry_s` later and then twice as late; what is
// wrong with the recording itself is told at once. `now_s` is for the log.
HearEnd hear_job(school::SchoolStore& store, const school::Sounds& sounds, const Hearing& hearing,
                 const school::Job& job, int retry_s, std::int64_t now_s);

}  // namespace firstchair::school_api
