// What other parts of the store do with jobs inside their own transaction. It is for this room only.
#pragma once

#include <cstdint>
#include <string>

#include "school/jobs.h"
#include "school/working.h"

namespace firstchair::school {

// Makes a job that is due `after_s` from now; one that is there already stays.
void enqueue(Working& work, const std::string& kind, std::int64_t thing, std::int64_t after_s = 0);
// Takes it away, whoever works at it.
void drop_job(Working& work, const std::string& kind, std::int64_t thing);

}  // namespace firstchair::school
